"""How Django knows this part."""

from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    name = "lintel.foundation.provenance"
