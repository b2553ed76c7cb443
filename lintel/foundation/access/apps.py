"""How Django knows this part."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lintel.foundation.access"
