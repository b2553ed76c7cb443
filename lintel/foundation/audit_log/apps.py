"""How Django knows this part."""

from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    name = "lintel.foundation.audit_log"
