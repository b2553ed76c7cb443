"""How Django knows this part."""

from django.apps import AppConfig


class ApiKeysConfig(AppConfig):
    name = "lintel.foundation.api_keys"
