"""Who is asked, for how long, and who next. Plain values in, verdicts out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from lintel.foundation.local_limits.limits import Limits
from lintel.statute.calendar import WorkingCalendar

LIMIT = "chair_escalation"


class Rung(IntEnum):
    """Who answers what a chair asks, the nearest first."""

    TEAM_MANAGER = 1
    SERVICE_MANAGER = 2
    HEAD_OF_SERVICE = 3

    @property
    def words(self) -> str:
        return {1: "team manager", 2: "service manager", 3: "head of service"}[self]

    @property
    def above(self) -> Rung | None:
        """The next one; None above the last."""
        return Rung(self + 1) if self < max(Rung) else None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A rung that was told, and whether it answered."""

    rung: Rung
    told_on: date
    is_answered: bool = False


def answer_due_on(told: Told, *, limits: Limits, calendar: WorkingCalendar) -> date:
    """The last day on which an answer of this rung is in time, by the limit in force when it was told."""
    return limits.time_limit(LIMIT, on=told.told_on).due_on(told.told_on, calendar)


def rung_to_tell(told: Told, *, on: date, limits: Limits, calendar: WorkingCalendar) -> Rung | None:
    """
    The rung that is told next because the one told last did not answer in time; None where it did or still may.

    An answer stops the clock, whether it satisfies the chair or not: the chair takes it higher in words.
    """
    if told.is_answered or on <= answer_due_on(told, limits=limits, calendar=calendar):
        return None
    return told.rung.above
