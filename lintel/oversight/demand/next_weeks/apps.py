"""How Django knows this part."""

from django.apps import AppConfig


class NextWeeksConfig(AppConfig):
    name = "lintel.oversight.demand.next_weeks"
