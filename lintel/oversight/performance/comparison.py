"""Whether this quarter really differs from the last, in words, and only if it does."""

from __future__ import annotations

from math import sqrt

from lintel.oversight.performance.answers import Point, Series
from lintel.oversight.performance.indicator import Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Chart, Kind, p_chart, u_chart, xmr_chart

QUARTER = 13
NO_REAL_CHANGE = "No real change since last quarter."
TOO_SHORT = "Too few weeks to compare with last quarter."
NOT_JUDGED = "Past weeks count only children who are with your teams today, so no change is judged here."


def change_since_last_quarter(series: Series, quarters: tuple[float, float] | None = None) -> str:
    """
    One sentence on the last thirteen weeks beside the thirteen before.

    A change is real when two things hold. The chart of the last thirteen weeks, with limits drawn from the thirteen
    before, shows a signal; and the two quarters as wholes lie more than three standard errors apart. Either alone
    would report chance too often: four rules over thirteen points with limits from only thirteen cry wolf about once
    in four quarters.

    :param quarters: the readings of both quarters, where they are not simply their weeks together: what is overdue
        stands in every week it is overdue and only once in a quarter. They are then what is said, and must agree.
    :returns: nothing where the weeks may not be compared, which the series says itself.
    """
    if not series.is_judged:
        return ""
    points = [point for point in series.points if point.value is not None][-2 * QUARTER :]
    if not series.is_known or len(points) < 2 * QUARTER:
        return TOO_SHORT if series.is_known else ""
    chart = _charted(series.indicator.chart, points)
    before, after = _level(series, points[:QUARTER]), _level(series, points[QUARTER:])
    has_signal = any(mark.signals for mark in chart.marks[QUARTER:])
    if not has_signal or abs(after - before) <= 3 * _error(series.indicator.chart, points, chart):
        return NO_REAL_CHANGE
    if quarters and (quarters[1] - quarters[0]) * (after - before) <= 0:
        return NO_REAL_CHANGE
    before, after = quarters or (before, after)
    direction = "Rose" if after > before else "Fell"
    return f"{direction} from {_shown(series, before)} to {_shown(series, after)} since last quarter: a real change."


def _charted(kind: Kind, points: list[Point]) -> Chart:
    if kind is Kind.XMR:
        return xmr_chart([point.value for point in points], baseline=QUARTER)
    counts = [point.numerator or 0.0 for point in points]
    totals = [point.denominator or 0.0 for point in points]
    return (p_chart if kind is Kind.P else u_chart)(counts, totals, baseline=QUARTER)


def _level(series: Series, points: list[Point]) -> float:
    """The quarter as a whole: all its cases together for shares and rates, the mean of its weeks otherwise."""
    if series.indicator.chart is Kind.XMR:
        return sum(point.value or 0.0 for point in points) / len(points)
    total = sum(point.denominator or 0.0 for point in points)
    return sum(point.numerator or 0.0 for point in points) / total if total else 0.0


def _error(kind: Kind, points: list[Point], chart: Chart) -> float:
    """The standard error of the difference of two quarters, widened where the weeks vary more than chance would."""
    stretch = chart.stretches[0]
    centre = stretch.centre or 0.0
    if kind is Kind.XMR:
        upper, lower = chart.marks[0].upper or 0.0, centre
        return (upper - lower) / 3 * sqrt(2 / QUARTER)
    variance = centre * (1 - centre) if kind is Kind.P else centre
    sizes = [sum(p.denominator or 0.0 for p in part) for part in (points[:QUARTER], points[QUARTER:])]
    return stretch.spread * sqrt(variance * sum(1 / size for size in sizes if size))


def _shown(series: Series, level: float) -> str:
    if series.indicator.measure in (Measure.SHARE, Measure.WEIGHTED_SHARE):
        return f"{100 * level:.1f}%"
    return number_in_words(level)
