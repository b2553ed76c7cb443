"""Asking how it stands with the pulse, what weeks came to, and what was said of work that is not safe."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import sees_whole_service, team_line
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.foundation.people.queries import child_lines
from lintel.foundation.workforce.models import Appointment, Team
from lintel.oversight.voice import permissions, rules
from lintel.oversight.voice.codes import Pulse
from lintel.oversight.voice.models import PulseGiven, PulseWeek, SafetyConcern
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.queries import held_by

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEKS_COUNTED = 52


# --- the pulse --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """One week of one group. `unit` is None for the whole service."""

    pk: int
    week: date
    unit: int | None
    name: str
    answers: int
    middle: int

    @property
    def ends_on(self) -> date:
        return self.week + rules.WEEK - date.resolution


def pulse_due(*, viewer: User, on: date) -> Pulse:
    """How it stands with this person and the pulse of the week: one's own, and nobody else's."""
    if not may(viewer, permissions.GIVE_PULSE):
        return Pulse.NOT_ASKED
    is_given = PulseGiven.objects.filter(week=rules.week_of(on), user=viewer).exists()
    return Pulse.GIVEN if is_given else Pulse.TO_GIVE


def unit_of(*, viewer: User, on: date) -> int | None:
    """The group this person's answer is counted with: their team if five are asked there, else what it is part of."""
    teams = _teams_of_everybody(on)
    return rules.smallest_of_five(
        teams.get(viewer.pk), part_of=dict(Team.objects.values_list("pk", "part_of_id")), people=Counter(teams.values())
    )


def weeks_counted(*, viewer: User) -> list[Week]:
    """
    Every week that was counted, earliest first: of the whole service and of its parts, for who sees the whole service;
    of the whole, their own team and those above and beneath it for everybody else.

    :raises NotAllowed: if this person may not see the pulse.
    """
    require(viewer, permissions.SEE_PULSE)
    found = PulseWeek.objects.select_related("unit")
    if not sees_whole_service(viewer):
        found = found.filter(Q(unit__isnull=True) | Q(unit__in=_own_line(viewer)))
    return [
        Week(each.pk, each.week, each.unit_id, each.unit.name if each.unit else "", each.answers, each.middle)
        for each in found.order_by("week", "unit__name", "pk")
    ]


def _teams_of_everybody(on: date) -> dict[int, int | None]:
    """The team of everybody who is asked: where they are appointed, else where their role was given."""
    asked = RoleGrant.objects.filter(role__in=permissions.WORKERS, ended_at__isnull=True, user__is_active=True)
    teams: dict[int, int | None] = {}
    for user, team in asked.order_by("team_id", "pk").values_list("user_id", "team_id"):
        teams[user] = teams.get(user) or team
    appointed = Appointment.objects.in_force(on).filter(worker__user__in=list(teams)).order_by("-starts_on", "-pk")
    own: dict[int, int] = {}
    for user, team in appointed.values_list("worker__user", "team_id"):
        own.setdefault(user, team)
    return {user: own.get(user, team) for user, team in teams.items()}


def _own_line(viewer: User) -> set[int]:
    part_of = dict(Team.objects.values_list("pk", "part_of_id"))
    mine = set(Appointment.objects.filter(worker=viewer.worker_id).values_list("team_id", flat=True))
    line = set(team_line(viewer)) | mine
    while above := {up for team in line if (up := part_of.get(team)) is not None} - line:
        line |= above
    return line


# --- "I cannot do this safely" ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Route:
    """Whom it goes to: the role, and who holds it."""

    role: Role
    people: tuple[User, ...]


def route(*, viewer: User) -> Route:
    """
    To whom this worker says that they cannot work safely: the principal social workers or, where no other has an
    account, the head of service.
    """
    holding = _who_holds(Role.PRINCIPAL_SOCIAL_WORKER, but=viewer)
    if holding:
        return Route(Role.PRINCIPAL_SOCIAL_WORKER, holding)
    return Route(Role.HEAD_OF_SERVICE, _who_holds(Role.HEAD_OF_SERVICE, but=viewer))


def answer_due_on(*, viewer: User, said_on: date) -> date:
    """
    The last day on which an answer to what this worker says on a day would be in time.

    :raises NotAllowed: if this person does not work here.
    """
    require(viewer, permissions.SAY_UNSAFE)
    return rules.answer_due_on(said_on, time_limit_in_force("concern_acknowledged", on=said_on), england())


def children_one_may_name(*, viewer: User, on: date) -> dict[int, str]:
    """The children a worker holds and sees, by name."""
    held = held_by(worker_id=viewer.worker_id, viewer=viewer, on=on)
    lines = child_lines([each.child_id for each in held], viewer=viewer, on=on)
    return {pk: line.name for pk, line in sorted(lines.items(), key=lambda each: each[1].name)}


def said_by_oneself(*, viewer: User) -> QuerySet[SafetyConcern]:
    """What this person has said, the latest first."""
    return SafetyConcern.objects.filter(said_by=viewer).select_related("acknowledged_by").order_by("-said_at", "-pk")


def said_to(*, viewer: User) -> QuerySet[SafetyConcern]:
    """
    What was said to this person: what waits first. Whoever runs the system reads none of it, whatever else they are.
    """
    if Role.SYSTEM_ADMINISTRATOR in viewer.roles or not may(viewer, permissions.ANSWER_UNSAFE):
        return SafetyConcern.objects.none()
    mine = SafetyConcern.objects.filter(route__in=viewer.roles & permissions.ANSWERING).exclude(said_by=viewer)
    return mine.select_related("said_by", "acknowledged_by").order_by("due_on", "pk")


def one_said(pk: int, *, viewer: User) -> SafetyConcern | None:
    """What was said by this person or to them; None for anybody else's."""
    mine = Q(pk__in=said_by_oneself(viewer=viewer).values("pk")) | Q(pk__in=said_to(viewer=viewer).values("pk"))
    return SafetyConcern.objects.filter(mine, pk=pk).select_related("said_by", "acknowledged_by").first()


def name_of_child(said: SafetyConcern, *, viewer: User) -> str:
    """The child it names, under the record that is the child's now, as far as this person may see them."""
    child = said.child
    if child is None:
        return ""
    while child.merged_into is not None:
        child = child.merged_into
    line = child_lines([child.pk], viewer=viewer).get(child.pk)
    return line.name if line else "A child whose record is not open to you"


def late_for_an_answer(*, viewer: User, on: date) -> int:
    """
    How many wait longer than agreed. Nothing of whom, or of what.

    :raises NotAllowed: if this person does not answer workers.
    """
    require(viewer, permissions.ANSWER_UNSAFE)
    return SafetyConcern.objects.filter(
        acknowledged_at__isnull=True, ended_at__isnull=True, due_on__lt=on
    ).count()  # fmt: skip


def counts(*, viewer: User, on: date) -> rules.Counts | None:
    """
    How many said so in the last 52 whole weeks and how many had an answer in time; None for fewer than five.

    What was ended by the worker before an answer was due is not counted.

    :raises NotAllowed: if this person does not answer workers.
    """
    require(viewer, permissions.ANSWER_UNSAFE)
    until = rules.week_of(on)
    rows = SafetyConcern.objects.filter(due_on__lt=until, due_on__gte=until - timedelta(weeks=WEEKS_COUNTED))
    said: Iterable[SafetyConcern] = (
        each for each in rows
        if each.acknowledged_at or each.ended_at is None or local_day(each.ended_at) > each.due_on
    )  # fmt: skip
    return rules.counts_to_show(
        [(each.due_on, local_day(each.acknowledged_at) if each.acknowledged_at else None) for each in said]
    )


def _who_holds(role: Role, *, but: User) -> tuple[User, ...]:
    """Active people with a role, except who asks; whoever runs the system does not count."""
    holding = User.objects.filter(is_active=True, is_service_account=False).exclude(pk=but.pk).order_by("name", "pk")
    grants = RoleGrant.objects.filter(ended_at__isnull=True)
    return tuple(
        holding.filter(pk__in=grants.filter(role=role).values("user")).exclude(
            pk__in=grants.filter(role=Role.SYSTEM_ADMINISTRATOR).values("user")
        )
    )
