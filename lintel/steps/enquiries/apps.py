"""How Django knows this part."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "lintel.steps.enquiries"
