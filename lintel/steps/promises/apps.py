"""How Django knows this part."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "lintel.steps.promises"
