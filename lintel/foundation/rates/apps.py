"""How Django knows this part."""

from django.apps import AppConfig


class RatesConfig(AppConfig):
    name = "lintel.foundation.rates"
