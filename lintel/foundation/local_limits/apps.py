"""How Django knows this part."""

from django.apps import AppConfig


class LocalLimitsConfig(AppConfig):
    name = "lintel.foundation.local_limits"
