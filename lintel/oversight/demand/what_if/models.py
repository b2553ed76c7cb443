from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import keep_history


@keep_history
class WhatIf(models.Model):
    """
    One question asked of the demand engine, frozen with its answer: what if these levers were moved?

    `as_things_are` is the fitted scenario it starts from and `levers` what was moved, both as the engine writes them
    down; `answer` holds the weekly bands. Once signed, nothing of it changes.
    """

    name = models.CharField(max_length=120)
    starts_on = models.DateField(help_text="The Monday of week 0.")
    weeks = models.PositiveSmallIntegerField()
    as_things_are = models.JSONField()
    levers = models.JSONField()
    own_values = models.JSONField(
        default=list, help_text="What stood in place of fitted values when it was drawn up, in words."
    )
    seed = models.PositiveIntegerField(default=1)
    runs = models.PositiveIntegerField(default=0, help_text="How many runs stand behind the answer.")
    answer = models.JSONField(null=True)
    drawn_up_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    signed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_what_if_has_a_name"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, answer__isnull=False, runs__gte=4000),
                name="a_signed_what_if_has_a_signatory_and_an_answer_of_4000_runs",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_signed_what_if_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            )
        ]


class Run(models.Model):
    """
    So many runs of a what-if, or of up to four choices side by side, made beside the pages.

    `choices` are the levers as they were when it was asked for, each with a name; all start from what the what-if calls
    things as they are, and meet the same children. The answer of a single choice is kept with its what-if; `answer`
    holds that of several.
    """

    what_if = models.ForeignKey(WhatIf, on_delete=models.PROTECT, related_name="runs_asked_for")
    choices = models.JSONField()
    runs = models.PositiveIntegerField()
    answer = models.JSONField(null=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text="In hundredths.")
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, default="", help_text="Why there is no answer, in plain words.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="a_run_is_at_most_wholly_done"),
            models.CheckConstraint(condition=Q(runs__gte=1), name="a_what_if_runs_at_least_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(answer__isnull=True, failed=""),
                name="a_run_under_way_has_no_answer_and_has_not_failed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_finished_run_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            )
        ]
