"""How Django knows this part."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "lintel.oversight.reading"
