"""
The next weeks from what stands today, by averages: who comes in, who goes out, and who is given what place is free.

The weekly flow of the engine (`demand_engine.instant`), begun with the children who wait and are held today and with
the places agreed for the workers there are, instead of those of a scenario. Plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demand_engine.instant import Flow, fluid

WEEKS_AHEAD = 4
A_HAIR = 1e-6


@dataclass(frozen=True, kw_only=True)
class Rates:
    """
    What the record says of the teams that take referrals.

    :param teams: their names.
    :param referrals: children referred to them in each of the weeks to come.
    :param weeks_held: how long a child is held, on average.
    :param weeks_seen: of how many weeks of the record this is the answer.
    :param is_national: whether too few assessments have ended to say how long they last, so the nation's stand in.
    """

    teams: tuple[str, ...]
    referrals: tuple[float, ...]
    weeks_held: float
    weeks_seen: int
    is_national: bool

    def going_out(self, held: float) -> float:
        """Children let go of in a week when so many are held."""
        return held / self.weeks_held


@dataclass(frozen=True, kw_only=True)
class TooThin:
    """That the record says too little, and why."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Start:
    """
    What stands as the meeting ends.

    :param held: children held, those given and not answered among them.
    :param places: children the workers may hold, as agreed for each. Who is held above that is held and makes no place:
        nobody is given a worker until as many have gone.
    """

    waiting: int
    held: int
    places: float
    workers: int

    @property
    def caseload(self) -> float:
        return self.held / self.workers if self.workers else 0.0

    @property
    def is_full(self) -> bool:
        return self.held >= self.places - A_HAIR

    @property
    def above(self) -> int:
        """Children held above what was agreed for all workers together."""
        return max(0, int(self.held - self.places))


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week from today, as it ends; what is free by then was given at its end."""

    number: int
    referrals: float
    waiting: float
    held: float
    caseload: float
    is_full: bool


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The weeks from a start; `child_days` are the days all children wait in them, added up."""

    start: Start
    weeks: Sequence[Week]
    child_days: float

    @property
    def full_from(self) -> int | None:
        """The first week at whose end every agreed place is taken, 0 for today; None where none is in sight."""
        if self.start.is_full:
            return 0
        return next((week.number for week in self.weeks if week.is_full), None)


def ahead(rates: Rates, start: Start) -> Ahead:
    """What the weeks to come look like if they go as the last ones went."""
    found = fluid(
        Flow(
            weeks=len(rates.referrals), children_per_week=lambda week: rates.referrals[week], conversion=lambda _: 1.0,
            places=lambda _: start.places, staff=lambda _: float(start.workers), weeks_held=rates.weeks_held,
            open_at_start=float(start.held), waiting_at_start=float(start.waiting),
        )
    )  # fmt: skip
    weeks, before, days = [], float(start.waiting), 0.0
    for each in found:
        # All week the list is what it was, and grows evenly by those who come in; at its end places are given.
        days += 7 * (before + each.referrals / 2)
        before = each.waiting
        weeks.append(
            Week(
                number=each.week + 1, referrals=each.referrals, waiting=each.waiting, held=each.open,
                caseload=each.caseload, is_full=each.open >= start.places - A_HAIR,
            )
        )  # fmt: skip
    return Ahead(start=start, weeks=weeks, child_days=days)
