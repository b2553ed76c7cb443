"""How Django knows this part."""

from django.apps import AppConfig


class AuditCyclesConfig(AppConfig):
    name = "lintel.oversight.audit_cycles"
