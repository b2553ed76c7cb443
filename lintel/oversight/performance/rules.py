"""How numbers may be shown, and when a difference is real (PRODUCT.md 4). Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

# Below this many cases a percentage would say more than we know.
FEWEST_FOR_A_PERCENTAGE = 10
# People who may see no child see no count that could point at one.
FEWEST_TO_SHOW_TO_STRANGERS = 5
TOO_FEW_TO_SHOW = "fewer than 5"
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that the true value lies in, 95 times in 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie: the middle one, the one that nine in ten do not pass, the largest."""

    median: float
    p90: float
    maximum: float


def wilson(numerator: float, denominator: float) -> Interval | None:
    """The Wilson 95% interval of a proportion; None where there is nothing to divide by."""
    if denominator <= 0:
        return None
    share = numerator / denominator
    z2 = Z_95**2
    middle = (share + z2 / (2 * denominator)) / (1 + z2 / denominator)
    reach = Z_95 * sqrt(share * (1 - share) / denominator + z2 / (4 * denominator**2)) / (1 + z2 / denominator)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def spread_of(values: Sequence[float]) -> Spread | None:
    """
    Median, 90th percentile and maximum.

    The 90th percentile is by nearest rank, so that it is always somebody's own value and can be found in the list.
    """
    if not values:
        return None
    ranked = sorted(values)
    return Spread(median_of(ranked), ranked[ceil(0.9 * len(ranked)) - 1], ranked[-1])


def median_of(ranked: Sequence[float]) -> float:
    """The middle of values that are already in order."""
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def share_in_words(numerator: float, denominator: float) -> str:
    """`62.5% (25 of 40)`; below ten cases only `3 of 7`; nothing at all is said as such."""
    if denominator <= 0:
        return "none in this period"
    counts = f"{number_in_words(numerator)} of {number_in_words(denominator)}"
    if denominator < FEWEST_FOR_A_PERCENTAGE:
        return counts
    return f"{100 * numerator / denominator:.1f}% ({counts})"


def number_in_words(number: float) -> str:
    """Thousands are parted; a decimal only where there is one."""
    rounded = round(number, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def must_be_hidden(numerator: float, denominator: float | None) -> bool:
    """Whether this count, or what it leaves over, could point at one of a few children."""
    few = range(1, FEWEST_TO_SHOW_TO_STRANGERS)
    return numerator in few or (denominator is not None and denominator - numerator in few)
