"""How Django knows this part."""

from django.apps import AppConfig


class OverseeingConfig(AppConfig):
    name = "lintel.journey.overseeing"
