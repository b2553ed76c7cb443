"""What must hold of notices: the order of a batch, what a silence is, when a declaration is worse. Plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from lintel.statute.ages import age_on
from lintel.steps.police_notifications.codes import Grade
from lintel.steps.police_notifications.lags import at_percentile

# Words that speak of harm that cannot wait. They are shown as found; "no knife was seen" is found as well, and read.
IMMEDIATE = (
    "strangle", "strangled", "strangling", "strangulation", "choke", "choked", "choking", "suffocate", "suffocated",
    "knife", "stabbed", "stab", "weapon", "gun", "firearm", "machete", "threat to kill", "threats to kill",
    "threatened to kill", "kill", "unconscious", "fire", "petrol", "acid", "bleach", "pregnant", "suicide", "hostage",
    "abducted",
)  # fmt: skip
_IMMEDIATE = re.compile(rf"\b({'|'.join(map(re.escape, sorted(IMMEDIATE, key=len, reverse=True)))})\b", re.IGNORECASE)
MANY = 2  # further incidents since the first, from which a household stands on top


def immediate_words(text: str) -> tuple[str, ...]:
    """The words of a narrative that speak of harm that cannot wait, each once, in the order they stand."""
    return tuple(dict.fromkeys(found.lower() for found in _IMMEDIATE.findall(text)))


# --- the order of a batch ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ToOrder:
    """A household in a batch, as far as its place goes: what happened and when. Nobody is scored."""

    pk: int
    oldest_on: date
    grades: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    injured: bool = False
    further: int = 0
    youngest_born_on: date | None = None
    has_unborn: bool = False
    is_open_to_us: bool = False


GRADES_IN_ORDER = (Grade.HIGH, Grade.MEDIUM, Grade.STANDARD, Grade.OTHER, Grade.NOT_GIVEN)
THE_ORDER = (
    "households with two or more further incidents since the first",
    "words of immediate harm in what the police wrote, or a child injured; then the grade the police gave",
    "one further incident",
    "an unborn child or one under a year",
    "no child of the household open to us",
    "the oldest incident",
)


def in_order(households: Iterable[ToOrder], *, on: date) -> list[ToOrder]:
    """The order in which a batch is to be looked at; the rules are `THE_ORDER`, and each place can be said in words."""
    return sorted(households, key=lambda each: _place(each, on))


def _place(each: ToOrder, on: date) -> tuple[int, int, int, int, int, int, date, int]:
    return (
        0 if each.further >= MANY else 1, 0 if each.words or each.injured else 1,
        min((GRADES_IN_ORDER.index(Grade(g)) for g in each.grades), default=len(GRADES_IN_ORDER)),
        -min(each.further, MANY), 0 if has_a_baby(each, on) else 1, 1 if each.is_open_to_us else 0, each.oldest_on,
        each.pk,
    )  # fmt: skip


def has_a_baby(each: ToOrder, on: date) -> bool:
    """Whether a child of the household is unborn or under a year old."""
    born = each.youngest_born_on
    return each.has_unborn or (born is not None and (born > on or age_on(born, on) < 1))


def why_here(each: ToOrder, *, on: date) -> list[str]:
    """Why a household stands where it stands, in words."""
    said = []
    if each.further:
        said.append(f"{each.further} further incident{'' if each.further == 1 else 's'} since the first")
    if each.words:
        said.append(f"the police write: {', '.join(each.words)}")
    if each.injured:
        said.append("a child is said to be injured")
    if str(Grade.HIGH) in each.grades:
        said.append("graded high")
    if has_a_baby(each, on):
        said.append("an unborn child" if each.has_unborn else "a child under one")
    if not each.is_open_to_us:
        said.append("not known to be open to us")
    return said


# --- silence ----------------------------------------------------------------------------------------------------------

ENOUGH_GAPS = 20


@dataclass(frozen=True)
class Habit:
    """How a way of sending usually behaves: the longest gap but for one in a hundred, and when the last notice came."""

    latest_at: datetime
    usual: timedelta

    @property
    def silent_from(self) -> datetime:
        return self.latest_at + self.usual

    def is_silent(self, at: datetime) -> bool:
        return at > self.silent_from


def habit(arrivals: Iterable[datetime]) -> Habit | None:
    """
    The habit of one way of sending; None before it has one.

    What came at one moment is one arrival. The 99th percentile of the gaps is by nearest rank.
    """
    moments = sorted(set(arrivals))
    gaps = sorted((b - a).total_seconds() for a, b in pairwise(moments))
    if len(gaps) < ENOUGH_GAPS:
        return None
    return Habit(moments[-1], timedelta(seconds=at_percentile(gaps, 99)))


# --- the declared backlog ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A partner's own count of what it has not triaged, and since when the oldest waits. No personal data."""

    count: int
    oldest_on: date | None
    on: date

    @property
    def oldest_days(self) -> int:
        return (self.on - self.oldest_on).days if self.oldest_on else 0


def is_worse(now: Declared, before: Declared | None) -> list[str]:
    """In what a declaration is worse than the one before, in words; nothing where it is not."""
    if before is None:
        return []
    said = []
    if now.count > before.count:
        said.append(f"{now.count:,} wait for triage, {now.count - before.count:,} more than last time")
    if now.count and now.oldest_days > before.oldest_days:
        said.append(f"the oldest has waited {now.oldest_days} days, {before.oldest_days} last time")
    return said


# --- what changed -----------------------------------------------------------------------------------------------------


def what_changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """In which of its parts a notice sent again differs, in words: "grade: Standard, now High"."""
    return [
        f"{name}: {before.get(name) or 'nothing'}, now {after.get(name) or 'nothing'}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name, "") != after.get(name, "")
    ]


def p90_over(hours: Sequence[float], limit: float) -> float | None:
    """The hours that nine in ten do not pass, where they pass the limit; None where they do not, or nothing came."""
    if not hours:
        return None
    found = at_percentile(sorted(hours), 90)
    return found if found > limit else None
