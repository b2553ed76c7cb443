"""How Django knows this part."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lintel.foundation.documents"
