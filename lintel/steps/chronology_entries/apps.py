"""How Django knows this part."""

from django.apps import AppConfig


class ChronologyEntriesConfig(AppConfig):
    name = "lintel.steps.chronology_entries"
