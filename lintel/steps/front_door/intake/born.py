"""A date of birth or an age as people say it on the telephone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lintel.foundation.people.codes import BirthDateCertainty

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4}|\d{2})")
AGE = re.compile(
    r"(?:about|around|aged?|nearly|roughly|maybe)*\s*(\d{1,3})\s*(years?|yrs?|y|months?|mths?|m|weeks?|w)?\b"
)
EXPECTED = re.compile(r"\b(due|expected|unborn|edd)\b")


def born_as_told(text: str, *, on: date) -> tuple[date | None, BirthDateCertainty | None]:
    """
    The day somebody was born, and how sure that is: "2/9/13", "2 September 2013", "11", "about 7", "8 months",
    "due 30/6/25". What cannot be read gives nothing; the caller keeps the words.
    """
    said = text.strip().casefold()
    expected = EXPECTED.search(said) is not None
    day = _day(said, on=on, may_be_later=expected)
    if day is not None:
        return day, BirthDateCertainty.EXPECTED if expected or day > on else BirthDateCertainty.KNOWN
    age = AGE.fullmatch(re.sub(r"\bold\b", "", said).strip())
    if age is None or expected:
        return None, None
    count, unit = int(age[1]), (age[2] or "y")[0]
    if count > (120 if unit == "y" else 200):
        return None, None
    # In the middle of what was said: a child of 7 was born about seven and a half years ago.
    days = {"y": (count + 0.5) * 365.25, "m": (count + 0.5) * 30.4, "w": count * 7.0}[unit]
    return on - timedelta(days=int(days)), BirthDateCertainty.ESTIMATED


def _day(said: str, *, on: date, may_be_later: bool) -> date | None:
    if found := ISO.search(said):
        return _real(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.search(said):
        return _real(_year(found[3], on, may_be_later), int(found[2]), int(found[1]))
    if (found := IN_WORDS.search(said)) and found[2] in MONTHS:
        return _real(_year(found[3], on, may_be_later), MONTHS.index(found[2]) + 1, int(found[1]))
    return None


def _year(written: str, on: date, may_be_later: bool) -> int:
    """13 is 2013 and 85 is 1985: nobody on the telephone was born in the future."""
    if len(written) == 4:
        return int(written)
    this_century = on.year // 100 * 100 + int(written)
    return this_century if may_be_later or this_century <= on.year else this_century - 100


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
