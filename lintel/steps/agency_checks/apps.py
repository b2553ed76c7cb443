"""How Django knows this part."""

from django.apps import AppConfig


class AgencyChecksConfig(AppConfig):
    name = "lintel.steps.agency_checks"
