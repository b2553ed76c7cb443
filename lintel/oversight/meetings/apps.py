"""How Django knows this part."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "lintel.oversight.meetings"
