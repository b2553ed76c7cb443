"""How Django knows this part."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "lintel.oversight.audits"
