"""
How far people agree, beyond chance, and how sure one can be of it. Plain numbers in and out.

Ratings are rows, one for each thing decided, of category numbers 0 … q-1; None where somebody said nothing. Sources:
K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of
Mathematical and Statistical Psychology 61 (2008), and *Handbook of Inter-Rater Reliability*, 4th edition (2014), for
AC1 and AC2; K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), for alpha.

AC is shown first because it does not collapse where nearly all decisions are of one kind, as at most front doors;
alpha beside it because the literature reports it. Neither says who is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Ratings = Sequence[Sequence[int | None]]
Numbers = NDArray[np.float64]

# PRODUCT.md 5, Q1: about this many pairs pin the coefficient down this closely, in planning.
PLANNED_PAIRS, PLANNED_REACH = 200, 0.10
RESAMPLED = 2_000
FEWEST_PAIRS = 10  # below, an interval from resampling would be a promise nobody can keep


class TooFewToSay(Exception):
    """Nothing was decided by two people, so there is nothing to compare."""


class Weights(StrEnum):
    """How far apart two answers count: any difference alike, by levels, or by levels squared."""

    NOMINAL = "nominal"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Scale(StrEnum):
    """What Krippendorff's alpha takes the categories for."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """
    A coefficient with its 95% interval and what is behind it.

    The interval is None below `FEWEST_PAIRS`. `marginals` is the share of each category over all answers: agreement can
    be had by everyone choosing one level, so they are always shown together.
    """

    coefficient: float
    low: float | None
    high: float | None
    percent: float
    chance: float
    pairs: int
    marginals: tuple[float, ...]

    @property
    def reach(self) -> float | None:
        """Half the width of the interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def weights(kind: Weights, categories: int) -> Numbers:
    """What an answer of category k counts where another said l: 1 where they are the same, 0 at the far end."""
    if kind is Weights.NOMINAL or categories < 2:
        return np.eye(categories)
    apart = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))) / (categories - 1)
    return np.asarray(1 - (apart if kind is Weights.LINEAR else apart**2), dtype=np.float64)


def percent_agreement(ratings: Ratings, *, categories: int) -> float:
    """
    The share of pairs of answers that are the same.

    :raises TooFewToSay: if no row has two answers.
    """
    return gwet(ratings, categories=categories, kind=Weights.NOMINAL, resampled=0).percent


def ac1(ratings: Ratings, *, categories: int, seed: int = 0) -> Agreement:
    """Gwet's AC1, for answers without an order. See `gwet`."""
    return gwet(ratings, categories=categories, kind=Weights.NOMINAL, seed=seed)


def ac2(ratings: Ratings, *, categories: int, kind: Weights = Weights.QUADRATIC, seed: int = 0) -> Agreement:
    """Gwet's AC2, for answers with an order such as levels of need. See `gwet`."""
    return gwet(ratings, categories=categories, kind=kind, seed=seed)


def gwet(
    ratings: Ratings, *, categories: int, kind: Weights, stands_for: Sequence[float] | None = None, seed: int = 0,
    resampled: int = RESAMPLED,
) -> Agreement:  # fmt: skip
    """
    Gwet's coefficient with an interval from resampling whole rows (percentile bootstrap, the same for the same seed).

    :param stands_for: how many decisions each row stands for, where some kinds were drawn more often on purpose.
    :raises TooFewToSay: if no row has two answers.
    """
    counts = _counted(ratings, categories)
    rows = np.asarray(stands_for if stands_for is not None else np.ones(len(counts)), dtype=np.float64)
    answers = counts.sum(axis=1)
    paired = (answers >= 2) * rows
    if not paired.any():
        raise TooFewToSay
    table = weights(kind, categories)
    alike = _alike(counts, table)
    shares = counts / np.maximum(answers, 1)[:, None]
    said = (answers >= 1) * rows

    def coefficients(times: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        observed = (times @ (paired * alike)) / (times @ paired)
        marginals = (times @ (shares * said[:, None])) / (times @ said)[..., None]
        spread = (marginals * (1 - marginals)).sum(axis=-1)
        chance = table.sum() * spread / (categories * (categories - 1)) if categories > 1 else 0 * observed
        return observed, chance, _beyond_chance(observed, chance)

    _, chance, found = coefficients(np.ones(len(counts)))
    same = (paired @ _alike(counts, np.eye(categories))) / paired.sum()
    pairs = int((answers >= 2).sum())
    low, high = _interval(lambda times: coefficients(times)[2], paired, pairs, seed, resampled)
    return Agreement(
        coefficient=float(found), low=low, high=high, percent=float(same), chance=float(chance), pairs=pairs,
        marginals=tuple((said @ shares / said.sum()).tolist()),
    )  # fmt: skip


def alpha(
    ratings: Ratings, *, categories: int, scale: Scale = Scale.ORDINAL, seed: int = 0, resampled: int = RESAMPLED
) -> Agreement:
    """
    Krippendorff's alpha with an interval from resampling whole rows. 1 where there is no variation to disagree about.

    :raises TooFewToSay: if no row has two answers.
    """
    counts = _counted(ratings, categories)
    answers = counts.sum(axis=1)
    counts, answers = counts[answers >= 2], answers[answers >= 2]
    if not len(counts):
        raise TooFewToSay
    within = np.einsum("ic,ik->ick", counts, counts) - np.einsum("ic,ck->ick", counts, np.eye(categories))
    coincidences = (within / (answers - 1)[:, None, None]).reshape(len(counts), -1)

    def alphas(times: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        table = (times @ coincidences).reshape(*times.shape[:-1], categories, categories)
        totals = table.sum(axis=-1)
        apart = _apart(scale, totals)
        everything = totals.sum(axis=-1)
        observed = (table * apart).sum(axis=(-2, -1))
        expected = np.einsum("...c,...k,...ck->...", totals, totals, apart) / np.maximum(everything - 1, 1)
        return 1 - np.divide(observed, expected, out=np.zeros_like(observed), where=expected > 0), expected, totals

    found, _, totals = alphas(np.ones(len(counts)))
    shares = totals / totals.sum()
    low, high = _interval(lambda times: alphas(times)[0], np.ones(len(counts)), len(counts), seed, resampled)
    return Agreement(
        coefficient=float(found), low=low, high=high, percent=percent_agreement(ratings, categories=categories),
        chance=float((shares**2).sum()), pairs=len(counts), marginals=tuple(shares.tolist()),
    )  # fmt: skip


def planned_reach(pairs: int) -> float:
    """How closely so many pairs are expected to pin the coefficient down: it narrows with the root of their number."""
    return PLANNED_REACH * sqrt(PLANNED_PAIRS / max(pairs, 1))


def precision_in_words(pairs: int) -> str:
    """How sure one can be of so many pairs, before looking at them."""
    planned = f"About {PLANNED_PAIRS} pairs are needed for ±{PLANNED_REACH:.2f}."
    if not pairs:
        return f"{planned} There are none yet."
    return f"{planned} You have {pairs:,}: about ±{min(planned_reach(pairs), 1):.2f}."


def _counted(ratings: Ratings, categories: int) -> Numbers:
    counts = np.zeros((len(ratings), categories))
    for row, answers in enumerate(ratings):
        for answer in answers:
            if answer is not None:
                counts[row, answer] += 1
    return counts


def _alike(counts: Numbers, table: Numbers) -> Numbers:
    """For each row, how far its pairs of answers agree; nought where there is no pair."""
    answers = counts.sum(axis=1)
    pairs = answers * (answers - 1)
    agreeing = (counts * (counts @ table - 1)).sum(axis=1)
    return np.asarray(np.divide(agreeing, pairs, out=np.zeros_like(agreeing), where=pairs > 0), dtype=np.float64)


def _beyond_chance(observed: Numbers, chance: Numbers) -> Numbers:
    left = 1 - chance
    apart = np.divide(observed - chance, left, out=np.ones_like(np.asarray(observed)), where=left > 1e-12)
    return np.asarray(apart, dtype=np.float64)


def _apart(scale: Scale, totals: Numbers) -> Numbers:
    """Krippendorff's squared differences between categories; for ranks they depend on how often each was used."""
    categories = totals.shape[-1]
    if scale is Scale.NOMINAL:
        return np.broadcast_to(1 - np.eye(categories), (*totals.shape, categories))
    if scale is Scale.INTERVAL:
        places = np.arange(categories, dtype=np.float64)
        return np.broadcast_to(np.subtract.outer(places, places) ** 2, (*totals.shape, categories))
    ranks = np.cumsum(totals, axis=-1) - totals / 2
    return np.asarray((ranks[..., :, None] - ranks[..., None, :]) ** 2, dtype=np.float64)


def _interval(
    statistic: Callable[[Numbers], Numbers], paired: Numbers, pairs: int, seed: int, resampled: int
) -> tuple[float | None, float | None]:
    if pairs < FEWEST_PAIRS or not resampled:
        return None, None
    drawn = np.random.default_rng(seed).multinomial(len(paired), np.full(len(paired), 1 / len(paired)), size=resampled)
    times = drawn.astype(np.float64)
    times = times[(times @ paired) > 0]
    low, high = np.percentile(statistic(times), [2.5, 97.5])
    return float(low), float(high)
