"""How Django knows this part."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "lintel.steps.referrals"
