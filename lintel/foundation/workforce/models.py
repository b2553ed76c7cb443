from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lintel.foundation.provenance.models import Traced, happens_no_later_than, keep_history
from lintel.foundation.workforce.codes import AbsenceReason, Basis, Protection, TeamKind


@keep_history
class Team(Traced):
    """A team, or a service of teams. `key` is its name in lower case."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in TeamKind], default=TeamKind.OTHER)
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(condition=~Q(part_of=models.F("pk")), name="a_team_is_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history
class Worker(Traced):
    """A person who works for the service. `key` is the staff id or, where a file has only a name, `name:` before it."""

    staff_id = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=120)
    swe_number = models.CharField(max_length=20, blank=True, default="")
    languages = ArrayField(
        models.CharField(max_length=60), default=list, help_text="Besides English, by plain name, as they say."
    )

    def __str__(self) -> str:
        return self.name


@keep_history
class Post(Traced):
    """A post in the establishment, filled or not. A post without a funding line does not count as funded."""

    title = models.CharField(max_length=120)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    is_case_holding = models.BooleanField(default=False)
    funding_line = models.CharField(max_length=60, blank=True, default="")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, help_text="The first day it no longer exists.")
    requisition_signed_on = models.DateField(null=True)

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(condition=Q(fte__gt=0) & Q(fte__lte=1), name="a_post_is_at_most_one_person"),
            happens_no_later_than("opens_on", "closes_on", name="a_post_closes_after_it_opens"),
        ]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, on: date) -> AppointmentQuerySet:
        return self.filter(starts_on__lte=on).filter(Q(leaves_on__isnull=True) | Q(leaves_on__gt=on))

    def case_holding(self) -> AppointmentQuerySet:
        return self.filter(is_case_holding=True)


@keep_history
class Appointment(Traced):
    """A worker's time in a team: from a start date to the first day they are no longer there."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="appointments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="appointments")
    job_title = models.CharField(max_length=120, blank=True, default="")
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    basis = models.CharField(max_length=10, choices=[(b, b) for b in Basis], default=Basis.PERMANENT)
    is_case_holding = models.BooleanField(default=False)
    is_newly_qualified = models.BooleanField(default=False)
    supervisor = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="supervises")
    starts_on = models.DateField()
    leaves_on = models.DateField(null=True, help_text="The first day they are no longer there.")

    objects = AppointmentQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(condition=Q(fte__gte=0) & Q(fte__lte=1), name="nobody_works_more_than_full_time"),
            happens_no_later_than("starts_on", "leaves_on", name="nobody_leaves_before_they_start"),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=models.F("worker")),
                name="nobody_supervises_themselves",
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_on"])]


@keep_history
class Recruitment(Traced):
    """
    One search for the holder of a post: ended by a start or by falling through, after which another begins.

    How far it has come is worked out from its dates (`recruiting.rules`). `signed_on` says which requisition of the
    post it serves, since a post is signed for again when its holder leaves.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="recruitments")
    signed_on = models.DateField()
    advertised_on = models.DateField(null=True)
    offered_on = models.DateField(null=True)
    offer_accepted_on = models.DateField(null=True)
    checks_done_on = models.DateField(null=True)
    starts_on = models.DateField(null=True, help_text="The start that was agreed.")
    start_agreed_on = models.DateField(null=True)
    appointment = models.OneToOneField(
        Appointment, null=True, on_delete=models.PROTECT, related_name="recruitment", help_text="Set once they started."
    )
    fell_through_on = models.DateField(null=True)
    fell_through_because = models.TextField(blank=True, default="")

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.UniqueConstraint(
                fields=["post"], condition=Q(appointment__isnull=True, fell_through_on__isnull=True),
                name="a_post_is_filled_by_one_search_at_a_time",
            ),
            happens_no_later_than("signed_on", "advertised_on", name="a_post_is_advertised_after_it_is_signed_for"),
            happens_no_later_than("signed_on", "offered_on", name="an_offer_is_made_after_the_post_is_signed_for"),
            happens_no_later_than("offered_on", "offer_accepted_on", name="an_offer_is_accepted_after_it_is_made"),
            happens_no_later_than("offer_accepted_on", "checks_done_on", name="checks_are_done_after_an_acceptance"),
            happens_no_later_than("offer_accepted_on", "starts_on", name="somebody_starts_after_accepting"),
            happens_no_later_than("signed_on", "fell_through_on", name="a_search_falls_through_after_it_began"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, start_agreed_on__isnull=True)
                | Q(starts_on__isnull=False, start_agreed_on__isnull=False),
                name="an_agreed_start_says_when_it_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(fell_through_on__isnull=True)
                | (Q(appointment__isnull=True) & ~Q(fell_through_because="")),
                name="what_fell_through_says_why_and_nobody_started",
            ),
        ]  # fmt: skip


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self, on: date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


@keep_history
class Absence(Traced):
    """A time when a worker is not at work."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="absences")
    reason = models.CharField(max_length=10, choices=[(r, r) for r in AbsenceReason], default=AbsenceReason.OTHER)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="The first day back.")

    objects = AbsenceQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            happens_no_later_than("starts_on", "ends_on", name="an_absence_ends_after_it_starts"),
        ]


class ProtectedTimeQuerySet(models.QuerySet["ProtectedTime"]):
    def in_force(self, on: date) -> ProtectedTimeQuerySet:
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


@keep_history
class ProtectedTime(Traced):
    """Hours of every week of a worker that are kept for something else, and that no child's work may fill."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="protected_time")
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=2)
    reason = models.CharField(max_length=20, choices=[(p, p) for p in Protection])
    why = models.TextField(help_text="In words, as the worker would read it.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="The first day it is no longer protected.")

    objects = ProtectedTimeQuerySet.as_manager()

    class Meta(Traced.Meta):
        constraints = [
            *Traced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0) & Q(hours_per_week__lte=40),
                name="protected_time_is_some_hours_of_a_working_week",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="protected_time_says_why"),
            happens_no_later_than("starts_on", "ends_on", name="protected_time_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["worker", "starts_on"])]
