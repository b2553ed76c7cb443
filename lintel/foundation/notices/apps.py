"""How Django knows this part."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lintel.foundation.notices"
