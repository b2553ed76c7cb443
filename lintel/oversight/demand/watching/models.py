from __future__ import annotations

from django.db import models
from django.db.models import Q


class Comparison(models.Model):
    """
    A signed what-if held against the weeks before a Monday, and what was then said: nothing while all is inside.

    Held again for the same Monday, when another file was loaded, the later comparison stands.
    """

    what_if = models.ForeignKey("what_if.WhatIf", on_delete=models.PROTECT, related_name="comparisons")
    until = models.DateField(help_text="The Monday after the last week that was compared.")
    weeks = models.PositiveSmallIntegerField()
    said = models.JSONField(default=list, help_text="What is outside its band, a sentence each.")
    compared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what_if", "until"], name="a_what_if_is_held_once_against_the_weeks_before_a_monday"
            ),
            models.CheckConstraint(condition=Q(weeks__gte=1), name="a_comparison_has_at_least_one_week"),
        ]

    @property
    def is_outside(self) -> bool:
        return bool(self.said)
