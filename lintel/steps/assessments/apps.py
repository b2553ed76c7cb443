"""How Django knows this part."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "lintel.steps.assessments"
