"""How Django knows this part."""

from django.apps import AppConfig


class SecondLooksConfig(AppConfig):
    name = "lintel.oversight.alike.second_looks"
