"""What the queries answer with: plain, frozen values that can be kept and shown. Nothing here names a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.indicator import Also, Breakdowns, Indicator
from lintel.oversight.performance.registry import indicator
from lintel.oversight.performance.rules import Interval, Spread
from lintel.oversight.performance.spc import Rule


class State(StrEnum):
    KNOWN = "known"
    NOT_IN_DATA = "not in your data yet"
    NOT_BY_FILTER = "not known by this filter"
    HIDDEN = "too few to show"


@dataclass(frozen=True)
class Reading:
    """
    One number with everything that goes with it.

    Where `state` is not KNOWN, the numbers are None and `shown` and `why` say so in words: never nought.
    """

    code: str
    as_at: date
    period: Period
    filters: Filters
    state: State
    why: str = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    interval: Interval | None = None
    spread: Spread | None = None
    shown: str = ""
    also: Also = ()
    mix: tuple[tuple[str, int], ...] = ()
    breakdowns: Breakdowns = ()
    note: str = ""

    @property
    def indicator(self) -> Indicator:
        return indicator(self.code)

    @property
    def is_known(self) -> bool:
        return self.state is State.KNOWN


@dataclass(frozen=True, slots=True)
class Point:
    """One week of a series. `value` is what the chart draws; None where there was nothing to count or it is hidden."""

    week: Period
    numerator: float | None
    denominator: float | None
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: tuple[Rule, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed: what, when, whose decision. `number` marks it on every chart, earliest first."""

    pk: int
    what: str
    changed_on: date
    decided_by: str
    detail: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class NewLimits:
    """A signed note from which the limits of a chart start anew."""

    pk: int
    starts_on: date
    reason: str
    signed_by: str


@dataclass(frozen=True)
class Series:
    """
    An indicator week by week, with its limits, signals and what was changed meanwhile.

    Where it is not `is_judged`, it has neither limits nor signals, and `limits_note` says why.
    """

    code: str
    as_at: date
    filters: Filters
    state: State
    why: str = ""
    points: tuple[Point, ...] = ()
    changes: tuple[Change, ...] = ()
    rebaselines: tuple[NewLimits, ...] = ()
    limits_note: str = ""
    note: str = ""
    # Whether a change from one week to another says anything: past weeks of a team leave out children who have left it.
    is_judged: bool = True

    @property
    def indicator(self) -> Indicator:
        return indicator(self.code)

    @property
    def is_known(self) -> bool:
        return self.state is State.KNOWN

    @property
    def changes_shown(self) -> tuple[Change, ...]:
        """What was changed in the weeks that are shown."""
        if not self.points:
            return ()
        first, last = self.points[0].week.start, self.points[-1].week.end
        return tuple(change for change in self.changes if first <= change.changed_on <= last)

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def signals(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.signals)


@dataclass(frozen=True)
class Tile:
    """What a page shows of one indicator: the number, its chart, and what really changed since last quarter."""

    code: str
    reading: Reading
    series: Series
    change: str

    @property
    def indicator(self) -> Indicator:
        return indicator(self.code)
