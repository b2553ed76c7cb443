"""How Django knows this part."""

from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "lintel.oversight.demand.calibration"
