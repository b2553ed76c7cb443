"""How Django knows this part."""

from django.apps import AppConfig


class PoliceNotificationsConfig(AppConfig):
    name = "lintel.steps.police_notifications"
