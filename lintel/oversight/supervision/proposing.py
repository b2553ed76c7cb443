"""
Which children this time: a list that fits the hours, the reasons in words, and nobody hidden.

Plain values in and out. No child is scored: a child stands where the first of the reasons puts them, those with the
same reason by how long nobody spoke of them, and each reason is said. So that quiet children are not passed over for
ever by those something asks for, a quarter of the places is kept for those nobody spoke of for longest. Source:
PRODUCT.md L1 and J9; the reasons a child is chosen for are those of published policies (DOMAIN.md 8.1: risk, due, new,
stuck, closing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.oversight.supervision.codes import Why

NEW_FOR = timedelta(days=28)
DAYS_A_MONTH = 365.25 / 12
# Where more than one child fits, one place in so many, and at least one, is kept for children nobody spoke of within
# the agreed time.
KEPT_ONE_IN = 4
KEPT = "A place is kept for whoever was not spoken of for longest"
FULL, SPOKEN = "the time is full", "spoken of within the agreed time, and nothing asks for it"


@dataclass(frozen=True, kw_only=True)
class About:
    """
    What is known of a child when a list is proposed. Each text was written by somebody, or is a date.

    :param undone: directions past their day, in words.
    :param chosen: the worker's own reason; empty text where they chose without one, None where they did not.
    :param drift: open flags in words.
    :param risk: what people wrote of danger: plans, decisions, sentences.
    :param last_on: when the child was last spoken of in supervision.
    :param again_by: the last day by which to speak of them again.
    :param closing: what says that the work is about to end.
    """

    child: int
    name: str
    held_since: date
    undone: tuple[str, ...] = ()
    chosen: str | None = None
    drift: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    last_on: date | None = None
    again_by: date | None = None
    closing: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A child on the list, or not on it this time, and why. `why` has every reason, the first that holds first."""

    child: int
    name: str
    why: tuple[tuple[Why, str], ...]
    last_on: date | None
    is_this_time: bool
    because: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(words for _, words in self.why)


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """A list for one session: who this time, who not, and how many fit."""

    this_time: tuple[Proposed, ...]
    not_this_time: tuple[Proposed, ...]
    fits: int


@dataclass(frozen=True, kw_only=True)
class Span:
    """Hours a month that speaking of every child would take, and those there are."""

    children: int
    workers: int
    needed: float
    there_are: float
    minutes_a_child: float

    @property
    def fits(self) -> bool:
        return self.needed <= self.there_are

    @property
    def words(self) -> str:
        """Plainly: whether it fits, and by how much it does not."""
        said = (
            f"At {self.minutes_a_child:g} minutes a child, {_many(self.children, 'child', 'children')} of "
            f"{_many(self.workers, 'worker', 'workers')} need {_hours(self.needed)} a month. "
            f"You have {_hours(self.there_are)}"
        )
        if self.fits:
            return f"{said}: they fit."
        return f"{said}: {_hours(self.needed - self.there_are)} too few. Who is not spoken of is listed, not hidden."


def propose(children: Sequence[About], *, minutes: float, minutes_a_child: float, on: date) -> Agenda:
    """
    The list for so many minutes. Children with nothing that asks for them come only where there is room; a quarter of
    the places, and at least one of several, is kept for those nobody spoke of within the agreed time, the longest
    first.
    """
    fits = int(minutes // minutes_a_child)
    found = sorted(((each, reasons_of(each, on=on)) for each in children), key=lambda one: _place(*one))
    kept = _kept(found, fits)
    taken = {each.child for each, _ in [one for one in found if one[0].child not in kept][: fits - len(kept)]} | kept
    lines = [
        Proposed(
            child=each.child, name=each.name, last_on=each.last_on, is_this_time=each.child in taken,
            why=(*why, (Why.LONG, KEPT)) if each.child in kept and place >= fits else why,
            because="" if each.child in taken else (SPOKEN if why[0][0] is Why.SEEN else FULL),
        )
        for place, (each, why) in enumerate(found)
    ]  # fmt: skip
    return Agenda(
        this_time=tuple(line for line in lines if line.is_this_time),
        not_this_time=tuple(line for line in lines if not line.is_this_time), fits=fits,
    )  # fmt: skip


def reasons_of(child: About, *, on: date) -> tuple[tuple[Why, str], ...]:
    """Every reason that holds, in their order; the last where none does."""
    found = [(Why.UNDONE, f"Not done: {words}") for words in child.undone]
    if child.chosen is not None:
        found.append((Why.CHOSEN, f"Chosen by the worker: {child.chosen}" if child.chosen else "Chosen by the worker"))
    found += [(Why.DRIFT, words) for words in child.drift]
    found += [(Why.RISK, words) for words in child.risk]
    found += _by_time(child, on)
    if child.closing:
        found.append((Why.CLOSING, child.closing))
    return tuple(found) or ((Why.SEEN, f"Spoken of on {_day(child.last_on)}"),)


def span_of(*, children: int, sessions: Sequence[float], minutes_a_child: float, minutes_a_session: float) -> Span:
    """
    What every child once a month would take, and what the agreed sessions give.

    :param sessions: for each worker, how many sessions there are in a month.
    """
    return Span(
        children=children, workers=len(sessions), minutes_a_child=minutes_a_child,
        needed=children * minutes_a_child / 60, there_are=sum(sessions) * minutes_a_session / 60,
    )  # fmt: skip


def sessions_a_month(days: int) -> float:
    """How many sessions a month has where there is one every so many days."""
    return DAYS_A_MONTH / days


def _kept(found: Sequence[tuple[About, tuple[tuple[Why, str], ...]]], fits: int) -> set[int]:
    """Who has one of the places kept, of those whose own reasons give them none of the others."""
    if fits >= len(found) or fits <= 1:
        return set()
    places = -(-fits // KEPT_ONE_IN)
    left = [each for each, why in found[fits - places :] if any(kind in (Why.NEVER, Why.LONG) for kind, _ in why)]
    left.sort(key=lambda each: (each.last_on or each.held_since, each.name, each.child))
    return {each.child for each in left[:places]}


def _by_time(child: About, on: date) -> list[tuple[Why, str]]:
    found: list[tuple[Why, str]] = []
    if child.last_on is None:
        found.append((Why.NEVER, "Never spoken of in supervision"))
    elif child.again_by is not None and child.again_by < on:
        found.append((Why.LONG, f"Last spoken of on {_day(child.last_on)}"))
    if on - child.held_since <= NEW_FOR:
        found.append((Why.NEW, f"New to the worker: since {_day(child.held_since)}"))
    return found


def _place(child: About, why: tuple[tuple[Why, str], ...]) -> tuple[int, date, date, str, int]:
    return (why[0][0].place, child.last_on or date.min, child.held_since, child.name, child.child)


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "an unknown day"


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _hours(hours: float) -> str:
    whole = f"{hours:.1f}".removesuffix(".0")
    return f"{whole} hour{'' if whole == '1' else 's'}"
