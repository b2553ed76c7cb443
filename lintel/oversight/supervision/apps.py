"""How Django knows this part."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "lintel.oversight.supervision"
