"""How Django knows this part."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "lintel.foundation.workforce"
