"""How Django knows this part."""

from django.apps import AppConfig


class PlansJourneyConfig(AppConfig):
    name = "lintel.journey.plans"
    label = "journey_plans"
