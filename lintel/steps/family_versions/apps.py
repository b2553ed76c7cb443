"""How Django knows this part."""

from django.apps import AppConfig


class FamilyVersionsConfig(AppConfig):
    name = "lintel.steps.family_versions"
