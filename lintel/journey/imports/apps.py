"""How Django knows this part."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lintel.journey.imports"
