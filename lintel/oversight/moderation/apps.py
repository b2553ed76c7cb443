"""How Django knows this part."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "lintel.oversight.moderation"
