"""A notice as it was told, and what keeps one from being taken in. Plain values; also what the API hands over."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from lintel.statute.calendar import LONDON
from lintel.steps.police_notifications.codes import About, Grade, Part


@dataclass(frozen=True, kw_only=True)
class PersonTold:
    """
    Somebody in a notice. Everything but the part may be unknown; a blank ethnicity is normal.

    :param words: what a child said, word for word.
    :param expected_on: when an unborn child is expected.
    """

    part: Part
    given: str = ""
    family: str = ""
    date_of_birth: date | None = None
    expected_on: date | None = None
    is_unborn: bool = False
    sex: str = ""
    ethnicity: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    relationship: str = ""
    school: str = ""
    words: str = ""
    present: bool | None = None
    witnessed: bool | None = None
    injured: bool | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """
    One notice of one incident.

    `reference` is the force's own, by which a notice sent again is known. `occurred_at` is None where only the day is
    told; where the time told lies after the receipt, it is the receipt's, and `occurred_as_told` is what was told.
    `doubts` are things we could not read and took no account of, in words; `raw` is all of it as it came.
    """

    reference: str
    occurred_on: date
    occurred_at: datetime | None = None
    occurred_as_told: datetime | None = None
    triaged_at: datetime | None = None
    sent_at: datetime | None = None
    about: About = About.DOMESTIC_ABUSE
    grade: Grade = Grade.NOT_GIVEN
    grade_as_told: str = ""
    officer: str = ""
    place: str = ""
    postcode: str = ""
    narrative: str = ""
    children_present: bool | None = None
    is_danger_now: bool = False
    people: tuple[PersonTold, ...] = ()
    doubts: tuple[str, ...] = ()
    raw: str = ""

    @property
    def head(self) -> Notice:
        """Everything but the people: the rows of one incident share it."""
        return replace(self, people=(), doubts=(), raw="")

    @property
    def children(self) -> tuple[PersonTold, ...]:
        return tuple(who for who in self.people if who.part == Part.CHILD)

    @property
    def adults(self) -> tuple[PersonTold, ...]:
        return tuple(who for who in self.people if who.part != Part.CHILD)


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken in: the column where there is one, and what is wrong, in words."""

    column: str
    words: str


@dataclass(frozen=True)
class RowRead:
    """One row of a file, or one notice of a message: read, or with the problems that keep it out. Never both."""

    number: int
    cells: dict[str, str]
    notice: Notice | None = None
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def combined(rows: list[RowRead]) -> list[tuple[Notice, list[int]]]:
    """
    The notices of the rows that were read, each with the numbers of its rows.

    Rows of one reference that agree about the incident are one notice of all their people (some forces send a row for
    each child); rows that disagree stay notices of their own, in the order in which they stand.
    """
    found: dict[Notice, tuple[list[Notice], list[int]]] = {}
    for row in rows:
        if row.notice is not None:
            notices, numbers = found.setdefault(row.notice.head, ([], []))
            notices.append(row.notice)
            numbers.append(row.number)
    return [(_joined(notices), numbers) for notices, numbers in found.values()]


def _joined(notices: list[Notice]) -> Notice:
    people = tuple(dict.fromkeys(who for notice in notices for who in notice.people))
    doubts = tuple(dict.fromkeys(doubt for notice in notices for doubt in notice.doubts))
    raws = tuple(dict.fromkeys(notice.raw for notice in notices))
    return replace(notices[0], people=people, doubts=doubts, raw="\n".join(raws))


def in_words(notice: Notice) -> dict[str, str]:
    """A notice as names and texts, for comparing two versions and saying what changed."""
    said = {
        f.name.replace("_", " "): _text(getattr(notice, f.name))
        for f in fields(notice)
        if f.name not in ("people", "doubts", "raw", "reference", "sent_at", "occurred_as_told")
    }
    said["occurred at"] = _text(notice.occurred_as_told or notice.occurred_at)
    for part in Part:
        whole = [_person_in_words(who) for who in notice.people if who.part == part]
        said |= {f"{part.words.lower()} {place}": text for place, text in enumerate(sorted(whole), start=1)}
    return {name: text for name, text in said.items() if text}


def _person_in_words(who: PersonTold) -> str:
    told = [(f.name.replace("_", " "), _text(getattr(who, f.name))) for f in fields(who) if f.name != "part"]
    plain = ("given", "family", "date of birth")
    return ", ".join(text if name in plain else f"{name} {text}" for name, text in told if text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%-d %B %Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Grade | About):
        return value.words
    return str(value) if value else ""
