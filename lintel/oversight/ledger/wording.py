"""Values and targets of indicators in words."""

from __future__ import annotations

from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.rules import number_in_words

SHARES = (Measure.SHARE, Measure.WEIGHTED_SHARE)


def value_in_words(asked: Indicator, value: float) -> str:
    """One value of an indicator: a share in percent, else a number."""
    return f"{100 * value:.1f}%" if asked.measure in SHARES else number_in_words(value)


def target_in_words(asked: Indicator, *, at_least: float | None, at_most: float | None) -> str:
    """`at least 95%`, `at most 18`, or both; empty where there is neither."""
    said = [
        f"{words} {value_in_words(asked, value).replace('.0%', '%')}"
        for words, value in (("at least", at_least), ("at most", at_most))
        if value is not None
    ]
    return " and ".join(said)


def as_typed(asked: Indicator, typed: float) -> float:
    """A target as people type it: percentages become shares."""
    return typed / 100 if asked.measure in SHARES else typed
