"""How Django knows this part."""

from django.apps import AppConfig


class AllocatingConfig(AppConfig):
    name = "lintel.journey.allocating"
