from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lintel.foundation.provenance.models import happens_no_later_than
from lintel.oversight.alike.codes import Factor, Stratum
from lintel.steps.front_door.codes import Outcome

SOMEBODY_ELSE = """
    IF EXISTS (
        SELECT 1 FROM front_door_decision d
        WHERE d.id = NEW.decision_id AND d.decided_by_id IN (NEW.taken_by_id, NEW.decided_by_id)
    ) THEN
        RAISE EXCEPTION 'nobody decides their own decision a second time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ITS_ANSWER_CHANGES = (
    pgtrigger.Q(old__outcome__df=pgtrigger.F("new__outcome"))
    | pgtrigger.Q(old__level__df=pgtrigger.F("new__level"))
    | pgtrigger.Q(old__rationale__df=pgtrigger.F("new__rationale"))
    | pgtrigger.Q(old__decided_at__df=pgtrigger.F("new__decided_at"))
    | pgtrigger.Q(old__decided_by__df=pgtrigger.F("new__decided_by"))
)


class Seed(models.Model):
    """What the draw is made with. Kept so that anybody may check afterwards that nobody chose."""

    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class SecondLook(models.Model):
    """
    A decision that was drawn, and what somebody else decided without knowing it.

    `chance` is how likely it was to be drawn, so that kinds drawn more often can be weighed back. Nothing points from
    a decision to its second look: its page has no trace of one.
    """

    decision = models.OneToOneField("front_door.Decision", on_delete=models.PROTECT, related_name="+")
    chance = models.FloatField()
    strata = ArrayField(models.CharField(max_length=12, choices=[(s, s) for s in Stratum]), default=list)
    drawn_at = models.DateTimeField()
    taken_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=[(o, o) for o in Outcome], blank=True, default="")
    level = models.PositiveSmallIntegerField(null=True)
    rationale = models.TextField(blank=True, default="")
    factors = ArrayField(models.CharField(max_length=12, choices=[(f, f) for f in Factor]), default=list)
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    levels_apart = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(chance__gt=0, chance__lte=1), name="a_second_look_had_a_chance"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="", levels_apart__isnull=True)
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False, levels_apart__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(rationale="")
                ),
                name="a_second_decision_has_a_decider_an_outcome_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="a_second_look_taken_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(decided_by=F("taken_by")),
                name="a_second_look_is_decided_by_who_took_it",
            ),
        ]
        indexes = [models.Index(fields=["decided_at"])]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_looks_twice_at_their_own_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SOMEBODY_ELSE,
            ),
            pgtrigger.Protect(
                name="a_second_decision_is_locked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False) & ITS_ANSWER_CHANGES,
            ),
        ]


@pghistory.track(pghistory.UpdateEvent("corrected", row=pghistory.Old))
class Gap(models.Model):
    """Two people decided far apart about one child; a manager looks the same day and says what was done."""

    look = models.OneToOneField(SecondLook, on_delete=models.PROTECT, related_name="gap")
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    what_was_done = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(what_was_done="")),
                name="a_gap_is_settled_by_somebody_who_says_what_was_done",
            ),
            happens_no_later_than("raised_at", "settled_at", name="a_gap_is_settled_after_it_is_raised"),
        ]


@pghistory.track(pghistory.UpdateEvent("corrected", row=pghistory.Old))
class Calibration(models.Model):
    """Agreement fell below the agreed floor beyond chance: deciders sit down together, and say what came of it."""

    coefficient = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    floor = models.FloatField()
    pairs = models.PositiveIntegerField()
    called_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    learned = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, held_on__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False, held_on__isnull=False) & ~Q(learned="")),
                name="a_calibration_is_closed_with_what_was_learned",
            ),
            models.UniqueConstraint(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="one_calibration_is_open_at_a_time",
            ),
        ]
