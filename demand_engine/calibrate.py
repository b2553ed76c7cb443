"""
Fitting the engine's values to what happened: how long things last, how often they come, what share goes on.

Work that is still open is censored, not left out: the mean of closed work alone came out 15% short in a trial
(ENGINE.md). What there is too little of falls back on a national figure, and says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from demand_engine.curves import Curve, Point

FEWEST_ENDED = 30  # fewer spells that ended than this say too little about a distribution
MOST_POINTS = 40
EMPTY_DAYS = 5  # where nothing ended for longer than this, the curve stands still instead of rising evenly
A_HAIR = 1e-6
FEWEST_HOLIDAYS = 5
CONTACTS_FOR_A_MODEL = 200
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


def fit_curve(spells: Sequence[Spell], *, national: Curve, fewest: int = FEWEST_ENDED) -> FittedCurve:
    """
    The curve of what happened, or the national one where fewer ended than the fewest that say something.

    Where the longest are still open, the tail falls off exponentially at the rate of the last third of the endings.
    """
    steps = kaplan_meier(spells)
    ended = sum(step.ended for step in steps)
    if ended < fewest:
        middle = national.days_at(0.5)
        return FittedCurve(
            curve=national, spells=len(spells), ended=ended, is_national=True, low=middle, high=middle
        )  # fmt: skip
    low, high = _median_between(steps)
    return FittedCurve(
        curve=_curve(steps, spells), spells=len(spells), ended=ended, is_national=False, low=low, high=high
    )  # fmt: skip


def _curve(steps: Sequence[Step], spells: Sequence[Spell]) -> Curve:
    """Through the steps, leaving out those that add little; those who end on one day are spread over that day only."""
    points: list[Point] = [(0.0, max(0.0, steps[0].days - 1))]
    gap = 1 / MOST_POINTS
    before = steps[0].days
    for step in steps:
        if step.days > before + EMPTY_DAYS and 1 - step.going > points[-1][0] + 2 * A_HAIR:
            points.append((points[-1][0] + A_HAIR, step.days - 1))
        if 1 - step.going >= points[-1][0] + gap or step is steps[-1]:
            points.append((1 - step.going, step.days))
        before = step.days
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


@dataclass(frozen=True, kw_only=True)
class Day:
    """The contacts of one day, and what day it was. `weekday` is 0 on Monday."""

    contacts: int
    weekday: int
    is_bank_holiday: bool
    is_school_holiday: bool


def holiday_factor(days: Sequence[Day], *, school: bool, fewest: int = FEWEST_HOLIDAYS) -> FittedShare | None:
    """
    Contacts on a holiday relative to another day of the same weekday: a log-linear model with the weekday, both kinds
    of holiday and a trend, its errors widened by how much more than chance the days vary.

    :param school: school holidays; else bank holidays.
    :returns: None where fewer holidays or too few contacts were seen than say something.
    """
    # These take seconds to import, and nothing else needs them.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    open_on = {day.weekday for day in days if day.contacts}
    days = [day for day in days if day.weekday in open_on]
    holidays = [day.contacts for day in days if (day.is_school_holiday if school else day.is_bank_holiday)]
    contacts, seen = [day.contacts for day in days], len(holidays)
    if seen < fewest or sum(contacts) < CONTACTS_FOR_A_MODEL:
        return None
    if sum(holidays) == 0:
        return FittedShare(value=0.0, low=0.0, high=Z / seen, out_of=seen)
    columns = np.array(
        [
            [*(day.weekday == other for other in range(7)), day.is_bank_holiday, day.is_school_holiday,
             place / len(days)]
            for place, day in enumerate(days)
        ],
        dtype=float,
    )  # fmt: skip
    used = [place for place in range(columns.shape[1]) if columns[:, place].any()]
    fitted = GLM(contacts, columns[:, used], family=Poisson()).fit(scale="X2")
    place = used.index(8 if school else 7)
    middle, spread = float(fitted.params[place]), Z * float(fitted.bse[place])
    return FittedShare(
        value=math.exp(middle), low=math.exp(middle - spread), high=math.exp(middle + spread), out_of=seen
    )  # fmt: skip


def lengthening(loads: Sequence[float], days: Sequence[float]) -> FittedShare:
    """
    How much longer work takes for each ceiling's worth of children above the ceiling: 0.5 is half as long again at
    twice the ceiling.

    :param loads: what the worker held when the work began, over the ceiling; one for each piece of work.
    :param days: how long each took.
    :returns: 0 where too little was begun above the ceiling, or where it took no longer.
    """
    above = [(load - 1, day) for load, day in zip(loads, days, strict=True) if load > 1]
    usual = [day for load, day in zip(loads, days, strict=True) if load <= 1]
    if len(above) < FEWEST_ENDED or len(usual) < FEWEST_ENDED or sum(usual) == 0:
        return FittedShare(value=0.0, low=0.0, high=0.0, out_of=len(above), is_national=True)
    mean = sum(usual) / len(usual)
    weight = sum(excess * excess for excess, _ in above)
    slope = sum(excess * (day / mean - 1) for excess, day in above) / weight
    rest = sum((day / mean - 1 - slope * excess) ** 2 for excess, day in above) / len(above)
    half = Z * math.sqrt(rest / weight)
    return FittedShare(
        value=max(0.0, slope), low=max(0.0, slope - half), high=max(0.0, slope + half), out_of=len(above)
    )  # fmt: skip
