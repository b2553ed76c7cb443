"""The limits of a chart: from which weeks they are drawn, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lintel.oversight.performance import spc
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.measuring import Amount


def charted(asked: Indicator, weeks: Sequence[Period], amounts: Sequence[Amount], starts: Sequence[date]) -> spc.Chart:
    """The chart of an indicator's weeks, with its limits; they start anew from each day of `starts`."""
    # Limits start anew with the first whole week on or after the day that was signed for.
    restarts = [next((i for i, week in enumerate(weeks) if week.start >= day), len(weeks)) for day in starts]
    if asked.chart is spc.Kind.XMR:
        return spc.xmr_chart([amount.value for amount in amounts], restarts=restarts)
    draw = spc.p_chart if asked.chart is spc.Kind.P else spc.u_chart
    return draw([a.numerator for a in amounts], [a.denominator or 0.0 for a in amounts], restarts=restarts)


def how_limits_were_drawn(asked: Indicator, chart: spc.Chart, weeks: Sequence[Period]) -> str:
    """From how many weeks limits were drawn, in words; or why there are none."""
    if not chart.stretches:
        return "There is no whole week yet."
    last = chart.stretches[-1]
    if last.centre is None:
        return f"Too few weeks to draw limits: {last.baseline_points} of at least {spc.FEWEST_POINTS}."
    said = f"Limits from {last.baseline_points} weeks, from {weeks[last.begins].start:%-d %B %Y}."
    if last.spread > 1:
        said += f" Widened {last.spread:.2f} times, since weeks vary more than single children would (Laney)."
    if asked.counts_overdue:
        said += " Each week counts all that was overdue at its end, so that weeks lie below a quarter."
    return said
