"""How Django knows this part."""

from django.apps import AppConfig


class WhatIfConfig(AppConfig):
    name = "lintel.oversight.demand.what_if"
