"""How Django knows this part."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "lintel.journey.notifications"
