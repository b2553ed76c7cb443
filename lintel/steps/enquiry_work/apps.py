"""How Django knows this part."""

from django.apps import AppConfig


class EnquiryWorkConfig(AppConfig):
    name = "lintel.steps.enquiry_work"
