"""How Django knows this part."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lintel.oversight.ledger"
