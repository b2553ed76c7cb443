"""How long things last: distributions of days, and shares that change over weeks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


class NotACurve(ValueError):
    """The points do not describe a distribution of days."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """
    How long something lasts, in days, as quantiles: the share done by each day.

    :param points: `(share, days)`, both rising: half are done by day 33 is `(0.5, 33)`. Between points the days rise
        in a straight line. The first share is 0; the last is `tail_from`.
    :param tail_mean_days: beyond the last point, days go on falling off exponentially with this mean; 0 where the last
        share is 1.

    Which days are meant, working days or calendar days, is said where the curve is used.
    """

    points: tuple[Point, ...]
    tail_mean_days: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple((float(share), float(days)) for share, days in self.points))
        shares = [share for share, _ in self.points]
        days = [day for _, day in self.points]
        if not shares or shares[0] != 0 or not 0 <= shares[-1] <= 1:
            raise NotACurve("A curve starts at share 0 and ends at a share no higher than 1.")
        if any(later <= earlier for earlier, later in pairwise(shares)):
            raise NotACurve("The shares of a curve rise from point to point.")
        if days[0] < 0 or any(later < earlier for earlier, later in pairwise(days)) or not math.isfinite(days[-1]):
            raise NotACurve("The days of a curve are not negative and never fall from point to point.")
        if (shares[-1] < 1) != (self.tail_mean_days > 0):
            raise NotACurve("A curve that stops short of share 1 needs a tail, and only such a curve has one.")

    @property
    def tail_from(self) -> float:
        """The share beyond which the tail begins; 1 where there is none."""
        return self.points[-1][0]

    @property
    def mean_days(self) -> float:
        """The mean, exactly."""
        body = sum((b - a) * (x + y) / 2 for (a, x), (b, y) in pairwise(self.points))
        return body + (1 - self.tail_from) * (self.points[-1][1] + self.tail_mean_days)

    def days_at(self, share: float) -> float:
        """The day by which `share` (0 ≤ share < 1) are done."""
        for (a, x), (b, y) in pairwise(self.points):
            if share < b:
                return x + (y - x) * (share - a) / (b - a)
        if self.tail_mean_days == 0:
            return self.points[-1][1]
        return self.points[-1][1] - self.tail_mean_days * math.log((1 - share) / (1 - self.tail_from))

    def share_by(self, days: float) -> float:
        """The share done by a day: `days_at` turned round."""
        for (a, x), (b, y) in pairwise(self.points):
            if days < y:
                return a if days < x else a + (b - a) * (days - x) / (y - x)
        if self.tail_mean_days == 0 or days < self.points[-1][1]:
            return self.tail_from
        return 1 - (1 - self.tail_from) * math.exp(-(days - self.points[-1][1]) / self.tail_mean_days)

    def stretched(self, factor: float) -> Curve:
        """The same curve with every day multiplied."""
        return Curve(
            points=tuple((share, days * factor) for share, days in self.points),
            tail_mean_days=self.tail_mean_days * factor,
        )


def fixed(days: float) -> Curve:
    """Always this many days."""
    return Curve(points=((0.0, days), (1.0, days)))


def exponential(mean_days: float) -> Curve:
    """Exponential with this mean: what the formulae of queueing theory ask for."""
    return Curve(points=((0.0, 0.0),), tail_mean_days=mean_days)


def from_quantiles(points: Sequence[Point], *, tail_mean_days: float = 0.0) -> Curve:
    """A curve through published or fitted quantiles, such as `[(0, 0), (0.25, 17), (0.5, 33), (0.75, 43), (1, 80)]`."""
    return Curve(points=tuple(points), tail_mean_days=tail_mean_days)


@dataclass(frozen=True, kw_only=True)
class Path:
    """
    A share or a number that changes over the weeks: `(week, value)`, straight lines between, level before and after.

    Week 0 is the first week of the scenario; the value of a week is the value at its start.
    """

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple((float(week), float(value)) for week, value in self.points))
        if not self.points or any(later[0] <= earlier[0] for earlier, later in pairwise(self.points)):
            raise NotACurve("A path needs at least one point, and its weeks rise from point to point.")

    def at(self, week: float) -> float:
        """The value at a week."""
        if week <= self.points[0][0]:
            return self.points[0][1]
        for (a, x), (b, y) in pairwise(self.points):
            if week < b:
                return x + (y - x) * (week - a) / (b - a)
        return self.points[-1][1]


def level(value: float) -> Path:
    """The same value in every week."""
    return Path(points=((0.0, value),))


def ramp(before: float, after: float, *, from_week: float, over_weeks: float) -> Path:
    """From one value to another in a straight line; at once where `over_weeks` is 0."""
    if over_weeks <= 0:
        return Path(points=((from_week - 1e-6, before), (from_week, after)))
    return Path(points=((from_week, before), (from_week + over_weeks, after)))
