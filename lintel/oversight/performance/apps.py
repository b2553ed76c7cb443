"""How Django knows this part."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "lintel.oversight.performance"
