"""Working days in England, and elapsed time across the change of the clocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2060


class DayOne(Enum):
    """
    Which day counting starts on. This is the one place that decides it.

    THE_NEXT_DAY: the first working day after the trigger is day one. Our default; source: PRODUCT.md 4, conventions.
    THE_TRIGGER_DAY: the first working day from the trigger on is day one. Source: the sector's census validator
    (data-to-insight/csc-validator-be-cin), which offsets by one working day less than the limit, so the start counts as
    the first. It lets a Saturday be that first day too; we do not, so from a weekend it is a day ahead of us.

    The guidance states neither (DOMAIN.md 1.3), so it is a setting.
    """

    THE_NEXT_DAY = "the next day"
    THE_TRIGGER_DAY = "the trigger day"


class EndsBeforeItStarts(Exception):
    """Working days were asked for between a day and an earlier one."""


class MomentWithoutZone(Exception):
    """A moment that names no time zone could be any of several: it was refused rather than guessed."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday without bank holidays."""

    bank_holidays: frozenset[date]
    day_one: DayOne = DayOne.THE_NEXT_DAY

    @cached_property
    def _weekday_holidays(self) -> list[int]:
        """Bank holidays that fall on a weekday, as day numbers in order."""
        return sorted(day.toordinal() for day in self.bank_holidays if day.weekday() < 5)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.bank_holidays

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _working_days_through(self, day: date) -> int:
        """Working days from a fixed point in the past up to and including this day; differences of it count days."""
        number = day.toordinal()
        weeks, left = divmod(number, 7)  # day number 1 was a Monday, so a remainder of 0 is a Sunday
        weekdays = weeks * 5 + min(left, 5)
        return weekdays - bisect_right(self._weekday_holidays, number)

    def due_on(self, *, trigger: date, working_days: int) -> date:
        """
        The last day on which something due within so many working days of a trigger is in time.

        :raises ValueError: for a negative number of days.
        """
        if working_days < 0:
            raise ValueError("A limit cannot be a negative number of working days.")
        return self._due_on_once(trigger, working_days)

    @cached_property
    def _due_on_once(self) -> Callable[[date, int], date]:
        """A list of two thousand children asks for the same few hundred days again and again."""
        return lru_cache(maxsize=50_000)(self._reckon_due_on)

    def _reckon_due_on(self, trigger: date, counted: int) -> date:
        if self.day_one is DayOne.THE_TRIGGER_DAY and self.is_working_day(trigger):
            counted -= 1
        if counted <= 0:
            return trigger
        wanted = self._working_days_through(trigger) + counted
        day = trigger + timedelta(days=counted + 2 * (counted // 5))
        while (reached := self._working_days_through(day)) < wanted:
            day += timedelta(days=wanted - reached)
        # Whole weeks from a weekend lead to a weekend.
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """
        Working days used up from a trigger on `start` until `end`; what is due in n days is in time while this is ≤ n.

        :raises EndsBeforeItStarts: if `end` is before `start`.
        """
        if end < start:
            raise EndsBeforeItStarts(f"{start} to {end}")
        after = self._working_days_through(end) - self._working_days_through(start)
        if self.day_one is DayOne.THE_TRIGGER_DAY and self.is_working_day(start):
            return after + 1
        return after


@cache
def england(*, day_one: DayOne = DayOne.THE_NEXT_DAY) -> WorkingCalendar:
    """
    The working calendar of England, 1990 to 2060; outside those years it knows weekends only.

    Source: the `holidays` library, held by a test to the dates GOV.UK publishes.
    """
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return WorkingCalendar(frozenset(found), day_one)


def require_a_zone(*moments: datetime) -> None:
    """:raises MomentWithoutZone: if one of the moments names no time zone."""
    for moment in moments:
        if moment.utcoffset() is None:
            raise MomentWithoutZone(str(moment))


def elapsed_hours(start: datetime, end: datetime) -> float:
    """
    True hours between two moments, whatever the clocks on the wall did in between; negative if `end` is earlier.

    :raises MomentWithoutZone: if either names no time zone.
    """
    require_a_zone(start, end)
    # Python subtracts two moments of the same zone by the clock on the wall; in UTC no hour is missing or doubled.
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600


def local_day(moment: datetime) -> date:
    """
    The day it was in England at that moment.

    :raises MomentWithoutZone: if it names no time zone.
    """
    require_a_zone(moment)
    return moment.astimezone(LONDON).date()
