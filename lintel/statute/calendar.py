"""Working days in England, and elapsed time across the change of the clocks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, cached_property
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2060


class DayOne(Enum):
    """
    Which day counting starts on. This is the one place that decides it.

    THE_NEXT_DAY: the first working day after the trigger is day one (PRODUCT.md 4, our default).
    THE_TRIGGER_DAY: the trigger's own working day is day one, as the sector's census validator counts for some of its
    checks. The guidance states neither, so it is a setting.
    """

    THE_NEXT_DAY = "the next day"
    THE_TRIGGER_DAY = "the trigger day"


class EndsBeforeItStarts(Exception):
    """Working days were asked for between a day and an earlier one."""


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
        counted = working_days
        if self.day_one is DayOne.THE_TRIGGER_DAY and self.is_working_day(trigger):
            counted -= 1
        if counted <= 0:
            return trigger
        wanted = self._working_days_through(trigger) + counted
        day = trigger + timedelta(days=counted + 2 * (counted // 5))
        while (reached := self._working_days_through(day)) < wanted:
            day += timedelta(days=wanted - reached)
        while not self.is_working_day(
            day
        ):  # whole weeks from a weekend lead to a weekend
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

    def holidays_between(self, start: date, end: date) -> int:
        """Bank holidays on weekdays from `start` to `end`, both included."""
        held = self._weekday_holidays
        return bisect_right(held, end.toordinal()) - bisect_left(held, start.toordinal())


@cache
def england(*, day_one: DayOne = DayOne.THE_NEXT_DAY) -> WorkingCalendar:
    """
    The working calendar of England, 1990 to 2060.

    Source: the `holidays` library, held by a test to the dates GOV.UK publishes.
    """
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return WorkingCalendar(frozenset(found), day_one)


def elapsed_hours(start: datetime, end: datetime) -> float:
    """True hours between two moments, whatever the clocks on the wall did in between."""
    return (end.astimezone(ZoneInfo("UTC")) - start.astimezone(ZoneInfo("UTC"))).total_seconds() / 3600


def local_day(moment: datetime) -> date:
    """The day it was in England at that moment."""
    return moment.astimezone(LONDON).date()
