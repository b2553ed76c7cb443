"""How Django knows this part."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "lintel.steps.plans"
