from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.statute.codes import WORKER_CHANGE_REASON
from lintel.steps.allocation.codes import SCREEN, Rung


def _one_at_a_time(whose: str, begins: str, ends: str, *, name: str) -> ExclusionConstraint:
    """Of the rows of one `whose`, no two hold on the same day. Core PostgreSQL has no equality on integers in GiST."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (Func(F(whose), F(whose), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
            (Func(F(begins), F(ends), function="daterange"), RangeOperators.OVERLAPS),
        ],
    )


def _nobody_lets_go(name: str, ended: str) -> pgtrigger.Trigger:
    """
    At the end of a transaction: whoever stopped holding a child has left somebody who does (hard stop 5).

    A worker or a holding manager, for as long as the episode is under way. Judged at the end, so that one may begin
    after the other has ended within the same act.
    """
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Row, when=pgtrigger.After, operation=pgtrigger.Update,
        timing=pgtrigger.Deferred, declare=[("whose", "BIGINT")],
        func=f"""
            whose := OLD.referral_id;
            IF {ended}
               AND EXISTS (SELECT 1 FROM referrals_referral
                           WHERE id = whose AND closed_on IS NULL AND is_nfa IS NOT TRUE)
               AND NOT EXISTS (SELECT 1 FROM allocation_involvement WHERE referral_id = whose AND ended_on IS NULL)
               AND NOT EXISTS (SELECT 1 FROM allocation_holding WHERE referral_id = whose AND until_at IS NULL)
            THEN
                RAISE EXCEPTION 'a_child_without_a_worker_is_held_by_a_manager: referral %', whose
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 — our own words, no values
    )  # fmt: skip


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
    reached_on = models.DateField(
        null=True, help_text="When the worker first reached the child or family; a visit says so by itself."
    )

    objects = InvolvementQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("began_on", "ended_on", name="an_involvement_ends_after_it_begins"),
            _one_at_a_time("referral_id", "began_on", "ended_on", name="an_episode_has_one_allocated_worker_at_a_time"),
        ]
        indexes = [models.Index(fields=["worker", "began_on"]), models.Index(fields=["child"])]
        triggers = [
            _nobody_lets_go("a_worker_lets_go_of_no_child", f"NEW.ended_on IS NOT NULL AND NEW.screen = '{SCREEN}'")
        ]


@keep_history
class SafetyCheck(Traced):
    """
    A check that a child without a worker is safe to wait, and when the next one is due.

    Made by a worker, as files say, or by whoever was signed in here.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="safety_checks")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="safety_checks")
    checked_by = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    why_safe = models.TextField()
    next_due_on = models.DateField()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("checked_on", "next_due_on", name="the_next_check_is_after_this_one"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=False) | Q(said_by__isnull=False), name="a_safety_check_is_somebodys"
            ),
        ]
        indexes = [models.Index(fields=["referral", "checked_on"])]


@keep_history
class Holding(models.Model):
    """
    The manager who holds a child for as long as no worker has accepted them (hard stop 5).

    `first_check_due_on` is the day by which it is to be said why waiting is safe; after that the last check says when
    the next is due.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="holdings")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="holdings")
    manager = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="holdings")
    since_at = models.DateTimeField()
    first_check_due_on = models.DateField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(until_at__isnull=True), name="a_waiting_child_has_one_holding_manager"
            ),
            happens_no_later_than("since_at", "until_at", name="a_holding_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["manager"]), models.Index(fields=["child"])]
        triggers = [_nobody_lets_go("a_manager_lets_go_of_no_child", "NEW.until_at IS NOT NULL")]


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def unanswered(self) -> AllocationQuerySet:
        """Given to a worker who has neither accepted nor declined. They take up room all the same."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)

    def to_answer(self, on: date) -> AllocationQuerySet:
        """Of what is unanswered, that of episodes still under way on a day: there is something to say to it."""
        open_still = Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=on)
        return self.unanswered().filter(open_still).exclude(referral__is_nfa=True)


@keep_history
class Allocation(models.Model):
    """
    A child given to a worker: by whom, with what the worker then holds, and what the worker said.

    Until it is accepted the child stays with whoever held them. `children_after` and `ceiling` are what the worker
    would hold and what was agreed for them at that moment.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="allocations")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="allocations")
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, default="", help_text="Why this worker, where somebody said so.")
    change_reason = models.CharField(max_length=6, blank=True, default="", help_text="SSD worker change reason.")
    handover = models.TextField(blank=True, default="", help_text="What the one before adds to the record.")
    children_after = models.PositiveSmallIntegerField()
    ceiling = models.DecimalField(max_digits=5, decimal_places=2)
    over_manager = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    over_reason = models.TextField(blank=True, default="")
    over_review_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.TextField(blank=True, default="")
    involvement = models.OneToOneField(Involvement, null=True, on_delete=models.PROTECT, related_name="allocation")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="a_child_is_given_to_one_worker_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(children_after__lte=F("ceiling"))
                | (Q(over_manager__isnull=False, over_review_on__isnull=False) & ~Q(over_reason="")),
                name="above_the_ceiling_a_manager_answers_with_a_reason_and_a_review",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False, declined_at__isnull=True, withdrawn_at__isnull=True)
                | Q(accepted_at__isnull=True, declined_at__isnull=False, withdrawn_at__isnull=True)
                | Q(accepted_at__isnull=True, declined_at__isnull=True),
                name="an_allocation_is_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, involvement__isnull=True)
                | Q(accepted_at__isnull=False, involvement__isnull=False),
                name="whoever_accepts_a_child_becomes_their_worker",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(declined_because=""), name="a_worker_who_declines_says_why"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="an_allocation_is_withdrawn_by_somebody_who_says_why",
            ),
            models.CheckConstraint(
                condition=Q(change_reason__in=["", *WORKER_CHANGE_REASON]),
                name="a_change_of_worker_has_a_reason_of_the_standard",
            ),
            happens_no_later_than("given_at", "accepted_at", name="a_child_is_accepted_after_being_given"),
        ]
        indexes = [models.Index(fields=["worker", "given_at"]), models.Index(fields=["child"])]


class CoverQuerySet(models.QuerySet["Cover"]):
    def in_force(self, on: date) -> CoverQuerySet:
        """Of covers, those that hold on a day: not yet ended, and the worker who is away holds the child still."""
        begun = self.filter(begins_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        return begun.filter(Q(involvement__ended_on__isnull=True) | Q(involvement__ended_on__gt=on))


@keep_history
class Cover(models.Model):
    """Who covers for an absent worker with one child, from a day to the first day no longer."""

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="covers")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="covers")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            happens_no_later_than("begins_on", "ends_on", name="cover_ends_after_it_begins"),
            _one_at_a_time("involvement_id", "begins_on", "ends_on", name="one_worker_covers_for_a_child_at_a_time"),
        ]
        indexes = [models.Index(fields=["worker"])]


class WaitEscalation(models.Model):
    """
    That somebody was told how long a child has been without a worker, or that nobody checked.

    Told once for each day it fell due: a rung of a wait is told when it is reached and every week after; a missing
    check for each day that was missed.
    """

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    fell_due_on = models.DateField()
    rung = models.CharField(max_length=20, choices=[(r, r) for r in Rung])
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "fell_due_on", "rung"], name="a_wait_is_told_once_for_each_day_it_fell_due"
            )
        ]


class CapacityAlert(models.Model):
    """
    The formal word of a manager that no safe allocation is possible, with what stood when it was said; kept as
    evidence. It is answered, never rewritten.
    """

    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="capacity_alerts")
    referrals = models.ManyToManyField("referrals.Referral", related_name="+")
    why = models.TextField(help_text="Why nobody can safely take these children, in the manager's words.")
    standing = models.JSONField(help_text="Who waited how long, and what each worker held, when it was said.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True, default="", help_text="What is done about it, and by when.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_capacity_alert_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="a_capacity_alert_is_answered_by_somebody_in_words",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_capacity_alert_is_never_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__why__df=pgtrigger.F("new__why"))
                | pgtrigger.Q(old__standing__df=pgtrigger.F("new__standing"))
                | pgtrigger.Q(old__team_id__df=pgtrigger.F("new__team_id"))
                | pgtrigger.Q(old__raised_at__df=pgtrigger.F("new__raised_at"))
                | pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="a_capacity_alert_is_never_removed", operation=pgtrigger.Delete),
        ]
