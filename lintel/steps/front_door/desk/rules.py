"""What the desk works out of plain values: what belongs together, its pace, who is in the room, time in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lintel.steps.front_door.codes import Priority

# Somebody who sat down longer ago has gone home and forgot to say so: nobody counts on them.
A_SEAT_LASTS = timedelta(hours=12)
# Fewer hours or decisions than these say nothing about a desk's own pace.
HOURS_FOR_A_PACE, DECIDED_FOR_A_PACE = 10, 20
NEVER_DEFERRED = {Priority.NOW, Priority.RED}


# --- one piece of thinking ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a waiting contact may have in common with another. Plain values; empty ones have nothing in common."""

    pk: int
    children: frozenset[int] = field(default_factory=frozenset)
    named: frozenset[str] = field(default_factory=frozenset)
    households: frozenset[int] = field(default_factory=frozenset)
    adults: frozenset[int] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    told: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class MayBelong:
    """A suggestion that a contact be thought of together with another; an officer says whether."""

    pk: int
    first: int
    because: str
    reference: str = ""  # of the first, as it is read out


_IN_COMMON: tuple[tuple[str, Callable[[Traits], Iterable[object]]], ...] = (
    ("the same child", lambda each: each.children),
    ("a child of the same name and date of birth", lambda each: each.named),
    ("the same household", lambda each: each.households),
    ("the same parent or carer", lambda each: each.adults),
    ("the same address", lambda each: each.places),
    ("the same person told us on the same day", lambda each: each.told),
)


def may_belong_together(waiting: Sequence[Traits], *, together: Mapping[int, int]) -> list[MayBelong]:
    """
    Which contacts may be one piece of thinking, and why: at most one suggestion for each, the strongest.

    :param waiting: in the order of their receipt, so that a later one is gathered into an earlier.
    :param together: the first contact of each that is thought of with another already.
    """
    found: dict[int, MayBelong] = {}
    for because, common in _IN_COMMON:
        first: dict[object, int] = {}
        for each in waiting:
            for value in common(each):
                other = first.setdefault(value, each.pk)
                if first_of(other, together) != first_of(each.pk, together) and each.pk not in found:
                    found[each.pk] = MayBelong(each.pk, other, because)
    return sorted(found.values(), key=lambda one: one.pk)


def first_of(pk: int, together: Mapping[int, int]) -> int:
    """The contact that one is thought of with, however long the chain; itself where there is none."""
    seen = {pk}
    while (above := together.get(pk)) is not None and above not in seen:
        seen.add(above)
        pk = above
    return pk


def in_blocks(ordered: Sequence[int], *, together: Mapping[int, int]) -> list[list[int]]:
    """Contacts thought of together as one block, each block where its most urgent contact stands."""
    blocks: dict[int, list[int]] = {}
    for pk in ordered:
        blocks.setdefault(first_of(pk, together), []).append(pk)
    return list(blocks.values())


# --- the room -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pace:
    """How many contacts one person at the desk works through in an hour, and from what we know it."""

    an_hour: float
    is_own: bool
    decided: int
    hours: float


def pace_of(*, decided: int, hours: float, agreed: float) -> Pace:
    """The desk's own pace where enough is known of it, else the agreed number."""
    is_own = decided >= DECIDED_FOR_A_PACE and hours >= HOURS_FOR_A_PACE
    return Pace(decided / hours if is_own else agreed, is_own, decided, hours)


def hours_at_desk(seats: Iterable[tuple[datetime, datetime | None]], *, since: datetime, at: datetime) -> float:
    """The hours people spent at the desk between two moments; a seat nobody left counts for as long as a seat lasts."""
    total = timedelta()
    for began, ended in seats:
        until = min(ended or at, began + A_SEAT_LASTS, at)
        total += max(until - max(began, since), timedelta())
    return total / timedelta(hours=1)


def is_in_the_room(*, began_at: datetime | None, ended_at: datetime | None, at: datetime) -> bool:
    """Whether somebody who sat down then can be counted on."""
    return began_at is not None and ended_at is None and at - began_at < A_SEAT_LASTS


def may_be_deferred(*, priority: str, is_danger_open: bool) -> bool:
    """Whether a manager may let a contact wait; never one that was called urgent."""
    return not is_danger_open and priority not in NEVER_DEFERRED


# --- time in words --------------------------------------------------------------------------------------------------


def time_in_words(length: timedelta) -> str:
    """2 days 3 hours, 5 hours 20 minutes, 40 minutes"""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (0 if days else rest, "minute")]
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "less than a minute"


def left_in_words(left: timedelta) -> str:
    """5 hours 20 minutes left; out of time for 2 days"""
    if left < timedelta():
        return f"Out of time for {time_in_words(left)}"
    return f"{time_in_words(left)} left"
