"""How Django knows this part."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "lintel.web.components"
