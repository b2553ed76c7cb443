"""
Control charts: p, u and XmR, with four rules and limits that never move by themselves. Plain numbers in and out.

Limits come from a baseline (the first 26 points, fewer when there are fewer, never fewer than 12) and are carried
forward from there; only a restart, which somebody signs, draws new ones. Sources: D. C. Montgomery, *Introduction to
Statistical Quality Control* (p and u charts with varying denominators, individuals charts); D. B. Laney, "Improved
control charts for attributes", Quality Engineering 14 (2002).

Brothers and sisters arrive together and are decided together, so weekly proportions vary more than single children
would. Plain p limits would then be too tight and cry wolf. Laney's correction widens them by how much more the points
of the baseline really vary from one week to the next; it is never allowed to tighten them (`max(1, σz)`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt

BASELINE_POINTS = 26
FEWEST_POINTS = 12
# The expected range of two draws from a normal distribution with standard deviation one (Montgomery, appendix VI).
D2 = 1.128


class Rule(StrEnum):
    """Why a point is special. Four rules and no more: each further one adds false alarms."""

    OUTSIDE = "outside the limits"
    EIGHT_ON_ONE_SIDE = "eight in a row on one side of the centre"
    SIX_TRENDING = "six in a row rising or falling"
    TWO_OF_THREE = "two of three far from the centre on the same side"


class Kind(StrEnum):
    P = "p"
    U = "u"
    XMR = "xmr"


@dataclass(frozen=True, slots=True)
class Mark:
    """One point with the limits that hold for it. `value` is None where there was nothing to count."""

    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points from one restart to the next: what their limits were drawn from."""

    begins: int
    ends: int
    baseline_points: int
    centre: float | None
    spread: float = 1.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart. A stretch without a centre had too few points to draw limits."""

    kind: Kind
    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...]

    @property
    def has_limits(self) -> bool:
        return bool(self.stretches) and self.stretches[-1].centre is not None


def p_chart(
    counts: Sequence[float],
    totals: Sequence[float],
    *,
    baseline: int = BASELINE_POINTS,
    fewest: int = FEWEST_POINTS,
    restarts: Sequence[int] = (),
) -> Chart:
    """
    Chart proportions: `counts` out of `totals`, which may vary. A total of nought is a point without a value.

    :param restarts: positions from which limits start anew.
    """
    return _attributes(Kind.P, counts, totals, lambda centre: centre * (1 - centre), baseline, fewest, restarts)


def u_chart(
    counts: Sequence[float],
    sizes: Sequence[float],
    *,
    baseline: int = BASELINE_POINTS,
    fewest: int = FEWEST_POINTS,
    restarts: Sequence[int] = (),
) -> Chart:
    """Chart rates: `counts` per unit of `sizes` (children per full-time worker), which may vary."""
    return _attributes(Kind.U, counts, sizes, lambda centre: centre, baseline, fewest, restarts)


def xmr_chart(
    values: Sequence[float | None],
    *,
    baseline: int = BASELINE_POINTS,
    fewest: int = FEWEST_POINTS,
    restarts: Sequence[int] = (),
    floor: float | None = 0.0,
) -> Chart:
    """
    Chart single values by their moving range.

    :param floor: the lowest possible value (counts and waits cannot be negative); None if there is none.
    """
    marks: list[Mark] = []
    stretches = []
    for begins, ends in _between(restarts, len(values)):
        known = [v for v in values[begins:ends] if v is not None][:baseline]
        if len(known) < max(2, fewest):
            stretches.append(Stretch(begins, ends, len(known), None))
            marks += [Mark(v) for v in values[begins:ends]]
            continue
        centre = sum(known) / len(known)
        sigma = _mean_step(known) / D2
        stretches.append(Stretch(begins, ends, len(known), centre))
        marks += _judge(values[begins:ends], centre, [sigma] * (ends - begins), floor, None)
    return Chart(Kind.XMR, tuple(marks), tuple(stretches))


def _attributes(
    kind: Kind,
    counts: Sequence[float],
    totals: Sequence[float],
    variance: Callable[[float], float],
    baseline: int,
    fewest: int,
    restarts: Sequence[int],
) -> Chart:
    """The common ground of p and u charts; `variance` is that of one unit when the centre is known."""
    values = [count / total if total else None for count, total in zip(counts, totals, strict=True)]
    marks: list[Mark] = []
    stretches = []
    for begins, ends in _between(restarts, len(values)):
        known = [i for i in range(begins, ends) if totals[i]][:baseline]
        if len(known) < max(2, fewest):
            stretches.append(Stretch(begins, ends, len(known), None))
            marks += [Mark(v) for v in values[begins:ends]]
            continue
        centre = sum(counts[i] for i in known) / sum(totals[i] for i in known)
        sigmas = [sqrt(variance(centre) / totals[i]) if totals[i] else 0.0 for i in range(begins, ends)]
        spread = _spread([(values[i] or 0.0) for i in known], [sigmas[i - begins] for i in known], centre)
        stretches.append(Stretch(begins, ends, len(known), centre, spread))
        ceiling = 1.0 if kind is Kind.P else None
        marks += _judge(values[begins:ends], centre, [s * spread for s in sigmas], 0.0, ceiling)
    return Chart(kind, tuple(marks), tuple(stretches))


def _between(restarts: Sequence[int], length: int) -> list[tuple[int, int]]:
    edges = sorted({0, length, *(r for r in restarts if 0 < r < length)})
    return list(pairwise(edges))


def _spread(values: Sequence[float], sigmas: Sequence[float], centre: float) -> float:
    """Laney's σz: how much more the points vary from one to the next than chance on single children would make them."""
    scores = [(v - centre) / s for v, s in zip(values, sigmas, strict=True) if s]
    return max(1.0, _mean_step(scores) / D2) if len(scores) > 1 else 1.0


def _mean_step(values: Sequence[float]) -> float:
    return sum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)


def _judge(
    values: Sequence[float | None],
    centre: float,
    sigmas: Sequence[float],
    floor: float | None,
    ceiling: float | None,
) -> list[Mark]:
    signals = _signals(values, centre, sigmas)
    marks = []
    for value, sigma, found in zip(values, sigmas, signals, strict=True):
        if value is None and not sigma:
            marks.append(Mark(None, centre))
            continue
        lower, upper = centre - 3 * sigma, centre + 3 * sigma
        lower = lower if floor is None else max(floor, lower)
        upper = upper if ceiling is None else min(ceiling, upper)
        marks.append(Mark(value, centre, lower, upper, found))
    return marks


def _signals(values: Sequence[float | None], centre: float, sigmas: Sequence[float]) -> list[tuple[Rule, ...]]:
    """The rules each point breaks. Points without a value neither break a rule nor interrupt a run."""
    known = [i for i, value in enumerate(values) if value is not None]
    found: list[tuple[Rule, ...]] = [()] * len(values)
    away = [float(values[i] or 0.0) - centre for i in known]
    scores = [_score(a, sigmas[i]) for a, i in zip(away, known, strict=True)]
    for place, i in enumerate(known):
        broken = {
            Rule.OUTSIDE: abs(scores[place]) > 3,
            Rule.EIGHT_ON_ONE_SIDE: _on_one_side(away[max(0, place - 7) : place + 1]),
            Rule.SIX_TRENDING: _trending(away[max(0, place - 5) : place + 1]),
            Rule.TWO_OF_THREE: _two_of_three(scores[max(0, place - 2) : place + 1]),
        }
        found[i] = tuple(rule for rule, is_broken in broken.items() if is_broken)
    return found


def _score(away: float, sigma: float) -> float:
    """Distance in sigmas; where the baseline never varied, any difference at all is outside."""
    if sigma:
        return away / sigma
    return 0.0 if abs(away) < 1e-12 else 9.0 * (1 if away > 0 else -1)


def _on_one_side(away: Sequence[float]) -> bool:
    return len(away) == 8 and (all(a > 0 for a in away) or all(a < 0 for a in away))


def _trending(away: Sequence[float]) -> bool:
    steps = [b - a for a, b in pairwise(away)]
    return len(away) == 6 and (all(s > 0 for s in steps) or all(s < 0 for s in steps))


def _two_of_three(scores: Sequence[float]) -> bool:
    """The point itself and at least one of the two before it lie beyond two sigmas on the same side."""
    here = scores[-1]
    if abs(here) <= 2:
        return False
    return any(abs(before) > 2 and before * here > 0 for before in scores[:-1])
