"""How Django knows this part."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "lintel.steps.conferences"
