"""How Django knows this part."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "lintel.foundation.matching"
