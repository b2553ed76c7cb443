"""The lags as a picture: for each grade and each party the hours that nine in ten do not pass, beside the limit."""

from __future__ import annotations

from typing import Any

from lintel.oversight.performance.charts import INK, LINE, QUIET, SIGNAL, svg_of
from lintel.steps.police_notifications.lags import Lags, Line

DAYS_FROM = 48
FONT = "Arial, Helvetica, sans-serif"


def chart_of_lags(found: Lags, *, narrow: bool = False) -> str:
    """The chart as SVG; empty where nothing came."""
    if not found.notices:
        return ""
    size = 14 if narrow else 13
    groups = [
        ("Incident to receipt, by grade", [found.all, *found.by_grade]),
        ("The hours of each party", [line for line in found.by_party if line.notices]),
    ]
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "#ffffff",
        "config": {
            "font": FONT, "view": {"stroke": None},
            "axis": {"labelFont": FONT, "titleFont": FONT, "labelFontSize": size, "titleFontSize": size,
                     "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal", "domainColor": QUIET,
                     "labelLimit": 150, "gridColor": "#e5e6e7"},
            "title": {"font": FONT, "fontSize": size + 2, "anchor": "start", "color": INK, "frame": "group"},
        },
        "resolve": {"scale": {"x": "shared"}},
        "vconcat": [_bars(title, lines, found.limit, narrow) for title, lines in groups],
    }  # fmt: skip
    return svg_of(spec, title="How late notices are", description=_in_words(found))


def _bars(title: str, lines: list[Line], limit: float, narrow: bool) -> dict[str, Any]:
    rows = [
        {"label": line.label, "p90": round(line.p90 or 0, 1), "median": round(line.median or 0, 1),
         "says": _amount(line.p90 or 0), "late": (line.p90 or 0) > limit}
        for line in lines
    ]  # fmt: skip
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x = {"field": "p90", "type": "quantitative", "title": "Hours", "scale": {"zero": True}}
    colour = {"condition": {"test": "datum.late", "value": SIGNAL}, "value": LINE}
    return {
        "title": title, "width": 170 if narrow else 640, "height": {"step": 26}, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "height": 15}, "encoding": {"y": y, "x": x, "color": colour}},
            {"mark": {"type": "tick", "color": INK, "thickness": 3, "height": 15},
             "encoding": {"y": y, "x": {"field": "median", "type": "quantitative"}}},
            {"mark": {"type": "text", "align": "left", "dx": 6, "color": INK, "fontSize": 13},
             "encoding": {"y": y, "x": x, "text": {"field": "says", "type": "nominal"}}},
            {"data": {"values": [{"limit": limit}]},
             "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3], "strokeWidth": 1.5},
             "encoding": {"x": {"field": "limit", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def _amount(hours: float) -> str:
    return f"{hours:.0f} h" if hours < DAYS_FROM else f"{hours / 24:.1f} days"


def _in_words(found: Lags) -> str:
    parts = [
        f"{line.label}: half within {line.median:.0f} hours, nine in ten within {line.p90:.0f}, longest"
        f" {line.longest:.0f}"
        for line in (found.all, *found.by_grade, *found.by_party)
        if line.notices
    ]
    return f"{found.notices} notices; the limit is {found.limit:.0f} hours. {'. '.join(parts)}."
