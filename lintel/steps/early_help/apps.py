"""How Django knows this part."""

from django.apps import AppConfig


class EarlyHelpConfig(AppConfig):
    name = "lintel.steps.early_help"
