"""
One number for many texts together: the mean of the ranks of the bars. Only ever for a whole service, never for a text,
a child or a writer; no screen of either shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from lintel.oversight.reading.child_focus import Read, child_focus
from lintel.oversight.reading.impact import impact
from lintel.oversight.reading.people import Child


def shares_of(child: Child, found: Sequence[Read]) -> tuple[float, float, float, float]:
    """The bars of one child as shares: in the sentence, about life, own words, and what adults' doings mean."""
    focus, means = child_focus(child, found), impact(child, found)
    present = len(focus.present)
    return (
        _share(present, len(focus.sentences)),
        _share(len(focus.about_life), present),
        _share(len(focus.own_words), present),
        _share(len(means.means_for_child), len(means.about_adults)),
    )


def index_of(bars: Sequence[Sequence[float]]) -> list[float]:
    """For each row of bars, the mean of its ranks among all rows, from 0 (lowest in every bar) to 1."""
    if len(bars) < 2:
        return [0.5] * len(bars)
    columns = [_ranks(column) for column in zip(*bars, strict=True)]
    return [mean(ranks) for ranks in zip(*columns, strict=True)]


def _ranks(values: Sequence[float]) -> list[float]:
    """From 0 to 1; equal values share the middle of their places."""
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(sorted(values)):
        first.setdefault(value, place)
        last[value] = place
    return [(first[value] + last[value]) / 2 / (len(values) - 1) for value in values]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
