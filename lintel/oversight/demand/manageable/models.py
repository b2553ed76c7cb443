from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q


class PlanSought(models.Model):
    """
    One goal asked of a what-if: what would manageable take? Frozen once it is answered.

    `question` is the engine's whole question (the scenario with its levers moved, the goal, what may move, the costs),
    so that the answer stays true to what was asked when somebody moves the levers afterwards.
    """

    what_if = models.ForeignKey("what_if.WhatIf", on_delete=models.PROTECT, related_name="plans_sought")
    question = models.JSONField()
    answer = models.JSONField(null=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text="In hundredths.")
    doing = models.CharField(max_length=120, blank=True, default="", help_text="What is being worked on, in words.")
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, default="", help_text="Why there is no answer, in plain words.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, answer__isnull=True, failed="")
                | Q(finished_at__isnull=False, answer__isnull=False, failed="")
                | (Q(finished_at__isnull=False, answer__isnull=True) & ~Q(failed="")),
                name="a_plan_sought_is_found_or_says_why_not_once_finished",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="a_search_is_at_most_wholly_done"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_answered_plan_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            )
        ]
