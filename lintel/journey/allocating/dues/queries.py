"""Asking what is due for children, always only those the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.journey.allocating.dues.reading import Held, answers_due, covered_by, dues_of, held_on, read_held
from lintel.journey.allocating.dues.rules import Due, together
from lintel.steps.allocation.models import Allocation, Cover, Involvement
from lintel.steps.allocation.permissions import SEE_WAITING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person


@dataclass(frozen=True, kw_only=True)
class FamilyHeld:
    """Brothers and sisters a worker holds, or covers, with everything that is due for them."""

    family: str
    held: Sequence[Held]
    dues: Sequence[Due]
    covers: Cover | None = None

    @property
    def children(self) -> list[int]:
        return [each.child_id for each in self.held]

    @property
    def next_due(self) -> Due | None:
        return self.dues[0] if self.dues else None

    @property
    def since(self) -> date:
        return min(each.began_on for each in self.held)

    @property
    def last_visit_on(self) -> date | None:
        return max((each.last_visit_on for each in self.held if each.last_visit_on), default=None)

    @property
    def last_visit_missed_them(self) -> bool:
        """Whether none of the children was seen on the day of the last visit, as the record says."""
        met = {visit.on for each in self.held for visit in each.standing.visits if visit.child_seen is not False}
        return self.last_visit_on is not None and self.last_visit_on not in met

    @property
    def to_reach(self) -> list[int]:
        """The involvements whose worker has not reached the family."""
        return [
            each.involvement_id
            for each in self.held
            if each.standing.accepted_on is not None and each.standing.reached_on is None
        ]  # fmt: skip

    @property
    def comes_first(self) -> tuple[date, date, int]:
        return (self.next_due.due_on if self.next_due else date.max, self.since, self.held[0].child_id)


@dataclass(frozen=True)
class Mine:
    """What somebody holds, covers and is asked about, by the day the next thing is due."""

    asked: Sequence[Due]
    families: Sequence[FamilyHeld]
    covered: Sequence[FamilyHeld]

    @property
    def dues(self) -> list[Due]:
        """Everything that is due, what is due first first; what is to be answered stands on its own."""
        return together(due for family in (*self.families, *self.covered) for due in family.dues)

    @property
    def children(self) -> set[int]:
        """Those held and those covered."""
        return {child for family in (*self.families, *self.covered) for child in family.children}

    @property
    def asked_about(self) -> set[int]:
        return {child for due in self.asked for child in due.children}


def my_children(*, viewer: User, on: date, today: date | None = None) -> Mine:
    """
    What the viewer holds, covers and is asked about; for who is no worker, nothing.

    :param today: the day it is read, see `seen_then_and_today`.
    """
    if viewer.worker_id is None:
        return Mine((), (), ())
    seen = seen_then_and_today(viewer, on=on, today=today)
    held = read_held(held_on(on).filter(worker=viewer.worker_id, child__in=seen), on=on)
    covers = {each.involvement_id: each for each in covered_by(viewer.worker_id, on)}
    covered = read_held(Involvement.objects.filter(pk__in=covers, child__in=seen), on=on)
    dues = dues_of([*held, *covered], on=on)
    offers = Allocation.objects.to_answer(on).filter(worker=viewer.worker_id, child__in=seen).order_by("given_at", "pk")
    return Mine(
        asked=answers_due(offers, on=on), families=_families(held, dues), covered=_families(covered, dues, covers)
    )


def held_by_workers(
    workers: Collection[int], *, viewer: User, on: date, today: date | None = None
) -> dict[int, list[FamilyHeld]]:  # fmt: skip
    """
    The families each of these workers holds, of children the viewer may see: for the worker themself, and for those
    who see what workers hold.

    :param today: the day it is read, see `seen_then_and_today`.
    """
    wanted = set(workers) if may(viewer, SEE_WAITING) else {viewer.worker_id} & set(workers)
    seen = seen_then_and_today(viewer, on=on, today=today)
    held = read_held(held_on(on).filter(worker__in=wanted, child__in=seen), on=on)
    dues = dues_of(held, on=on)
    return {worker: _families([each for each in held if each.worker_id == worker], dues) for worker in wanted if worker}


def seen_then_and_today(viewer: User, *, on: date, today: date | None) -> QuerySet[Person]:
    """
    Who this viewer could see on a day and may see still: what is due is read as it stands now, also as at a day before.

    :param today: the day it is read; without it, a reason to see counts as long as it has no end at all.
    """
    seen = visible_children(viewer, on=on)
    return seen if today == on else seen.filter(pk__in=visible_children(viewer, on=today))


def _families(
    held: Sequence[Held], dues: dict[int, list[Due]], covers: dict[int, Cover] | None = None
) -> list[FamilyHeld]:  # fmt: skip
    groups: dict[tuple[str, int], list[Held]] = {}
    for each in held:
        groups.setdefault((each.family, each.worker_id), []).append(each)
    found = [
        FamilyHeld(
            family=family, held=tuple(theirs),
            dues=tuple(together(due for each in theirs for due in dues[each.involvement_id])),
            covers=(covers or {}).get(theirs[0].involvement_id),
        )
        for (family, _), theirs in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.comes_first)
