"""How Django knows this part."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "lintel.steps.visits"
