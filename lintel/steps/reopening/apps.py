"""How Django knows this part."""

from django.apps import AppConfig


class ReopeningConfig(AppConfig):
    name = "lintel.steps.reopening"
