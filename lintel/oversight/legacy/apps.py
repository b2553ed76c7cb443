"""How Django knows this part."""

from django.apps import AppConfig


class LegacyConfig(AppConfig):
    name = "lintel.oversight.legacy"
