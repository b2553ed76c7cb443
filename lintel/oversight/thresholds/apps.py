"""How Django knows this part."""

from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    name = "lintel.oversight.thresholds"
