"""How Django knows this part."""

from django.apps import AppConfig


class PatternsConfig(AppConfig):
    name = "lintel.oversight.alike.patterns"
