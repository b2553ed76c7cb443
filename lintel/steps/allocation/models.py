from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def in_force(self, on: date) -> InvolvementQuerySet:
        return self.filter(began_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


@keep_history
class Involvement(Traced):
    """
    The allocated worker of a child: from the day they accepted to the first day they no longer hold the child.

    One at a time for each episode of need, so a change of worker is the end of one involvement and the start of the
    next. `began_is_observed` marks a start we only know as "held the child when the file was drawn".
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="involvements")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="involvements")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="involvements")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    began_at = models.DateTimeField(null=True)
    began_is_observed = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)
    change_reason = models.CharField(max_length=6, blank=True, default="", help_text="SSD worker change reason.")

    objects = InvolvementQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("began_on", "ended_on", name="an_involvement_ends_after_it_begins"),
            ExclusionConstraint(
                name="an_episode_has_one_allocated_worker_at_a_time",
                expressions=[
                    (
                        Func(F("referral_id"), F("referral_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("began_on"), F("ended_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["worker", "began_on"]), models.Index(fields=["child"])]


@keep_history
class SafetyCheck(Traced):
    """A check that a child without a worker is safe to wait, and when the next one is due."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="safety_checks")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="safety_checks")
    checked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    why_safe = models.TextField()
    next_due_on = models.DateField()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("checked_on", "next_due_on", name="the_next_check_is_after_this_one"),
        ]
        indexes = [models.Index(fields=["referral", "checked_on"])]
