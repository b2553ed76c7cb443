"""How Django knows this part."""

from django.apps import AppConfig


class DriftConfig(AppConfig):
    name = "lintel.oversight.drift"
