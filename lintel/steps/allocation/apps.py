"""How Django knows this part."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "lintel.steps.allocation"
