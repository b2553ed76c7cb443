"""How Django knows this part."""

from django.apps import AppConfig


class ProtectingConfig(AppConfig):
    name = "lintel.journey.protecting"
