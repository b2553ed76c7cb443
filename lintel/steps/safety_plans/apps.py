"""How Django knows this part."""

from django.apps import AppConfig


class SafetyPlansConfig(AppConfig):
    name = "lintel.steps.safety_plans"
