"""How Django knows this part."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "lintel.foundation.drafts"
