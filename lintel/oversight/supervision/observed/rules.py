"""
What may be said of observed sessions, and how far talks and their records agree. Plain numbers; scores are 0 to 3.

Only whole quarters that are over are shown, and a quarter with too few sessions waits for the next: between two days,
or two totals, nobody can take one from the other and find a single session.

*Means.* Sessions of one supervisor are alike, so the interval counts supervisors and not sessions: the cluster-robust
variance with Student's t of one fewer degrees than supervisors (K.-Y. Liang and S. Zeger, Biometrika 73, 1986).
*Talk against record.* The difference of means with a percentile bootstrap interval, the same for the same seed; and
Spearman's rank correlation with the interval of D. Bonett and T. Wright (Psychometrika 65, 2000).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import atanh, sqrt, tanh
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from lintel.oversight.fanlight.rules import quarter_of
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.rubric.rules import TOP

Numbers = NDArray[np.float64]
RESAMPLED, SEED = 2_000, 0
FEWEST_RECORDS = 5  # as K72 asks before it shows a mean


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A talk, or one reading of its record: what it was given on a day, in the order of `Dimension`."""

    session: int
    supervisor: int
    on: date
    scores: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Pair(Rated):
    """A talk whose record was read blind too; `record` is the mean of all readings, `on` the later of the days."""

    record: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Fewest:
    """How much there must be before anything is shown, so that nobody is recognised."""

    sessions: int
    supervisors: int

    def are_in(self, rated: Sequence[Rated]) -> bool:
        there = len({each.session for each in rated}), len({each.supervisor for each in rated})
        return there[0] >= self.sessions and there[1] >= self.supervisors

    def at_least(self, other: Fewest) -> Fewest:
        """The stricter of both."""
        return Fewest(
            sessions=max(self.sessions, other.sessions), supervisors=max(self.supervisors, other.supervisors)
        )  # fmt: skip


# An authority may ask for more, and never for fewer: whoever sets the limit would otherwise read one pair's numbers.
NEVER_FEWER = Fewest(sessions=10, supervisors=5)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its 95% interval."""

    low: float
    mid: float
    high: float


OneRated = TypeVar("OneRated", bound=Rated)


def spans(rated: Sequence[OneRated], *, on: date, fewest: Fewest) -> list[tuple[date, date, list[OneRated]]]:
    """
    What may be shown on a day, from its first day to its last, the earliest first: calendar quarters that are over,
    each joined with those after it until there are enough. What is not enough at the end is not in it.
    """
    by_quarter = defaultdict[tuple[date, date], list[OneRated]](list)
    for each in rated:
        by_quarter[quarter_of(each.on)].append(each)
    found, waiting, since = [], list[OneRated](), date.max
    for first, last in sorted(by_quarter):
        if last >= on:
            break
        waiting, since = waiting + by_quarter[first, last], min(since, first)
        if fewest.are_in(waiting):
            found.append((since, last, waiting))
            waiting, since = [], date.max
    return found


def means_of(rated: Sequence[Rated]) -> list[Estimate]:
    """The mean of each dimension; the interval is the whole scale where all are of one supervisor."""
    return [_mean([(each.supervisor, each.scores[place]) for each in rated]) for place, _ in enumerate(Dimension)]


def _mean(values: Sequence[tuple[int, float]]) -> Estimate:
    middle = sum(value for _, value in values) / len(values)
    beside = defaultdict[int, float](float)
    for supervisor, value in values:
        beside[supervisor] += value - middle
    many = len(beside)
    if many < 2:
        return Estimate(low=0.0, mid=middle, high=float(TOP))
    spread = sqrt(many / (many - 1) * sum(each**2 for each in beside.values())) / len(values)
    reach = float(stats.t.ppf(0.975, many - 1)) * spread
    return Estimate(low=max(0.0, middle - reach), mid=middle, high=min(float(TOP), middle + reach))


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One dimension: how far talks lie above records, and how far both rank the same sessions alike."""

    dimension: Dimension
    talk: float
    record: float
    apart: Estimate
    alike: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    How far talks and records agree; `by_dimension` is empty until there are `needed` of them.

    `is_paired` says whether the same sessions are compared; else all talks with all records, and no ranks.
    """

    needed: int
    pairs: int
    talks: int
    records: int
    is_paired: bool
    by_dimension: Sequence[Compared]


def compare(pairs: Sequence[Pair], talks: Sequence[Rated], records: Sequence[Rated], *, needed: int) -> Comparison:
    """The same sessions where there are enough, else the means of all, else nothing."""
    is_paired = len(pairs) >= needed
    found: list[Compared] = []
    if is_paired:
        found = [_of_pairs(place, dimension, pairs) for place, dimension in enumerate(Dimension)]
    elif min(len(talks), len(records)) >= needed:
        found = [_of_means(place, dimension, talks, records) for place, dimension in enumerate(Dimension)]
    return Comparison(
        needed=needed, pairs=len(pairs), talks=len(talks), records=len(records), is_paired=is_paired,
        by_dimension=found,
    )  # fmt: skip


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> Estimate | None:
    """Spearman's, from -1 to 1; None where one of them never varies, so that there is nothing to rank."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    found = float(stats.spearmanr(one, other).statistic)
    if len(one) < 4:
        return Estimate(low=-1.0, mid=found, high=1.0)
    if abs(found) >= 1:
        return Estimate(low=found, mid=found, high=found)
    reach = 1.96 * sqrt((1 + found**2 / 2) / (len(one) - 3))
    return Estimate(low=tanh(atanh(found) - reach), mid=found, high=tanh(atanh(found) + reach))


def _of_pairs(place: int, dimension: Dimension, pairs: Sequence[Pair]) -> Compared:
    talk = np.array([each.scores[place] for each in pairs])
    record = np.array([each.record[place] for each in pairs])
    return Compared(
        dimension=dimension, talk=float(talk.mean()), record=float(record.mean()),
        apart=_between(float((talk - record).mean()), _resampled(talk - record, seed=SEED)),
        alike=rank_correlation(talk.tolist(), record.tolist()),
    )  # fmt: skip


def _of_means(place: int, dimension: Dimension, talks: Sequence[Rated], records: Sequence[Rated]) -> Compared:
    talk, record = (np.array([each.scores[place] for each in rated]) for rated in (talks, records))
    drawn = _resampled(talk, seed=SEED) - _resampled(record, seed=SEED + 1)
    return Compared(
        dimension=dimension, talk=float(talk.mean()), record=float(record.mean()),
        apart=_between(float(talk.mean() - record.mean()), drawn), alike=None,
    )  # fmt: skip


def _resampled(values: Numbers, *, seed: int) -> Numbers:
    """The means of as many values drawn from these, with replacement."""
    many = len(values)
    times = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=RESAMPLED)
    return np.asarray(times @ values / many, dtype=np.float64)


def _between(middle: float, drawn: Numbers) -> Estimate:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(low=min(float(low), middle), mid=middle, high=max(float(high), middle))
