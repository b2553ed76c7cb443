from __future__ import annotations

from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import happens_no_later_than, keep_history
from lintel.steps.conferences.escalating.rules import Rung


@keep_history
class ChairsRequest(models.Model):
    """
    Something the chair of a child’s conference asks of managers: what is wrong, what is asked, and by when.

    Who was told, and what they answered, stands in `rungs`. It is open until the chair is satisfied and says why.
    """

    sent_once = models.UUIDField(unique=True)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="chairs_requests")
    cp_plan = models.ForeignKey("plans.CpPlan", on_delete=models.PROTECT, related_name="chairs_requests")
    what = models.TextField(help_text="What worries the chair.")
    asked = models.TextField(help_text="What is asked.")
    by_when = models.DateField(help_text="By when it is to be done.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_because = models.TextField(blank=True, default="", help_text="What satisfied the chair.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(asked=""), name="a_chair_says_what_is_wrong_and_asked"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
                name="what_a_chair_asked_is_closed_by_somebody_for_a_reason",
            ),
            happens_no_later_than("raised_at", "closed_at", name="what_a_chair_asked_is_closed_after_it_was_asked"),
        ]
        indexes = [models.Index(fields=["cp_plan", "closed_at"])]


@keep_history
class ChairsRequestRung(models.Model):
    """One rung that was told what a chair asks, why it was told, and what it answered."""

    request = models.ForeignKey(ChairsRequest, on_delete=models.PROTECT, related_name="rungs")
    rung = models.PositiveSmallIntegerField(choices=[(int(r), r.words) for r in Rung])
    told_at = models.DateTimeField()
    because = models.TextField(blank=True, default="", help_text="Why the chair took it higher; empty for the clock.")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "rung"], name="a_rung_is_told_once_what_a_chair_asks"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="a_chair_is_answered_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=Q(rung__in=[int(rung) for rung in Rung]), name="a_rung_is_one_of_the_ladder"
            ),
            happens_no_later_than("told_at", "answered_at", name="a_rung_answers_after_it_was_told"),
        ]
