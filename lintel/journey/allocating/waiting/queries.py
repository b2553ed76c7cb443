"""Asking who waits for a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.journey.allocating.loads.reading import may_belong_to
from lintel.journey.allocating.waiting.reading import read_waits
from lintel.journey.allocating.waiting.wait import Family, Wait, families
from lintel.steps.allocation.codes import Rung
from lintel.steps.allocation.models import Involvement
from lintel.steps.allocation.permissions import SEE_WAITING
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Board:
    """Who waits, family by family, and what is said of all of them together."""

    families: Sequence[Family]

    @property
    def waits(self) -> list[Wait]:
        return [wait for family in self.families for wait in family.waits]

    @property
    def children(self) -> int:
        return len({wait.child_id for wait in self.waits})

    @property
    def longest(self) -> int:
        return max((wait.days for wait in self.waits), default=0)

    @property
    def child_days(self) -> int:
        return sum(wait.days for wait in self.waits)

    @property
    def unchecked(self) -> int:
        return sum(wait.is_check_overdue for wait in self.waits)

    @property
    def not_said(self) -> int:
        """Children for whom nobody has said yet why it is safe to wait, though there may be time for it still."""
        return sum(wait.check is None for wait in self.waits)

    @property
    def held_by_nobody(self) -> int:
        """Children for whom no manager is named: those a file spoke of, and nobody has looked at here."""
        return sum(wait.holding_manager_id is None for wait in self.waits)

    @property
    def by_rung(self) -> Counter[Rung]:
        return Counter(rung for wait in self.waits for rung in wait.rungs)


def board(*, viewer: User, on: date) -> Board:
    """Every child without a named, accepting worker whom this viewer may see, brothers and sisters together."""
    if not may(viewer, SEE_WAITING):
        return Board(())
    mine = Referral.objects.filter(child__in=visible_children(viewer, on=on))
    return Board(tuple(families(read_waits(mine, today=on))))


def waits_of(referrals: Sequence[int], *, viewer: User, on: date) -> list[Wait]:
    """Of these episodes, those that wait and whose child this viewer may see."""
    if not may(viewer, SEE_WAITING):
        return []
    mine = Referral.objects.filter(pk__in=referrals, child__in=visible_children(viewer, on=on))
    return read_waits(mine, today=on)


def families_of(referrals: Collection[int], *, viewer: User, on: date) -> list[Family]:
    """The families these episodes belong to, with every brother and sister who waits and whom this viewer may see."""
    if not may(viewer, SEE_WAITING):
        return []
    seen = Referral.objects.filter(child__in=visible_children(viewer, on=on))
    asked = list(seen.filter(pk__in=referrals).values_list("child_id", flat=True))
    near = seen.filter(Q(pk__in=referrals) | Q(child__in=may_belong_to(asked)))
    found = families(read_waits(near, today=on))
    return [family for family in found if any(wait.referral_id in referrals for wait in family.waits)]


def episodes(referrals: Collection[int], *, viewer: User, on: date) -> list[Referral]:
    """These episodes, as far as this viewer may see their children."""
    seen = Referral.objects.filter(pk__in=referrals, child__in=visible_children(viewer, on=on))
    return list(seen.order_by("child_id", "pk"))


def whose_it_is(referral: int, *, viewer: User, on: date) -> Involvement | None:
    """The worker who holds the child of an episode, where one does and this viewer may see the child."""
    held = Involvement.objects.in_force(on).filter(referral=referral, child__in=visible_children(viewer, on=on))
    return held.select_related("worker", "child").prefetch_related("child__names").first()
