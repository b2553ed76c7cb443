"""How Django knows this part."""

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "lintel.steps.front_door"
