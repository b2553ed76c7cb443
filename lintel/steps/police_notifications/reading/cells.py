"""What stands in one cell: dates in several shapes, yes and no, grades, names, sex. What cannot be read is None."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from lintel.statute.calendar import LONDON
from lintel.steps.police_notifications.codes import About, Grade

EARLIEST = date(1900, 1, 1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 3/2/2025 and 03.02.25; 2025-02-03; 3 Feb 2025 and 3rd February 2025; 03022025
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4}|\d{2})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2})"
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th)?[ \-](?P<m3>[a-z]{3,9})\.?,?[ \-](?P<y3>\d{4}|\d{2})"
    r"|(?P<d4>\d{2})(?P<m4>\d{2})(?P<y4>(?:19|20)\d{2}))(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?P<h>\d{1,2})[:.](?P<min>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?|(?P<h2>\d{2})(?P<min2>\d{2})|(?P<h3>\d{1,2})(?=\s*[ap]m))"
    r"\s*(?P<half>[ap]m)?\s*(?:hrs|hours|h)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\sT,]*(?:at\s*)?", re.IGNORECASE)
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")

YES = {"y", "yes", "true", "1", "x", "t"}
NO = {"n", "no", "false", "0", "f"}
GRADES = {
    "high": Grade.HIGH, "h": Grade.HIGH, "gold": Grade.HIGH, "red": Grade.HIGH, "medium": Grade.MEDIUM,
    "med": Grade.MEDIUM, "m": Grade.MEDIUM, "silver": Grade.MEDIUM, "amber": Grade.MEDIUM, "standard": Grade.STANDARD,
    "std": Grade.STANDARD, "s": Grade.STANDARD, "low": Grade.STANDARD, "bronze": Grade.STANDARD,
    "green": Grade.STANDARD,
}  # fmt: skip


def day_of(text: str) -> date | None:
    """A day in one of the usual shapes, with or without a time after it; None where it is none, or before 1900."""
    found = _begins_with_a_day(" ".join(text.split()))
    return found[0] if found and (not found[1] or _time_after(found[1]) is not None) else None


def time_of(text: str) -> time | None:
    """A time of the clock on the wall: 13:57, 1357, 13.57 hrs, 1:57pm."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found["h"] or found["h2"] or found["h3"]), int(found["min"] or found["min2"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment_of(text: str) -> datetime | None:
    """A day with a time; times without a zone are English time. None where it is not both."""
    words = " ".join(text.split())
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", words):
        return _iso(words)
    found = _begins_with_a_day(words)
    at = _time_after(found[1]) if found and found[1] else None
    return datetime.combine(found[0], at, tzinfo=LONDON) if found and at is not None else None


def _begins_with_a_day(words: str) -> tuple[date, str] | None:
    """The day at the beginning of a text, and the rest of it."""
    found = _DAY.match(words)
    if found is None:
        return None
    day, month, year = (
        next(filter(None, (found[name + n] for n in ("", "2", "3", "4"))), "") for name in ("d", "m", "y")
    )
    number = (
        int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else 0
    )
    whole = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 69 else 1900)
    try:
        on = date(whole, number, int(day))
    except ValueError:
        return None
    return (on, words[found.end() :]) if on >= EARLIEST else None


def _time_after(rest: str) -> time | None:
    return time_of(_ZONE.sub("", _BETWEEN.sub("", rest, count=1)))


def _iso(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_ZONE.sub(lambda z: "+00:00" if z[1] == "Z" else z[1], words))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)) if found.date() >= EARLIEST else None


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or not said: "unknown" is not said. A number of children present is yes."""
    word = text.strip().lower()
    if word in YES or (word.isdigit() and int(word) > 0):
        return True
    return False if word in NO or word == "none" else None


def grade_of(text: str) -> Grade:
    """The grade a word stands for; a grade of the force's own is OTHER, nothing is NOT_GIVEN."""
    word = text.strip().lower().removesuffix("risk").removesuffix("grade").strip()
    if word in ("", "none", "n/a", "not graded", "ungraded"):
        return Grade.NOT_GIVEN
    return GRADES.get(word, Grade.OTHER)


def about_of(text: str) -> About:
    """Domestic abuse unless the notice says that it is a concern without it."""
    word = text.strip().lower()
    is_abuse = not word or "domestic" in word or word in ("da", "dv", "ppi", "dash", "dom5")
    return About.DOMESTIC_ABUSE if is_abuse else About.CONCERN


def sex_of(text: str) -> str:
    return {"m": "M", "male": "M", "boy": "M", "f": "F", "female": "F", "girl": "F"}.get(text.strip().lower(), "")


def names_of(text: str) -> tuple[str, str]:
    """A whole name as given and family name: "Mia Bell", "BELL, Mia"."""
    if "," in text:
        family, _, given = text.partition(",")
        return given.strip(), family.strip()
    given, _, family = text.strip().rpartition(" ")
    return given.strip(), family.strip()
