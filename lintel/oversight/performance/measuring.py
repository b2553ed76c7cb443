"""From a list of cases to a number. Every number of the product is made here, and of nothing but the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lintel.oversight.alike.agreement import FEWEST_PAIRS, ac2
from lintel.oversight.performance.cases import WEEK, Case, Filters, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.rules import (
    Interval,
    Spread,
    number_in_words,
    share_in_words,
    spread_of,
    wilson,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its parts. `value` is None where there is nothing to divide by or nothing to rank."""

    numerator: float
    denominator: float | None
    value: float | None
    interval: Interval | None = None
    spread: Spread | None = None


def cases_of(indicator: Indicator, evidence: Evidence, period: Period, filters: Filters) -> list[Case]:
    """The list of a period; for a stock, of the end of its last day."""
    found: list[Case] = []
    if indicator.during:
        found = indicator.during(evidence, period)
    if indicator.flow:
        first, last = period.start, period.end
        found = [case for case in evidence.once(indicator.flow) if first <= case.on <= last]
    if indicator.stock:
        found = found + indicator.stock(evidence, period.end)
    return _kept(found, filters)


def cases_of_weeks(
    indicator: Indicator, evidence: Evidence, weeks: Sequence[Period], filters: Filters
) -> list[list[Case]]:
    """The list of each of many weeks in a row, going through the records once."""
    if indicator.during:
        return [_kept(indicator.during(evidence, week), filters) for week in weeks]
    flowing: dict[int, list[Case]] = defaultdict(list)
    for case in _kept(evidence.once(indicator.flow), filters) if indicator.flow else ():
        flowing[_number_of_week(case.on)].append(case)
    lists = [flowing.get(_number_of_week(week.start), []) for week in weeks]
    if indicator.stock:
        lists = [
            found + _kept(indicator.stock(evidence, week.end), filters)
            for found, week in zip(lists, weeks, strict=True)
        ]
    return lists


def _number_of_week(day: date) -> int:
    """Weeks since the beginning of the calendar, Monday to Sunday: day number 1 was a Monday."""
    return (day.toordinal() - 1) // 7


def _kept(cases: list[Case], filters: Filters) -> list[Case]:
    return [case for case in cases if filters.keeps(case)] if filters.in_use else cases


def weeks_between(first: date, last: date) -> list[Period]:
    """The whole weeks that lie between two days."""
    monday = first if first.weekday() == 0 else Period.week_of(first).start + WEEK
    weeks = []
    while Period.week_of(monday).end <= last:
        weeks.append(Period.week_of(monday))
        monday += WEEK
    return weeks


def measure(indicator: Indicator, cases: Sequence[Case]) -> Amount:
    """The number of a list."""
    amount = _MEASURES[indicator.measure](cases)
    if indicator.measure is Measure.SPREAD and amount.spread:
        return replace(amount, value=float(getattr(amount.spread, indicator.plots)))
    return amount


def said_beside(
    asked: Indicator, amount: Amount, other: Indicator, evidence: Evidence, period: Period, filters: Filters
) -> list[tuple[str, str]]:
    """Another indicator for the same period and, for two shares, by how many points they lie apart."""
    beside = measure(other, cases_of(other, evidence, period, filters))
    said = [(f"{other.name} ({other.code})", in_words(other, beside))]
    if asked.measure is other.measure is Measure.SHARE and amount.value is not None and beside.value is not None:
        first, second = sorted((asked.code, other.code))
        gap = (amount.value - beside.value) * (1 if asked.code == first else -1)
        said.append((f"Gap between {first} and {second}", f"{100 * gap + 0:.1f} percentage points"))
    return said


def lists_beside(asked: Indicator, evidence: Evidence, day: date, filters: Filters) -> list[tuple[str, str]]:
    """How long the other lists are that are counted beside an indicator, narrowed to the same."""
    return [
        (words, number_in_words(float(len(_kept(listed(evidence, day), filters)))))
        for words, listed in asked.also_listed
    ]


def _count(cases: Sequence[Case]) -> Amount:
    counted = float(sum(case.counts for case in cases))
    return Amount(counted, float(len(cases)), counted, spread=spread_of(_values(cases)))


def _share(cases: Sequence[Case]) -> Amount:
    counted, total = float(sum(case.counts for case in cases)), float(len(cases))
    return Amount(counted, total, counted / total if total else None, wilson(counted, total), spread_of(_values(cases)))


def _lie(cases: Sequence[Case]) -> Amount:
    return Amount(float(sum(c.counts for c in cases)), float(len(cases)), None, spread=spread_of(_values(cases)))


def _sum(cases: Sequence[Case]) -> Amount:
    total = float(sum(_values(cases)))
    return Amount(total, float(len(cases)), total, spread=spread_of(_values(cases)))


def _ratio(cases: Sequence[Case]) -> Amount:
    above, below = float(sum(_values(cases))), float(sum(case.weight for case in cases))
    each = [(case.value or 0.0) / case.weight for case in cases if case.weight]
    return Amount(above, below, above / below if below else None, spread=spread_of(each))


def _weighted_share(cases: Sequence[Case]) -> Amount:
    counted, total = float(sum(c.weight for c in cases if c.counts)), float(sum(c.weight for c in cases))
    return Amount(counted, total, counted / total if total else None)


def _middle(cases: Sequence[Case]) -> Amount:
    """One case at most: a group whose members are not kept, with their middle value and how many they were."""
    members = float(sum(case.weight for case in cases))
    return Amount(members, members, next(iter(_values(cases)), None))


def _agreement(cases: Sequence[Case]) -> Amount:
    """Gwet's AC2 of two grades from 1 to 4; None where there are too few pairs for it to mean anything."""
    same, pairs = float(sum(case.counts for case in cases)), float(len(cases))
    if pairs < FEWEST_PAIRS:
        return Amount(same, pairs, None)
    ratings = [(round(case.value or 1) - 1, round(case.weight) - 1) for case in cases]
    found = ac2(ratings, categories=4)
    assert found.low is not None
    assert found.high is not None
    return Amount(same, pairs, found.coefficient, Interval(found.low, found.high))


def _values(cases: Sequence[Case]) -> list[float]:
    return [case.value for case in cases if case.value is not None]


_MEASURES = {
    Measure.COUNT: _count,
    Measure.SHARE: _share,
    Measure.SPREAD: _lie,
    Measure.SUM: _sum,
    Measure.RATIO: _ratio,
    Measure.WEIGHTED_SHARE: _weighted_share,
    Measure.MIDDLE: _middle,
    Measure.AGREEMENT: _agreement,
}


def in_words(indicator: Indicator, amount: Amount) -> str:
    """The number as it may be shown."""
    if indicator.measure in (Measure.SHARE, Measure.WEIGHTED_SHARE):
        return share_in_words(amount.numerator, amount.denominator or 0)
    if indicator.measure in (Measure.COUNT, Measure.SUM):
        return number_in_words(amount.numerator)
    if amount.value is None:
        return "none in this period" if indicator.measure is not Measure.AGREEMENT else "not enough pairs"
    if indicator.measure is Measure.AGREEMENT:
        return f"{amount.value:.2f}"
    return number_in_words(amount.value)
