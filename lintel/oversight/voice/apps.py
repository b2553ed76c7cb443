"""How Django knows this part."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "lintel.oversight.voice"
