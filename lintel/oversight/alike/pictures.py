"""The funnel of decision makers and the line of conversion, as SVG; a table stands beside each."""

from __future__ import annotations

from datetime import date
from typing import Any

from lintel.oversight.alike.drift import ALL_SOURCES, Line
from lintel.oversight.alike.patterns.queries import Funnel
from lintel.oversight.alike.variation import Decider, funnel_limits
from lintel.oversight.performance.charts import FONT, INK, LINE, QUIET, SIGNAL, svg_of

Spec = dict[str, Any]
WIDE, NARROW = (960, 380), (390, 320)
STEPS = 40


def funnel_picture(funnel: Funnel, *, narrow: bool = False) -> str:
    """Everybody as a letter, between the limits that chance sets for as many decisions."""
    middle = funnel.variation.middle
    most = max(each.decisions for each in funnel.variation.deciders) * 1.1
    least = min(each.decisions for each in funnel.variation.deciders) * 0.8
    numbers = [least + (most - least) * step / STEPS for step in range(STEPS + 1)]
    limits = [
        dict(zip(("low998", "low95", "high95", "high998"), funnel_limits(middle, max(1, int(number))), strict=True))
        | {"decisions": number, "middle": middle}
        for number in numbers
    ]
    points = [
        {"decisions": each.decisions, "share": each.adjusted, "letter": letter, "outside": each.is_outside}
        for each, letter in zip(funnel.variation.deciders, funnel.letters, strict=True)
    ]
    lines = [
        _line(limits, field, dashed=field.endswith("95"))
        for field in ("low998", "low95", "middle", "high95", "high998")
    ]
    letters = {
        "data": {"values": points},
        "mark": {"type": "text", "dx": 12, "fontSize": 14, "fontWeight": "bold", "color": INK},
        "encoding": {
            "x": {"field": "decisions", "type": "quantitative"}, "y": {"field": "share", "type": "quantitative"},
            "text": {"field": "letter", "type": "nominal"},
        },
    }  # fmt: skip
    dots = {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 80},
        "encoding": {
            "x": {"field": "decisions", "type": "quantitative", "title": "Decisions", "scale": {"zero": False}},
            "y": {"field": "share", "type": "quantitative", "title": "Became social care, cases allowed for",
                  "axis": {"format": ".0%"}},
            "shape": {"condition": {"test": "datum.outside", "value": "diamond"}, "value": "circle"},
            "color": {"condition": {"test": "datum.outside", "value": SIGNAL}, "value": LINE},
        },
    }  # fmt: skip
    return svg_of(
        _frame([*lines, dots, letters], narrow), title="Decision makers beside what their cases lead one to expect",
        description=_described(funnel),
    )  # fmt: skip


def drift_picture(line: Line, *, narrow: bool = False) -> str:
    """Conversion week by week with its limits; a mark where it began to move."""
    rows = [
        {"week": week.isoformat(), "share": mark.value, "centre": mark.centre, "lower": mark.lower, "upper": mark.upper,
         "signal": bool(mark.signals)}
        for week, mark in zip(line.weeks, line.chart.marks, strict=True)
    ]  # fmt: skip
    x = {"field": "week", "type": "temporal", "title": None,
         "axis": {"format": "%-d %b %y", "tickCount": 4 if narrow else 8}}  # fmt: skip

    def layer(field: str, mark: Spec, **more: Any) -> Spec:
        y = {"field": field, "type": "quantitative", "title": None, "axis": {"format": ".0%"}}
        return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y} | more}

    quiet = {"type": "line", "color": QUIET, "strokeDash": [4, 3], "strokeWidth": 1}
    layers = [
        layer("upper", quiet), layer("lower", quiet), layer("centre", quiet | {"strokeDash": [1, 0]}),
        layer("share", {"type": "line", "color": LINE, "strokeWidth": 1.6}),
        layer("share", {"type": "point", "filled": True, "opacity": 1, "size": 60},
              shape={"condition": {"test": "datum.signal", "value": "diamond"}, "value": "circle"},
              color={"condition": {"test": "datum.signal", "value": SIGNAL}, "value": LINE}),
    ]  # fmt: skip
    if line.shift:
        began = [{"week": line.shift.began_on.isoformat()}]
        layers.append({"data": {"values": began}, "mark": {"type": "rule", "color": SIGNAL, "strokeWidth": 2},
                       "encoding": {"x": x}})  # fmt: skip
    return svg_of(
        _frame(layers, narrow), title=f"Conversion week by week, {source_in_words(line.source).lower()}",
        description=_moved(line),
    )  # fmt: skip


def source_in_words(source: str) -> str:
    """A source, or all of them."""
    return "All sources" if source == ALL_SOURCES else source


def _line(limits: list[Spec], field: str, *, dashed: bool) -> Spec:
    return {
        "data": {"values": limits},
        "mark": {"type": "line", "color": QUIET, "strokeWidth": 1, "strokeDash": [4, 3] if dashed else [1, 0]},
        "encoding": {
            "x": {"field": "decisions", "type": "quantitative"}, "y": {"field": field, "type": "quantitative"},
        },
    }  # fmt: skip


def _frame(layers: list[Spec], narrow: bool) -> Spec:
    width, height = NARROW if narrow else WIDE
    words = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": width - 90, "height": height - 80,
        "background": "#ffffff", "padding": 6, "layer": layers,
        "config": {"axis": words | {"titleFontWeight": "normal", "gridColor": "#e5e6e7"}, "view": {"stroke": None}},
    }  # fmt: skip


def _described(funnel: Funnel) -> str:
    outside = [
        letter for letter, each in zip(funnel.letters, funnel.variation.deciders, strict=True) if each.is_outside
    ]
    said = f"Outside the 99.8% limits: {', '.join(outside)}." if outside else "Nobody is outside the 99.8% limits."
    return (
        f"{len(funnel.letters)} decision makers; {100 * funnel.variation.middle:.0f}% of all became social care. {said}"
    )


def _moved(line: Line) -> str:
    if line.shift is None:
        return f"{len(line.weeks)} weeks. No lasting shift was found."
    return f"{len(line.weeks)} weeks. A shift began in the week of {_day(line.shift.began_on)}. {line.shift.question}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def differs_in_words(each: Decider) -> str:
    """How one line lies beside expectation, in words nobody needs to fear."""
    points = 100 * (each.statutory - each.expected) / each.decisions
    if not each.is_outside:
        return "As expected, within chance"
    return f"Differs from expected: {abs(points):.0f} in 100 {'more' if points > 0 else 'fewer'} became social care"
