"""Asking for everything on the table of an allocation meeting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.journey.allocating.loads.fitting import Asked
from lintel.journey.allocating.loads.queries import asked_about, loads
from lintel.journey.allocating.loads.reading import districts_of, family_of, points_of
from lintel.journey.allocating.meeting.families import Child, Family, Meeting
from lintel.journey.allocating.waiting import wait as waiting
from lintel.journey.allocating.waiting.queries import board
from lintel.steps.allocation.models import Allocation, CapacityAlert, Involvement
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.journey.allocating.loads.load import Load


def meeting(*, viewer: User, on: date) -> Meeting:
    """Every family that waits with nobody asked, in the order of the board, and the workers in the viewer's line."""
    if not may(viewer, ALLOCATE):
        return Meeting(families=(), loads=())
    found = board(viewer=viewer, on=on).families
    open_still = [each for family in found if (each := _not_asked(family)) is not None]
    names = _names({wait.child_id for family in open_still for wait in family.waits})
    asked = asked_about(open_still, viewer=viewer, on=on)
    families = [
        Family(
            key=min(wait.referral_id for wait in family.waits), waits=family.waits, asked=each,
            children=[
                Child(child_id=wait.child_id, referral_id=wait.referral_id, name=names[wait.child_id])
                for wait in family.waits
            ],
        )
        for family, each in zip(open_still, asked, strict=True)
    ]  # fmt: skip
    answering = [wait for family in found for wait in family.waits if wait.offer]
    alerted = CapacityAlert.objects.filter(answered_at__isnull=True).values_list("referrals", flat=True)
    on_the_table = {wait.referral_id for family in found for wait in family.waits}
    return Meeting(
        families=families, loads=loads(viewer=viewer, on=on), answering=answering,
        alerted=frozenset(alerted) & on_the_table,
    )  # fmt: skip


def leaving(worker: Worker, *, viewer: User, on: date) -> Meeting:
    """The families of a worker who leaves, those held longest first, and everybody else in the viewer's line."""
    if not may(viewer, ALLOCATE):
        return Meeting(families=(), loads=())
    answered = Allocation.objects.to_answer(on).values("referral")
    held = (
        Involvement.objects.in_force(on)
        .filter(Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=on), worker=worker)
        .filter(child__in=visible_children(viewer, on=on))
        .exclude(referral__in=answered)
        .order_by("began_on", "referral_id")
        .values_list("child_id", "referral_id")
    )
    children = {child: referral for child, referral in held}
    others: list[Load] = [each for each in loads(viewer=viewer, on=on) if each.worker_id != worker.pk]
    return Meeting(families=_together(children, on), loads=others)


def who_may_leave(*, viewer: User, on: date) -> dict[int, Worker]:
    """The workers whose children this viewer may give to others: those in their line who hold somebody."""
    if not may(viewer, ALLOCATE):
        return {}
    holding = Involvement.objects.in_force(on).filter(child__in=visible_children(viewer, on=on))
    found = Worker.objects.filter(pk__in=holding.values("worker"))
    if not sees_whole_service(viewer):
        found = found.filter(pk__in=Appointment.objects.filter(team__in=team_line(viewer)).values("worker"))
    return {worker.pk: worker for worker in found.order_by("name", "pk")}


def episodes(referrals: Collection[int], *, viewer: User, on: date) -> list[Referral]:
    """Of these episodes, those of children this viewer may see, whatever became of them meanwhile."""
    if not may(viewer, ALLOCATE):
        return []
    mine = Referral.objects.filter(pk__in=referrals, child__in=visible_children(viewer, on=on))
    return list(mine.select_related("child").prefetch_related("child__names").order_by("pk"))


def _not_asked(family: waiting.Family) -> waiting.Family | None:
    """The brothers and sisters whom nobody was asked to take yet; None where everybody has been."""
    waits = [wait for wait in family.waits if wait.offer is None]
    return waiting.Family(tuple(waits)) if waits else None


def _together(children: Mapping[int, int], on: date) -> Sequence[Family]:
    """Children by household, in the order they come in."""
    families, names = family_of(children), _names(children)
    points, districts = points_of(children, limits=all_limits(), on=on), districts_of(children)
    found: dict[str, list[int]] = {}
    for child in children:
        found.setdefault(families[child], []).append(child)
    return [
        Family(
            key=min(children[child] for child in together),
            children=[
                Child(child_id=child, referral_id=children[child], name=names[child]) for child in together
            ],
            asked=Asked(
                family=family, points={child: points[child] for child in together},
                districts={districts[child] for child in together if child in districts},
            ),
        )
        for family, together in found.items()
    ]  # fmt: skip


def _names(children: Collection[int]) -> dict[int, str]:
    found = Person.objects.filter(pk__in=children).prefetch_related("names")
    return {person.pk: name_of(person) for person in found}
