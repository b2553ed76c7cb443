"""What an action needs to be one, when a review is due, and whether a plan moves. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lintel.statute.ages import birthday
from lintel.statute.calendar import WorkingCalendar
from lintel.statute.limits import TimeLimit
from lintel.steps.plans.codes import Change, EndOfProtection


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What is known of an action that was agreed."""

    owner: str = ""
    due_on: date | None = None
    need_id: int | None = None
    is_measured: bool = False
    answered_on: date | None = None

    @property
    def is_live(self) -> bool:
        return self.answered_on is None

    @property
    def is_untethered(self) -> bool:
        """It traces to no need: shown and counted, never refused (S61)."""
        return self.need_id is None

    @property
    def is_complete(self) -> bool:
        """It has an owner, a date, a need, and words for what will be different for the child (K56)."""
        return bool(self.owner.strip()) and self.due_on is not None and self.need_id is not None and self.is_measured

    def is_late(self, today: date) -> bool:
        return self.is_live and self.due_on is not None and self.due_on < today


def slips(days: Sequence[date]) -> int:
    """How often the day moved later, of all the days an action was to be done by, in the order they were set."""
    return sum(later > earlier for earlier, later in pairwise(days))


def review_due_on(
    *, began_on: date, reviews: Sequence[tuple[date, date | None]], first: TimeLimit, later: TimeLimit,
    calendar: WorkingCalendar,
) -> date:  # fmt: skip
    """
    The day by which a child in need plan is reviewed: as the last review said, else so long after it or the start.

    :param reviews: when each was held, and the day it named for the next.
    """
    if not reviews:
        return first.due_on(began_on, calendar)
    held_on, named = max(reviews, key=lambda each: each[0])
    return named or later.due_on(held_on, calendar)


def has_moved(changes: Iterable[tuple[date, Change]], *, after: date, until: date) -> bool:
    """Whether any review in this time says that something changed for the child: outcome, not activity (K84)."""
    return any(after < on <= until and change.is_movement for on, change in changes)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """
    What the record says of a child that can end a child protection plan without a conference.

    :param born_on: None while the child is not born.
    :param moved_on: when they moved to another authority that has accepted them.
    """

    died_on: date | None = None
    born_on: date | None = None
    moved_on: date | None = None


def first_day_possible(fate: Fate, *, on: date) -> dict[EndOfProtection, date]:
    """
    For which events a plan may end without a conference by a day, and the first day on which it may.

    Death and the eighteenth birthday end it on their own day. Of a child who moved it is the day of the other
    authority's conference, which is not before the move.
    """
    eighteen = birthday(fate.born_on, 18) if fate.born_on else None
    found = {
        EndOfProtection.DIED: fate.died_on, EndOfProtection.EIGHTEEN: eighteen, EndOfProtection.MOVED: fate.moved_on,
    }  # fmt: skip
    return {reason: day for reason, day in found.items() if day is not None and day <= on}
