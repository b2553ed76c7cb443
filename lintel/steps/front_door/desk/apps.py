"""How Django knows this part."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lintel.steps.front_door.desk"
