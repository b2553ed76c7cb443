"""
Where the time went: one set of pure functions for everybody's dashboard, so that both sides see the same hours.

An incident's time runs from the incident, never from our receipt. Every hour between it and the end belongs to exactly
one stage, and so to one party.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from lintel.statute.calendar import elapsed_hours
from lintel.steps.police_notifications.codes import Grade, Party, Stage


@dataclass(frozen=True, kw_only=True)
class Times:
    """
    The times of one notice. What nobody told us is None.

    :param occurred_at: when it happened; where only the day is known, its end, so that no lag is overstated.
    """

    occurred_at: datetime
    received_at: datetime
    triaged_at: datetime | None = None
    sent_at: datetime | None = None
    decided_at: datetime | None = None
    seen_at: datetime | None = None
    grade: Grade = Grade.NOT_GIVEN


def hours_of(times: Times, *, at: datetime | None = None) -> dict[Stage, float]:
    """
    The hours of each stage that has begun and ended; their sum is the whole time, whatever order the clocks were in.

    A time that contradicts its neighbours (sent before the incident) is moved to the nearer one, never dropped. Where
    the police do not say when they triaged or sent, their hours are not split.

    :param at: counts an undecided notice's hours so far as ours.
    """
    end = times.decided_at or at
    stops: list[tuple[Stage, datetime | None]] = [
        (Stage.TO_TRIAGE, times.triaged_at), (Stage.TO_SENT, times.sent_at or times.received_at),
        (Stage.IN_TRANSIT, times.received_at if times.sent_at else None), (Stage.TO_DECISION, end),
        (Stage.TO_SEEN, times.seen_at if times.decided_at else None),
    ]  # fmt: skip
    found: dict[Stage, float] = {}
    reached = min(times.occurred_at, times.received_at)
    for stage, stop in stops:
        if stop is None:
            continue
        if stage in (Stage.TO_TRIAGE, Stage.TO_SENT):
            stop = min(stop, times.received_at)
        stop = max(stop, reached)
        found[stage] = elapsed_hours(reached, stop)
        reached = stop
    return found


def hours_of_party(times: Times, party: Party, *, at: datetime | None = None) -> float | None:
    """The hours that were one party's until the decision; None where nothing of theirs is known."""
    stages = [hours for stage, hours in hours_of(times, at=at).items() if _until_decided(stage, party)]
    return sum(stages) if stages else None


def _until_decided(stage: Stage, party: Party) -> bool:
    return stage.party is party and stage is not Stage.TO_SEEN


def lag(times: Times) -> float:
    """Hours from the incident to our receipt (K20)."""
    return max(0.0, elapsed_hours(times.occurred_at, times.received_at))


def is_late(times: Times, *, limit: float) -> bool:
    """Whether more than `limit` hours passed from the incident to our receipt (K21)."""
    return lag(times) > limit


@dataclass(frozen=True)
class Line:
    """One line of a table of lags: how many, the middle, what nine in ten do not pass, the longest, how many late."""

    label: str
    notices: int
    median: float | None
    p90: float | None
    longest: float | None
    late: int
    still_open: int = 0

    @property
    def is_late(self) -> bool:
        return self.late > 0


@dataclass(frozen=True)
class Lags:
    """The lags of some notices: the whole way by grade, and each party's own hours."""

    notices: int
    limit: float
    all: Line
    by_grade: tuple[Line, ...]
    by_party: tuple[Line, ...]
    by_stage: tuple[Line, ...]
    undecided: int


def lags(notices: Iterable[Times], *, limit: float, at: datetime) -> Lags:
    """
    Both sides' numbers: incident to receipt by grade, and the hours of each party, with how many passed the limit.

    :param at: an undecided notice has been with us until then.
    """
    found = list(notices)
    return Lags(
        notices=len(found), limit=limit, all=_line("All", found, lag, limit),
        by_grade=tuple(
            _line(grade.words, graded, lag, limit)
            for grade in Grade
            if (graded := [t for t in found if t.grade == grade])
        ),
        by_party=tuple(_of_party(found, party, limit, at) for party in Party),
        by_stage=tuple(_of_stage(found, stage, limit, at) for stage in Stage if stage is not Stage.TO_SEEN),
        undecided=sum(t.decided_at is None for t in found),
    )  # fmt: skip


def _of_party(found: Sequence[Times], party: Party, limit: float, at: datetime) -> Line:
    open_still = sum(t.decided_at is None for t in found) if party is Party.OURS else 0
    return _line(party.words, found, lambda t: hours_of_party(t, party, at=at), limit, still_open=open_still)


def _of_stage(found: Sequence[Times], stage: Stage, limit: float, at: datetime) -> Line:
    return _line(stage.words, found, lambda t: hours_of(t, at=at).get(stage), limit)


def _line(
    label: str, found: Iterable[Times], measure: Callable[[Times], float | None], limit: float, still_open: int = 0
) -> Line:
    hours = sorted(value for t in found if (value := measure(t)) is not None)
    if not hours:
        return Line(label, 0, None, None, None, 0, still_open)
    half = len(hours) // 2
    median = hours[half] if len(hours) % 2 else (hours[half - 1] + hours[half]) / 2
    late = sum(value > limit for value in hours)
    return Line(label, len(hours), median, at_percentile(hours, 90), hours[-1], late, still_open)


def at_percentile(ranked: Sequence[float], per_cent: int) -> float:
    """By nearest rank, so that it is always a value that occurred; `ranked` is in order and not empty."""
    return ranked[max(0, ceil(len(ranked) * per_cent / 100) - 1)]


@dataclass(frozen=True)
class Apportioned:
    """Of all the hours from incidents to the children being seen: how many were whose (K25)."""

    notices: int
    hours: dict[Party, float]

    @property
    def total(self) -> float:
        return sum(self.hours.values())

    def share(self, party: Party) -> float | None:
        return self.hours[party] / self.total if self.total else None


def where_the_time_went(notices: Iterable[Times]) -> Apportioned:
    """The hours of each party from the incident until the child was seen, over notices that have come so far."""
    seen = [times for times in notices if times.seen_at is not None]
    hours = dict.fromkeys(Party, 0.0)
    for times in seen:
        for stage, amount in hours_to_seen(times).items():
            hours[stage.party] += amount
    return Apportioned(len(seen), hours)


def hours_to_seen(times: Times) -> dict[Stage, float]:
    """The hours of each stage until the child was seen; nothing where that has not happened."""
    if times.seen_at is None:
        return {}
    if times.decided_at is None or times.decided_at > times.seen_at:
        return hours_of(replace(times, decided_at=None), at=times.seen_at)
    return hours_of(times)
