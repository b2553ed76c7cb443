"""
Fitting the engine's values to what happened: how long things last, how often they come, what share goes on.

Work that is still open is censored, not left out: the mean of closed work alone came out 15% short in a trial
(ENGINE.md). What there is too little of falls back on a national figure, and says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from demand_engine.curves import Curve, Point

FEWEST_ENDED = 30  # fewer spells that ended than this say too little about a distribution
MOST_POINTS = 40
Z = 1.2816  # an 80% interval


@dataclass(frozen=True, kw_only=True)
class Spell:
    """
    Something that lasted so many days, or is still going on.

    :param days: until it ended, or until we looked.
    :param has_ended: False where it is still going on.
    :param seen_from: days it had lasted when it came into view (delayed entry); 0 where it was seen from the start.
    """

    days: float
    has_ended: bool
    seen_from: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """At a day: those at risk of ending, those who ended, and the share still going after it."""

    days: float
    at_risk: int
    ended: int
    going: float


@dataclass(frozen=True, kw_only=True)
class FittedCurve:
    """A curve, and what it was fitted to. `low` and `high` hold the median, eight times in ten."""

    curve: Curve
    spells: int
    ended: int
    is_national: bool
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class FittedShare:
    """A share or a rate with the interval that holds the true one eight times in ten."""

    value: float
    low: float
    high: float
    out_of: int
    is_national: bool = False


def kaplan_meier(spells: Sequence[Spell]) -> list[Step]:
    """
    The share still going after each day on which something ended (Kaplan and Meier 1958), with delayed entry.

    A spell is at risk on the days after `seen_from` up to and including `days`.
    """
    steps, going = [], 1.0
    for day in sorted({spell.days for spell in spells if spell.has_ended}):
        at_risk = sum(spell.seen_from < day <= spell.days for spell in spells)
        ended = sum(spell.has_ended and spell.days == day and spell.seen_from < day for spell in spells)
        if ended:
            going *= 1 - ended / at_risk
            steps.append(Step(days=day, at_risk=at_risk, ended=ended, going=going))
    return steps


def fit_curve(spells: Sequence[Spell], *, national: Curve) -> FittedCurve:
    """
    The curve of what happened, or the national one where fewer than 30 ended.

    Where the longest are still open, the tail falls off exponentially at the rate of the last third of the endings.
    """
    steps = kaplan_meier(spells)
    ended = sum(step.ended for step in steps)
    if ended < FEWEST_ENDED:
        middle = national.days_at(0.5)
        return FittedCurve(
            curve=national, spells=len(spells), ended=ended, is_national=True, low=middle, high=middle
        )  # fmt: skip
    low, high = _median_between(steps)
    return FittedCurve(
        curve=_curve(steps, spells), spells=len(spells), ended=ended, is_national=False, low=low, high=high
    )  # fmt: skip


def _curve(steps: Sequence[Step], spells: Sequence[Spell]) -> Curve:
    points: list[Point] = [(0.0, 0.0)]
    gap = 1 / MOST_POINTS
    for step in steps:
        if 1 - step.going >= points[-1][0] + gap or step is steps[-1]:
            points.append((1 - step.going, step.days))
    if len(points) > 2 and points[-1][0] - points[-2][0] < 1e-9:
        points.pop(-2)
    if points[-1][0] > 1 - 1e-9:
        return Curve(points=(*points[:-1], (1.0, points[-1][1])))
    return Curve(points=tuple(points), tail_mean_days=_tail_mean(steps, spells))


def _tail_mean(steps: Sequence[Step], spells: Sequence[Spell]) -> float:
    """Days lived beyond the start of the last third of the endings, for each that ended there."""
    begins = steps[len(steps) * 2 // 3].days
    lived = sum(max(0.0, spell.days - max(begins, spell.seen_from)) for spell in spells if spell.days > begins)
    ended = sum(step.ended for step in steps if step.days > begins)
    return max(1.0, lived / max(1, ended))


def _median_between(steps: Sequence[Step]) -> tuple[float, float]:
    """The days at which Greenwood's band of the share still going (on the log-log scale) crosses a half."""
    low, high, total = 0.0, steps[-1].days, 0.0
    found_low = found_high = False
    for step in steps:
        if step.at_risk > step.ended:
            total += step.ended / (step.at_risk * (step.at_risk - step.ended))
        if not 0 < step.going < 1:
            continue
        half = Z * math.sqrt(total) / abs(math.log(step.going))
        if not found_low and step.going ** math.exp(half) <= 0.5:
            low, found_low = step.days, True
        if not found_high and step.going ** math.exp(-half) <= 0.5:
            high, found_high = step.days, True
    return low, high


def fit_share(counted: int, out_of: int, *, national: float, worth: int = 20) -> FittedShare:
    """
    A share, drawn towards the national one as if that had been seen `worth` times; with Wilson's 80% interval.

    :raises ValueError: if more are counted than there are.
    """
    if not 0 <= counted <= out_of:
        raise ValueError(f"{counted} of {out_of} is not a share.")
    trials = out_of + worth
    share = (counted + worth * national) / trials
    middle = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials)
    half = Z * math.sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials)) / (1 + Z * Z / trials)
    return FittedShare(
        value=share, low=max(0.0, middle - half), high=min(1.0, middle + half), out_of=out_of, is_national=out_of == 0
    )  # fmt: skip


def fit_rate(counts: Sequence[int]) -> FittedShare:
    """A number a week from the numbers of many weeks, with an interval that allows for weeks varying beyond chance."""
    if not counts:
        return FittedShare(value=0.0, low=0.0, high=0.0, out_of=0, is_national=True)
    mean = sum(counts) / len(counts)
    half = Z * math.sqrt(max(dispersion(counts), 1.0) * mean / len(counts))
    return FittedShare(value=mean, low=max(0.0, mean - half), high=mean + half, out_of=len(counts))


def dispersion(counts: Sequence[int]) -> float:
    """Variance over mean; 1 is chance alone. 1 where there are too few to say."""
    mean = sum(counts) / len(counts) if counts else 0.0
    if len(counts) < 8 or mean == 0:
        return 1.0
    return sum((count - mean) ** 2 for count in counts) / (len(counts) - 1) / mean


def weekday_factors(
    counts: Sequence[Sequence[int]], *, assumed: tuple[float, ...], worth: int = 50
) -> tuple[float, ...]:
    """
    Monday to Sunday relative to the average day, from the counts of each weekday, drawn towards what is assumed.

    :param counts: seven lists.
    :param worth: as if the assumed rhythm had been seen in this many contacts.
    """
    scale = worth / sum(assumed)
    totals = [sum(day) + scale * share for day, share in zip(counts, assumed, strict=True)]
    mean = sum(totals) / 7
    return tuple(total / mean for total in totals)
