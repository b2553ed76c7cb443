"""How Django knows this part."""

from django.apps import AppConfig


class ExamplesConfig(AppConfig):
    name = "lintel.oversight.alike.examples"
