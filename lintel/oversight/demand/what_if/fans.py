"""Fan charts: the median of the runs, the middle half and the middle eight in ten, by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from lintel.oversight.demand.calibration.backtest import Told
from lintel.oversight.demand.what_if.afterwards import IN_HUNDREDTHS
from lintel.oversight.demand.what_if.summary import EVERYBODY, Summary
from lintel.oversight.performance.charts import svg_of

INK, LINE, QUIET, HAPPENED = "#0b0c0c", "#1d70b8", "#505a5f", "#b5320b"
WIDE, NARROW = (960, 300), (390, 280)
FONT = "Arial, Helvetica, sans-serif"

TITLES = {
    "waiting": "Children without a worker",
    "oldest_wait": "Days the longest of them has waited",
    "open": "Children with a worker",
    "caseload_mean": "Children for each worker",
    "referrals": "Children referred",
    "caseload_p50": "Caseload of the middle worker",
    "caseload_p90": "Caseload that one worker in ten exceeds",
    "caseload_max": "Highest caseload",
    "span": "Children over one manager",
    "open_late": "Assessments open beyond the limit",
    "pounds": "Cost of the workers in post, pounds a week",
}


def fan_of(summary: Summary, measure: str, *, team: str = EVERYBODY, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite description of one fan chart."""
    width, height = NARROW if narrow else WIDE
    bands = summary.bands[team][measure]
    rows = [
        {"week": summary.week_of(week).isoformat(), **{name: values[week] for name, values in bands.items()}}
        for week in range(summary.weeks)
    ]
    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK}
    top = max(bands["high80"], default=0)
    week = {"field": "week", "type": "temporal", "axis": {"format": "%-d %b %y", "title": None, "tickCount": 6}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - 80,
        "height": height - 70,
        "background": "#ffffff",
        "padding": 6,
        "config": {"axis": axis, "view": {"stroke": None}},
        "data": {"values": rows},
        "encoding": {"x": week},
        "layer": [_area("low80", "high80", 0.22, top=top), _area("low50", "high50", 0.38, top=top), _median()],
    }


def _area(low: str, high: str, opacity: float, *, top: float) -> dict[str, Any]:
    """:param top: the largest value of the chart; one without any still stands on its nought."""
    axis = {"format": ",d", "tickCount": 5, "tickMinStep": 1}
    scale = {"zero": True, "nice": True} if top > 0 else {"domain": [0, 5]}
    return {
        "mark": {"type": "area", "color": LINE, "opacity": opacity, "line": False},
        "encoding": {
            "y": {"field": low, "type": "quantitative", "title": None, "axis": axis, "scale": scale},
            "y2": {"field": high},
        },
    }


def _median() -> dict[str, Any]:
    return {
        "mark": {"type": "line", "color": INK, "strokeWidth": 2},
        "encoding": {"y": {"field": "median", "type": "quantitative"}},
    }


def description(summary: Summary, measure: str) -> str:
    """The chart in a sentence, for those who do not see it."""
    values = summary.band(measure)
    top = values.index(max(values))
    return (
        f"From {values[0]:,} in the first week to {values[-1]:,} in the last; highest {values[top]:,} in week {top}."
        f" Median of {summary.runs:,} runs, with the middle half and the middle eight in ten."
    )


def drawn(summary: Summary, measure: str, *, narrow: bool = False) -> str:
    """The fan chart of one measure as SVG."""
    title = f"{TITLES[measure]}: {summary.name}"
    return svg_of(fan_of(summary, measure, narrow=narrow), title=title, description=description(summary, measure))


def told_chart(told: Sequence[Told], *, starts_on: date, title: str, narrow: bool = False) -> str:
    """What was foretold, as a band with its median, and what happened, as points joined by a line; as SVG."""
    width, height = NARROW if narrow else WIDE
    scale = 100 if told[0].measure in IN_HUNDREDTHS else 1
    rows = [
        {
            "week": (starts_on + timedelta(weeks=each.week)).isoformat(), "low80": each.low / scale,
            "high80": each.high / scale, "median": each.median / scale, "happened": each.happened / scale,
        }
        for each in told
    ]  # fmt: skip
    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK}
    top = max(max(each.high, each.happened) for each in told)
    happened = {
        "mark": {"type": "line", "color": HAPPENED, "strokeWidth": 2, "point": {"color": HAPPENED, "size": 40}},
        "encoding": {"y": {"field": "happened", "type": "quantitative"}},
    }
    week = {"field": "week", "type": "temporal", "axis": {"format": "%-d %b %y", "title": None, "tickCount": 6}}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": width - 80, "height": height - 70,
        "background": "#ffffff", "padding": 6, "config": {"axis": axis, "view": {"stroke": None}},
        "data": {"values": rows}, "encoding": {"x": week},
        "layer": [_area("low80", "high80", 0.3, top=top), _median(), happened],
    }  # fmt: skip
    inside = sum(each.is_inside for each in told)
    says = f"{inside} of {len(told)} weeks inside the band that holds eight runs out of ten."
    return svg_of(spec, title=title, description=says)
