"""How Django knows this part."""

from django.apps import AppConfig


class ManageableConfig(AppConfig):
    name = "lintel.oversight.demand.manageable"
