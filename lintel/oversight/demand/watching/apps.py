"""How Django knows this part."""

from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "lintel.oversight.demand.watching"
