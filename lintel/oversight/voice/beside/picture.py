"""The pulse above and the caseload beneath, on one line of weeks; the table stands beside it."""

from __future__ import annotations

from typing import Any

from lintel.oversight.performance.charts import FONT, INK, LINE, svg_of
from lintel.oversight.voice.beside.queries import Group
from lintel.oversight.voice.codes import Answer

Spec = dict[str, Any]
WIDE, NARROW = (960, 170), (390, 150)


def picture_of(group: Group, *, narrow: bool = False) -> str:
    """Both, week by week, as SVG; the pulse alone where a viewer gets no caseload."""
    rows = [
        {"week": line.week.isoformat(), "middle": line.middle, "caseload": line.caseload} for line in group.lines
    ]  # fmt: skip
    width, height = NARROW if narrow else WIDE
    words_of = ", ".join(f"'{answer.words}'" for answer in Answer)
    axis = {"values": [answer.value for answer in Answer], "labelExpr": f"[{words_of}][datum.value - 1]"}
    panels = [
        _panel(rows, "middle", "Pulse" if narrow else "Pulse, middle answer", {"domain": [1, 5]}, axis, narrow),
    ]
    if group.has_caseload:
        title = "Caseload" if narrow else "Caseload (K35)"
        panels.append(_panel(rows, "caseload", title, {"zero": True}, {"tickCount": 4}, narrow))
    words = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK}
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "#ffffff", "padding": 6,
        "vconcat": [panel | {"width": width - 100, "height": height - 50} for panel in panels], "spacing": 12,
        "config": {
            "axis": words | {"titleFontWeight": "normal", "gridColor": "#e5e6e7", "minExtent": 40},
            "view": {"stroke": None},
        },
    }  # fmt: skip
    shown = "Pulse and caseload" if group.has_caseload else "Pulse"
    return svg_of(spec, title=f"{shown} week by week: {group.name}", description=in_words(group))


def in_words(group: Group) -> str:
    """The first and the last week of a group, for who does not see the chart."""
    counted = [line for line in group.lines if line.middle is not None]
    said = [
        f"week of {line.week:%-d %B %Y}: “{line.middle.words}” in the middle of {line.answers} answers"
        + (f", {line.caseload:.1f} children for each full-time worker" if line.caseload is not None else "")
        for line in (counted[0], counted[-1])
        if line.middle is not None
    ]
    return f"{len(counted)} weeks. " + "; ".join(dict.fromkeys(said)) + "."


def _panel(rows: list[Spec], field: str, title: str, scale: Spec, axis: Spec, narrow: bool) -> Spec:
    x = {"field": "week", "type": "temporal", "title": None,
         "axis": {"format": "%-d %b %y", "tickCount": 3 if narrow else 8}}  # fmt: skip
    y = {"field": field, "type": "quantitative", "title": title, "scale": scale, "axis": axis}
    line = {"type": "line", "color": LINE, "strokeWidth": 1.6, "invalid": "break-paths-show-domains"}
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": line, "encoding": {"x": x, "y": y}},
            {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 45, "color": LINE},
             "encoding": {"x": x, "y": y}},
        ],
    }  # fmt: skip
