"""
Do decision makers differ more than their cases do? Plain numbers in and out.

A logistic model of "statutory" on what was known about the case, with an intercept for each decider that is drawn
towards the middle the more, the fewer decisions there are (empirical Bayes). Never on protected characteristics: they
are looked at afterwards (`differences_between`), as questions.

One contact counts once, however many children are in it: brothers and sisters are decided together. Sources: N. E.
Breslow and D. G. Clayton, "Approximate inference in generalized linear mixed models", JASA 88 (1993), for the fit;
D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005), for the
limits.

Power, so that nobody promises more: somebody who decides 45% where 30% is expected lies beyond the 99.8% limit with a
probability of 14% at 30 decisions, 55% at 100 and 80% at 150 (`power`). That is why nobody is named below 150.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]
Z_95, Z_998 = float(stats.norm.ppf(0.975)), float(stats.norm.ppf(0.999))
RIDGE = 0.5  # holds a category that was always decided one way back from infinity
FEWEST_OF_A_KIND = 5  # rarer categories are put together
ROUNDS = 60
CLOSE_ENOUGH = 1e-4
SMALLEST_SPREAD = 1e-4

# What the model may not see. A test holds the fields of `Case` against it.
PROTECTED = frozenset({"ethnicity", "sex", "gender", "disability", "religion", "faith", "language", "neighbourhood"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One decided contact as the model sees it: what was known, who decided, and whether it became social care.

    `completeness` is the share of the agreed items that the referral gave, from 0 to 1.
    """

    decider: int
    is_statutory: bool
    source: str = ""
    concerns: frozenset[str] = frozenset()
    age_band: str = ""
    earlier_contacts: int = 0
    earlier_referrals: int = 0
    hour: int = 12
    weekday: int = 0
    completeness: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Decider:
    """
    One decision maker beside what was to be expected of their cases.

    `adjusted` is the share everybody would have if all differed from expectation as this one does; `odds` how many
    times the odds of the middle, after drawing in, with its 95% interval.
    """

    decider: int
    decisions: int
    statutory: int
    expected: float
    adjusted: float
    spread: float
    odds: float
    odds_low: float
    odds_high: float
    is_enough: bool

    @property
    def share(self) -> float:
        return self.statutory / self.decisions

    @property
    def z(self) -> float:
        """How many standard errors from expectation."""
        return (self.statutory - self.expected) / self.spread if self.spread else 0.0

    @property
    def is_outside(self) -> bool:
        """Beyond the 99.8% limits, with enough decisions to say so."""
        return self.is_enough and abs(self.z) > Z_998


@dataclass(frozen=True, kw_only=True)
class Variation:
    """All decision makers (K16): how much they vary once cases and chance are taken out, and who lies outside."""

    middle: float
    decisions: int
    spread_of_log_odds: float
    deciders: tuple[Decider, ...]
    fewest: int

    @property
    def outside(self) -> tuple[Decider, ...]:
        return tuple(each for each in self.deciders if each.is_outside)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A group beside what was to be expected of its cases. A question, not a verdict."""

    group: str
    decisions: int
    statutory: int
    expected: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Of all its decisions, the share by which it lies above or below expectation."""
        return (self.statutory - self.expected) / self.decisions


def variation_between(cases: Sequence[Case], *, fewest: int) -> Variation | None:
    """
    Fit the model and set every decider beside it; None where there are not two deciders or nothing varies.

    :param fewest: below so many decisions nobody is marked as outside, and nobody may be named.
    """
    outcome = np.array([case.is_statutory for case in cases], dtype=np.float64)
    deciders = sorted({case.decider for case in cases})
    if len(deciders) < 2 or not 0 < outcome.sum() < len(outcome):
        return None
    place = {decider: column for column, decider in enumerate(deciders)}
    whose = np.array([place[case.decider] for case in cases])
    fit = _fit(_design(cases), outcome, whose, len(deciders))
    middle = float(outcome.mean())
    rows = [_decider(decider, whose == place[decider], outcome, fit, middle, place[decider], fewest)
            for decider in deciders]  # fmt: skip
    return Variation(
        middle=middle, decisions=len(cases), spread_of_log_odds=sqrt(fit.variance), deciders=tuple(rows), fewest=fewest
    )


def expected_shares(cases: Sequence[Case], *, without_clock: bool = False) -> list[float]:
    """What the model expects of each case, whoever decides it and, if asked, whenever."""
    outcome = np.array([case.is_statutory for case in cases], dtype=np.float64)
    deciders = sorted({case.decider for case in cases})
    whose = np.array([deciders.index(case.decider) for case in cases])
    fit = _fit(_design(cases, without_clock=without_clock), outcome, whose, len(deciders))
    return [float(share) for share in fit.expected]


def differences_between(
    groups: Sequence[str], cases: Sequence[Case], *, without_clock: bool = False, level: float = Z_95
) -> list[Difference]:
    """
    For every group of cases, how many were statutory and how many the model expected, with an interval.

    Also for protected characteristics: they are not in the model, so what is left over is asked about.
    """
    expected = np.array(expected_shares(cases, without_clock=without_clock))
    found = []
    for group in sorted(set(groups)):
        mine = np.array([each == group for each in groups])
        number, sure = int(mine.sum()), expected[mine]
        statutory = sum(case.is_statutory for case, is_mine in zip(cases, mine, strict=True) if is_mine)
        reach = level * sqrt(float((sure * (1 - sure)).sum())) / number
        gap = (statutory - float(sure.sum())) / number
        found.append(Difference(
            group=group, decisions=number, statutory=statutory, expected=float(sure.sum()), low=gap - reach,
            high=gap + reach,
        ))  # fmt: skip
    return found


def funnel_limits(middle: float, decisions: int) -> tuple[float, float, float, float]:
    """The limits around a share for so many decisions: 99.8% and 95% below, 95% and 99.8% above."""
    one = sqrt(middle * (1 - middle) / decisions)
    low_998, low_95, high_95, high_998 = (
        min(1.0, max(0.0, middle + z * one)) for z in (-Z_998, -Z_95, Z_95, Z_998)
    )  # fmt: skip
    return low_998, low_95, high_95, high_998


def power(decisions: int, *, expected: float, true: float) -> float:
    """The exact probability that somebody whose true share is `true` is seen above the 99.8% limit."""
    limit = decisions * funnel_limits(expected, decisions)[3]
    return float(stats.binom.sf(floor(limit), decisions, true))


@dataclass(frozen=True)
class _Fitted:
    expected: Numbers
    intercepts: Numbers
    uncertainty: Numbers
    variance: float


def _design(cases: Sequence[Case], *, without_clock: bool = False) -> Numbers:
    """The columns of the model: an intercept, then one for each category but the most frequent, then the counts."""
    labels = [
        [f"source {case.source}" for case in cases],
        [f"age {case.age_band}" for case in cases],
    ]
    if not without_clock:
        labels += [[f"hour {case.hour // 3}" for case in cases], [f"day {case.weekday}" for case in cases]]
    columns = [np.ones(len(cases))]
    for label in labels:
        columns += _indicators(label)
    for concern in _frequent(each for case in cases for each in case.concerns):
        columns.append(np.array([concern in case.concerns for case in cases], dtype=np.float64))
    for count in ("earlier_contacts", "earlier_referrals"):
        columns.append(np.log1p(np.array([getattr(case, count) for case in cases], dtype=np.float64)))
    columns.append(np.array([case.completeness for case in cases], dtype=np.float64))
    varying = [columns[0]] + [column - column.mean() for column in columns[1:] if np.ptp(column) > 0]
    return np.column_stack(varying)


def _indicators(label: Sequence[str]) -> list[Numbers]:
    kept = _frequent(label)[1:]
    return [np.array([each == name for each in label], dtype=np.float64) for name in kept]


def _frequent(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).most_common() if times >= FEWEST_OF_A_KIND]


def _fit(design: Numbers, outcome: Numbers, whose: NDArray[np.intp], deciders: int) -> _Fitted:
    """Penalised quasi-likelihood; the variance of the intercepts is found by expectation and maximisation."""
    fixed = design.shape[1]
    slopes, intercepts, variance = np.zeros(fixed), np.zeros(deciders), 0.1
    slopes[0] = np.log(outcome.mean() / (1 - outcome.mean()))
    held_back = np.full(fixed, RIDGE)
    held_back[0] = 0.0
    for _ in range(ROUNDS):
        share = _share(_times(design, slopes) + intercepts[whose])
        information = _information(design, share * (1 - share), whose, deciders)
        information += np.diag(np.concatenate([held_back, np.full(deciders, 1 / variance)]))
        missed = outcome - share
        pull = np.concatenate([
            np.einsum("ni,n->i", design, missed) - held_back * slopes,
            np.bincount(whose, missed, deciders) - intercepts / variance,
        ])  # fmt: skip
        step = np.clip(np.linalg.solve(information, pull), -2, 2)
        slopes, intercepts = slopes + step[:fixed], intercepts + step[fixed:]
        uncertainty = np.diag(np.linalg.inv(information))[fixed:]
        before, variance = variance, max(SMALLEST_SPREAD, float((intercepts**2 + uncertainty).mean()))
        if np.abs(step).max() < CLOSE_ENOUGH and abs(before - variance) < CLOSE_ENOUGH:
            break
    expected = _share(_levelled(_times(design, slopes), outcome))
    return _Fitted(expected, intercepts, uncertainty, variance)


def _information(design: Numbers, weight: Numbers, whose: NDArray[np.intp], deciders: int) -> Numbers:
    """
    The information of slopes and intercepts together.

    Without the matrix product of the linear algebra library: its threads get in each other's way where several people
    share a small machine, and made this ten times slower.
    """
    weighed = design * weight[:, None]
    between = np.column_stack([np.bincount(whose, column, deciders) for column in weighed.T])
    own = np.diag(np.bincount(whose, weight, deciders))
    return np.block([[np.einsum("ni,nj->ij", weighed, design), between.T], [between, own]])


def _times(design: Numbers, slopes: Numbers) -> Numbers:
    return np.asarray(np.einsum("ni,i->n", design, slopes), dtype=np.float64)


def _levelled(log_odds: Numbers, outcome: Numbers) -> Numbers:
    """
    Shifted so that as many are expected as there were.

    The middle of the intercepts counts every decider alike, so one newcomer could move what is expected of everybody.
    """
    for _ in range(ROUNDS):
        share = _share(log_odds)
        step = (outcome.sum() - share.sum()) / max(float((share * (1 - share)).sum()), 1e-9)
        log_odds = log_odds + float(np.clip(step, -1, 1))
        if abs(step) < CLOSE_ENOUGH:
            break
    return log_odds


def _share(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))), dtype=np.float64)


def _decider(
    decider: int, mine: NDArray[np.bool_], outcome: Numbers, fit: _Fitted, middle: float, place: int, fewest: int
) -> Decider:  # fmt: skip
    number, sure = int(mine.sum()), fit.expected[mine]
    statutory, expected = int(outcome[mine].sum()), float(sure.sum())
    log_odds, reach = float(fit.intercepts[place]), Z_95 * sqrt(float(fit.uncertainty[place]))
    return Decider(
        decider=decider, decisions=number, statutory=statutory, expected=expected,
        adjusted=min(1.0, max(0.0, middle + (statutory - expected) / number)),
        spread=sqrt(float((sure * (1 - sure)).sum())), odds=float(np.exp(log_odds)),
        odds_low=float(np.exp(log_odds - reach)), odds_high=float(np.exp(log_odds + reach)),
        is_enough=number >= fewest,
    )  # fmt: skip


def protected_fields(fields: Mapping[str, object]) -> set[str]:
    """Which of these names the model may not see."""
    return {name for name in fields if any(word in name for word in PROTECTED)}
