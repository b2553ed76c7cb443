"""How Django knows this part."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "lintel.foundation.agencies"
