"""
How sure a share, or a mean, of few moderated audits is: intervals that do not shrink to nothing where all agree.

Plain numbers in and out; the same seed gives the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]

FLIPPED = 2_000
NEVER_QUITE = 1e-9  # what is left to chance where everything is known; nothing is divided by nought


def as_many_alike(weights: Numbers) -> float:
    """How many equal weights would say as much as these (L. Kish, Survey Sampling, 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def unseen(many: float) -> float:
    """The largest share (0 to 1) that may well be otherwise where so many were all alike: 31 in 100 of ten."""
    return float(1 - 0.025 ** (1 / many))


def share_between(mid: float, variance: float, *, most: float) -> tuple[float, float]:
    """
    The 95% interval of an estimated share: that of the plain sample that would be as uncertain, by Clopper and Pearson.

    :param variance: of the estimate; nought or less where nobody knows, as where all were alike.
    :param most: of no more than so many is the plain sample.
    Source: Korn and Graubard, Confidence intervals for proportions with small expected number of positive counts,
    Survey Methodology 24, 1998; Parker and others, NCHS Data Presentation Standards for Proportions, 2017.
    """
    many = min(most, mid * (1 - mid) / variance) if variance > 0 else most
    many = max(many, 1.0)
    found = many * mid
    low = float(stats.beta.ppf(0.025, found, many - found + 1)) if found > 0 else 0.0
    high = float(stats.beta.ppf(0.975, found + 1, many - found)) if found < many else 1.0
    return min(low, mid), max(high, mid)


def by_luck(values: Numbers, seed: int) -> float:
    """
    How often (0 to 1) luck alone brings a sum as far from nought as these have, if each was as likely turned round.

    A test of signs turned at random, two-sided (R. A. Fisher, The Design of Experiments, 1935, section 21).
    """
    turned = np.random.default_rng(seed).integers(0, 2, size=(FLIPPED, len(values))) * 2.0 - 1.0
    as_far = np.abs(turned @ values) >= abs(values.sum()) - NEVER_QUITE
    return float((as_far.sum() + 1) / (FLIPPED + 1))
