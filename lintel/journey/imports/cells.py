"""
What a single cell says. Plain Python; the same cell always says the same.

A date may stand as a real date, as dd/mm/yyyy or ISO text, with or without a time, or as the number Excel counts days
with. A cell that cannot be read raises `Unreadable` with a sentence that says what is wrong and does not repeat the
value, so that equal faults are counted together.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

# Before the Children Act 1989 nothing in these lists can have happened; Excel writes an empty date as 1900.
EARLIEST_EVENT = date(1990, 1, 1)
# Care leavers are known to the authority until 25.
OLDEST = timedelta(days=26 * 365 + 7)
# A child expected later than this was not conceived when the file was drawn.
LONGEST_EXPECTED = timedelta(days=300)
SECONDS_OF_A_DAY = 86_400
EXCEL_DAY_ZERO = date(1899, 12, 30)
MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
          "nov": 11, "dec": 12}  # fmt: skip

_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ T,]+(.+))?$")
_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(.+))?$")
_NAMED_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-/]([A-Za-z]{3,9})[ \-/,]+(\d{4}|\d{2})(?:[ T,]+(.+))?$")
_TIME = re.compile(r"^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(?:Z|[+-]00:?00)?$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,6}(?:\.\d+)?$")


class Formula:
    """A cell that holds a formula without its result: the workbook was written by a program and never opened."""

    def __str__(self) -> str:
        return "(a formula without its result)"


FORMULA = Formula()


class Unreadable(Exception):
    """The cell does not say what its column asks for; the message is a sentence for the person who mends it."""


def as_text(value: Any) -> str:
    """What stands in a cell, as a person would type it. Nothing is trimmed but spaces at the ends."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "␀").strip()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y" if value.time() == time.min else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_day(value: Any) -> tuple[date, time | None]:
    """
    The day a cell speaks of and, where it gives one, the time of day.

    :raises Unreadable: if it is not a date.
    """
    if isinstance(value, datetime):
        return value.date(), None if value.time() == time.min else value.time().replace(microsecond=0)
    if isinstance(value, date):
        return value, None
    if isinstance(value, time):  # Excel's day nought, shown as a time
        return EXCEL_DAY_ZERO, value
    if isinstance(value, bool):
        raise Unreadable("This is not a date.")
    if isinstance(value, int | float):
        return _from_excel(float(value))
    return _day_from_text(as_text(value))


@lru_cache(maxsize=20_000)
def _day_from_text(text: str) -> tuple[date, time | None]:
    if found := _DAY_FIRST.match(text):
        day, month, year, clock = found.groups()
        return _made(year, int(month), day), _clock_or_none(clock)
    if found := _ISO.match(text):
        year, month, day, clock = found.groups()
        return _made(year, int(month), day), _clock_or_none(clock)
    if found := _NAMED_MONTH.match(text):
        day, name, year, clock = found.groups()
        return _made(year, MONTHS.get(name[:3].lower(), 0), day), _clock_or_none(clock)
    if _NUMBER.match(text):
        return _from_excel(float(text))
    raise Unreadable("This is not a date. Write it as dd/mm/yyyy.")


def _made(year: str, month: int, day: str) -> date:
    full = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 70 else 0)
    try:
        return date(full, month, int(day))
    except ValueError:
        raise Unreadable("There is no such day. Write the date as dd/mm/yyyy.") from None


def _from_excel(number: float) -> tuple[date, time | None]:
    if not 0 <= number < 110_000:
        raise Unreadable("This is a number, not a date.")
    day = EXCEL_DAY_ZERO + timedelta(days=int(number))
    seconds = round((number - int(number)) * SECONDS_OF_A_DAY)
    return day, _clock(seconds) if seconds else None


def _clock(seconds: int) -> time:
    minutes, second = divmod(min(seconds, SECONDS_OF_A_DAY - 1), 60)
    return time(minutes // 60, minutes % 60, second)


def _clock_or_none(text: str | None) -> time | None:
    if not text:
        return None
    clock = _time_from_text(text.strip())
    return None if clock == time.min else clock


def as_time(value: Any) -> time:
    """
    A time of day.

    :raises Unreadable: if it is not one.
    """
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, timedelta):
        return _clock(int(value.total_seconds()) % SECONDS_OF_A_DAY)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        return _clock(round(value * SECONDS_OF_A_DAY))
    return _time_from_text(as_text(value))


@lru_cache(maxsize=5_000)
def _time_from_text(text: str) -> time:
    found = _TIME.match(text)
    if found is None:
        raise Unreadable("This is not a time. Write it as 14:30.")
    hour, minute, second, half = found.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError:
        raise Unreadable("There is no such time. Write it as 14:30.") from None


def as_number(value: Any) -> int:
    """
    A count: a whole number that is not negative.

    :raises Unreadable: if it is not one.
    """
    number = as_decimal(value)
    if number != int(number) or not 0 <= number <= 30_000:
        raise Unreadable("This is not a count.")
    return int(number)


def as_decimal(value: Any) -> Decimal:
    """
    A number, such as 0.8 of full time.

    :raises Unreadable: if it is not one.
    """
    try:
        number = Decimal(as_text(value).removesuffix("%"))
    except InvalidOperation:
        raise Unreadable("This is not a number.") from None
    if not number.is_finite():
        raise Unreadable("This is not a number.")
    return number


def possible_event(day: date, *, file_day: date, may_be_planned: bool) -> date:
    """
    The day, if something can have happened on it by the day the file was offered.

    :raises Unreadable: if the day is before 1990, or has not come yet and nothing on it can be planned.
    """
    if day < EARLIEST_EVENT:
        raise Unreadable("This date is before 1990; Excel shows an empty date as 1900.")
    if day > file_day and not may_be_planned:
        raise Unreadable("This date has not come yet.")
    return day


def possible_birth(day: date, *, file_day: date) -> date:
    """
    The day, if a child in these lists can have been born, or be expected, on it.

    :raises Unreadable: if the child would be 26 or older, or is expected more than 300 days from now.
    """
    if day < file_day - OLDEST:
        raise Unreadable("This date of birth would make the child 26 or older.")
    if day > file_day + LONGEST_EXPECTED:
        raise Unreadable("This date of birth is too far in the future to be expected.")
    return day
