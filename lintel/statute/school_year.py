"""
When schools in England are usually closed.

ASSUMED: every authority and academy sets its own term dates (Education Act 2002, section 32); these are the usual ones.
They matter here only because schools send few contacts while they are closed.
"""

from __future__ import annotations

from datetime import date, timedelta

from lintel.statute.calendar import england

FRIDAY = 4


def schools_are_closed(day: date) -> bool:
    """Whether most schools are closed for a holiday on a day: summer, Christmas, Easter and the three half-terms."""
    return any(first <= day <= last for year in (day.year - 1, day.year) for first, last in holidays_from(year))


def holidays_from(year: int) -> list[tuple[date, date]]:
    """The holidays that begin in a year, each with its first and last day, in order."""
    easter = good_friday(year)
    return [
        _week_of(_monday(date(year, 2, 15))),
        (easter - timedelta(days=4), easter + timedelta(days=10)),
        _week_of(_last_monday(date(year, 5, 31))),
        (date(year, 7, 23), date(year, 9, 1)),
        _week_of(_last_monday(date(year, 10, 27))),
        (date(year, 12, 21), date(year + 1, 1, 3)),
    ]


def good_friday(year: int) -> date:
    """The one Friday between 20 March and 23 April that is a bank holiday."""
    days = (date(year, 3, 20) + timedelta(days=number) for number in range(35))
    return next(day for day in days if day.weekday() == FRIDAY and not england().is_working_day(day))


def _week_of(monday: date) -> tuple[date, date]:
    return monday, monday + timedelta(days=6)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _last_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
