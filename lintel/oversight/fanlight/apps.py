"""How Django knows this part."""

from django.apps import AppConfig


class FanlightConfig(AppConfig):
    name = "lintel.oversight.fanlight"
