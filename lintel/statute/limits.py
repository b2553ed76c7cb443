"""What a time limit and an agreed number are. The limits themselves are in `clocks`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TypeVar

from lintel.statute.calendar import WorkingCalendar, require_a_zone


class Unit(Enum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Kind(Enum):
    HARD = "statutory guidance"
    LOCAL = "local procedure"
    ASSUMED = "assumed, to be agreed locally"


class NoLimitInForce(Exception):
    """There is no such limit, or none was in force on that day."""


class WrongUnit(Exception):
    """A limit in hours was asked for a day, one in days for a moment, or one not in days counts back."""


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """
    How long something may take.

    :param in_force_until: the first day it no longer applies.
    :param counts_back: whether it is due so many days before what it is counted from, as a report before a meeting.
    """

    code: str
    name: str
    amount: int
    unit: Unit
    kind: Kind
    starts_from: str
    source: str
    in_force_from: date
    in_force_until: date | None = None
    counts_back: bool = False

    def __post_init__(self) -> None:
        if self.counts_back and self.unit is not Unit.DAYS:
            raise WrongUnit(f"{self.code}: only days are counted back")

    def due_on(self, trigger: date, calendar: WorkingCalendar) -> date:
        """
        The last day in time.

        :raises WrongUnit: for a limit in hours; use `due_at`.
        """
        if self.unit is Unit.WORKING_DAYS:
            return calendar.due_on(trigger=trigger, working_days=self.amount)
        if self.unit is Unit.DAYS:
            return trigger + timedelta(days=-self.amount if self.counts_back else self.amount)
        if self.unit is Unit.MONTHS:
            return _months_later(trigger, self.amount)
        raise WrongUnit(self.code)

    def due_at(self, trigger: datetime) -> datetime:
        """
        The last moment in time, in true elapsed hours, in the zone of the trigger.

        :raises WrongUnit: for a limit that is not in hours; use `due_on`.
        :raises MomentWithoutZone: if the trigger names no time zone.
        """
        if self.unit is not Unit.HOURS:
            raise WrongUnit(self.code)
        require_a_zone(trigger)
        return (trigger.astimezone(UTC) + timedelta(hours=self.amount)).astimezone(trigger.tzinfo)


@dataclass(frozen=True, kw_only=True)
class LocalNumber:
    """An agreed number that is not a time: a ceiling, a span, a share, a weight."""

    code: str
    name: str
    value: float
    source: str
    in_force_from: date
    in_force_until: date | None = None


Entry = TypeVar("Entry", TimeLimit, LocalNumber)


def in_force(table: Iterable[Entry], code: str, *, on: date) -> Entry:
    """
    The entry of a table that holds on a day.

    :raises NoLimitInForce: if there is none.
    """
    for entry in table:
        begun, over = entry.in_force_from <= on, entry.in_force_until is not None and entry.in_force_until <= on
        if entry.code == code and begun and not over:
            return entry
    raise NoLimitInForce(f"{code} on {on}")


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
