"""Fan charts: the median of the runs, the middle half and the middle eight in ten, by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from lintel.oversight.demand.calibration.backtest import Told
from lintel.oversight.demand.what_if.afterwards import IN_HUNDREDTHS, shown
from lintel.oversight.demand.what_if.summary import EVERYBODY, Summary
from lintel.oversight.performance.charts import svg_of

INK, LINE, QUIET, HAPPENED = "#0b0c0c", "#1d70b8", "#505a5f", "#b5320b"
WIDE, NARROW = (960, 300), (390, 280)
FONT = "Arial, Helvetica, sans-serif"
WHOLE_NUMBERS = {"format": ",d", "tickCount": 5, "tickMinStep": 1}

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
    bands = summary.bands[team][measure]
    scale = _scale(measure)
    rows = [
        {"week": summary.week_of(week).isoformat(), **{name: values[week] / scale for name, values in bands.items()}}
        for week in range(summary.weeks)
    ]
    layers = [_area("low80", "high80", 0.22), _area("low50", "high50", 0.38), _median()]
    return _weekly(rows, _from_nought(layers, max(bands["high80"])), narrow=narrow)


def _from_nought(layers: list[dict[str, Any]], top: float) -> list[dict[str, Any]]:
    """The layers, with an axis that stands on nought where nothing is all there is."""
    if top == 0:
        layers[0]["encoding"]["y"]["scale"] = {"domain": [0, 5]}
    return layers


def _scale(measure: str) -> int:
    return 100 if measure in IN_HUNDREDTHS else 1


def _weekly(rows: list[dict[str, Any]], layers: list[dict[str, Any]], *, narrow: bool) -> dict[str, Any]:
    """A chart over weeks."""
    width, height = NARROW if narrow else WIDE
    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK}
    week = {
        "field": "week", "type": "temporal",
        "axis": {"format": "%-d %b %y", "title": None, "tickCount": 4 if narrow else 6},
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": width - 80, "height": height - 70,
        "background": "#ffffff", "padding": 6, "config": {"axis": axis, "view": {"stroke": None}},
        "data": {"values": rows}, "encoding": {"x": week}, "layer": layers,
    }  # fmt: skip


def _area(low: str, high: str, opacity: float) -> dict[str, Any]:
    return {
        "mark": {"type": "area", "color": LINE, "opacity": opacity, "line": False},
        "encoding": {
            "y": {"field": low, "type": "quantitative", "title": None, "axis": WHOLE_NUMBERS},
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
        f"From {shown(measure, values[0])} in the first week to {shown(measure, values[-1])} in the last; highest"
        f" {shown(measure, values[top])} in week {top}."
        f" Median of {summary.runs:,} runs, with the middle half and the middle eight in ten."
    )


def drawn(summary: Summary, measure: str, *, narrow: bool = False) -> str:
    """The fan chart of one measure as SVG."""
    title = f"{TITLES[measure]}: {summary.name}"
    return svg_of(fan_of(summary, measure, narrow=narrow), title=title, description=description(summary, measure))


def average_chart(values: Sequence[float], *, starts_on: date, title: str, narrow: bool = False) -> str:
    """The flow of averages as one line, as SVG."""
    rows = [
        {"week": (starts_on + timedelta(weeks=week)).isoformat(), "value": value} for week, value in enumerate(values)
    ]
    line = {
        "mark": {"type": "line", "color": LINE, "strokeWidth": 3},
        "encoding": {"y": {"field": "value", "type": "quantitative", "title": None, "axis": WHOLE_NUMBERS}},
    }
    says = f"From {values[0]:,.0f} in the first week to {values[-1]:,.0f} in the last; highest {max(values):,.0f}."
    layers = _from_nought([line], max(values))
    return svg_of(_weekly(rows, layers, narrow=narrow), title=title, description=says)


COLOURS = ("#505a5f", "#1d70b8", "#b5320b", "#4c2c92")
DASHES = ([1, 0], [8, 3], [2, 3], [10, 3, 2, 3])


def beside_each_other(summaries: Sequence[Summary], measure: str, *, narrow: bool = False) -> str:
    """The medians of up to four scenarios, each a line of its own kind, with the band of eight in ten; as SVG."""
    # Two of them may have the same name: each line is known by its place.
    places, scale = [str(place) for place in range(len(summaries))], _scale(measure)
    rows = [
        {
            "week": summary.week_of(week).isoformat(), "scenario": place,
            **{which: summary.band(measure, which)[week] / scale for which in ("low80", "median", "high80")},
        }
        for place, summary in zip(places, summaries, strict=True)
        for week in range(summary.weeks)
    ]  # fmt: skip
    colour = {
        "field": "scenario", "type": "nominal", "scale": {"domain": places, "range": list(COLOURS[: len(places)])},
        "legend": None,
    }  # fmt: skip
    dash = {
        "field": "scenario", "type": "nominal", "scale": {"domain": places, "range": list(DASHES[: len(places)])},
        "legend": None,
    }  # fmt: skip
    area, median = _area("low80", "high80", 0.14), _median()
    area["mark"] = {key: value for key, value in area["mark"].items() if key != "color"}
    area["encoding"]["color"] = colour
    median["mark"] = {"type": "line", "strokeWidth": 3}
    median["encoding"] |= {"color": colour, "strokeDash": dash}
    says = "; ".join(
        f"{summary.name}: highest {shown(measure, max(values))}, last {shown(measure, values[-1])}"
        for summary in summaries
        for values in [summary.band(measure)]
    )
    layers = _from_nought([area, median], max(max(summary.band(measure, "high80")) for summary in summaries))
    return svg_of(_weekly(rows, layers, narrow=narrow), title=f"{TITLES[measure]}, side by side", description=says)


def told_chart(told: Sequence[Told], *, starts_on: date, title: str, narrow: bool = False) -> str:
    """What was foretold, as a band with its median, and what happened, as points joined by a line; as SVG."""
    scale = _scale(told[0].measure)
    rows = [
        {
            "week": (starts_on + timedelta(weeks=each.week)).isoformat(), "low80": each.low / scale,
            "high80": each.high / scale, "median": each.median / scale, "happened": each.happened / scale,
        }
        for each in told
    ]  # fmt: skip
    happened = {
        "mark": {"type": "line", "color": HAPPENED, "strokeWidth": 2, "point": {"color": HAPPENED, "size": 40}},
        "encoding": {"y": {"field": "happened", "type": "quantitative"}},
    }
    layers = [_area("low80", "high80", 0.3), _median(), happened]
    spec = _weekly(rows, _from_nought(layers, max(max(each.high, each.happened) for each in told)), narrow=narrow)
    inside = sum(each.is_inside for each in told)
    says = f"{inside} of {len(told)} weeks inside the band that holds eight runs out of ten."
    return svg_of(spec, title=title, description=says)
