"""
Control charts as SVG, drawn on the server: a Vega-Lite description in, an accessible picture out.

The picture carries no script, no style sheet and no font of its own, scales with the page, prints in black and white
(signals differ in shape as well as in darkness), names itself to screen readers, and every point is a link to the list
of its week. Drawing takes some tens of milliseconds, so finished pictures are kept by a digest of their description.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import vl_convert
from django.core.cache import cache

from lintel.oversight.performance.answers import Point, Series
from lintel.oversight.performance.indicator import Measure

Link = Callable[[Point], str]
Spec = dict[str, Any]

INK, LINE, QUIET, SIGNAL, MARK = "#0b0c0c", "#1d70b8", "#505a5f", "#7a1f3d", "#4c2c92"
FONT = "Arial, Helvetica, sans-serif"
# Signs closer than this are set one below the other.
DAYS_BETWEEN_SIGNS = 45
WIDE, NARROW = (960, 330), (390, 300)
# The drawing library makes relative addresses absolute; points carry a place that is exchanged afterwards.
PLACE = "https://point.invalid/"


def chart_of(series: Series, *, link: Link | None = None, narrow: bool = False) -> str:
    """
    The control chart of a series as SVG markup to be put into a page; empty where there is nothing to draw.

    :param link: the address of the list behind a point; without it points are not links.
    :param narrow: for a phone: fewer ticks, larger words.
    """
    if not series.points:
        return ""
    addresses = [link(point) if link and point.value is not None else "" for point in series.points]
    spec = spec_of(series, narrow=narrow, linked=link is not None)
    return svg_of(spec, title=_title(series), description=_description(series), addresses=addresses)


def spec_of(series: Series, *, narrow: bool = False, linked: bool = False) -> Spec:
    """The Vega-Lite description of a control chart. Points that are `linked` carry their place, not yet an address."""
    width, height = NARROW if narrow else WIDE
    points = [_row(series, point, place if linked else None) for place, point in enumerate(series.points)]
    first, last = series.points[0].week.start, series.points[-1].week.end
    layers = [
        *_limits(points),
        *_marks([(change.changed_on, str(change.number), change.what) for change in series.changes_shown], narrow),
        *_marks(
            [(note.starts_on, "L", "New limits") for note in series.rebaselines if note.starts_on >= first], narrow
        ),
        _layer(
            points, {"type": "line", "color": LINE, "strokeWidth": 1.6, "invalid": "break-paths-show-domains"}, "value"
        ),
        _layer(points, {"type": "point", "filled": True, "opacity": 1}, "value", **_shapes(series, narrow, linked)),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - (62 if narrow else 74),
        "height": height - (110 if narrow else 96),
        "padding": {"left": 4, "right": 14, "top": 8, "bottom": 4},
        "background": "#ffffff",
        "config": _looks(14 if narrow else 13),
        "encoding": {"x": _weeks_axis(first, last, narrow)},
        "layer": layers,
    }


def svg_of(spec: Spec, *, title: str, description: str, addresses: Sequence[str] = ()) -> str:
    """
    Draw a description as SVG: scaling with its frame, without script or style, named for screen readers.

    The same description is drawn once and then kept, whatever addresses its points lead to.
    """
    wanted = json.dumps([spec, title, description], sort_keys=True, default=str)
    key = "chart:" + hashlib.sha256(wanted.encode()).hexdigest()
    drawn: str | None = cache.get(key)
    if drawn is None:
        drawn = _named(_bare(vl_convert.vegalite_to_svg(spec)), title, description, "c" + key[-10:])
        cache.set(key, drawn)
    return re.sub(rf'href="{PLACE}(\d+)"', lambda place: f"href={quoteattr(addresses[int(place[1])])}", drawn)


def _row(series: Series, point: Point, place: int | None) -> Spec:
    row: Spec = {
        "week": point.week.start.isoformat(), "value": point.value, "centre": point.centre, "lower": point.lower,
        "upper": point.upper, "signal": bool(point.signals), "said": _said(series, point),
    }  # fmt: skip
    if place is not None and point.value is not None:
        row["href"] = f"{PLACE}{place}"
    return row


def _said(series: Series, point: Point) -> str:
    """One point in words, for the pointer and the screen reader."""
    week = f"Week of {point.week.start:%-d %B %Y}"
    if point.value is None:
        return f"{week}: {'too few to show' if point.is_hidden else 'nothing to count'}"
    amount = f"{100 * point.value:.1f}%" if _is_share(series) else f"{point.value:,.1f}".removesuffix(".0")
    return f"{week}: {amount}" + (f"; signal: {', '.join(point.signals)}" if point.signals else "")


def _is_share(series: Series) -> bool:
    return series.indicator.measure in (Measure.SHARE, Measure.WEIGHTED_SHARE)


def _layer(rows: list[Spec], mark: Spec, field: str, **more: Any) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": {"y": {"field": field, "type": "quantitative"}} | more}


def _limits(rows: list[Spec]) -> list[Spec]:
    quiet = {
        "type": "line",
        "interpolate": "step",
        "color": QUIET,
        "strokeWidth": 1,
        "invalid": "break-paths-show-domains",
    }
    return [
        _layer(rows, quiet | {"strokeDash": [4, 3]}, "upper"),
        _layer(rows, quiet | {"strokeDash": [4, 3]}, "lower"),
        _layer(rows, quiet | {"strokeWidth": 1.4}, "centre"),
    ]


def _shapes(series: Series, narrow: bool, linked: bool) -> Spec:
    """Signals are larger, darker and diamonds; the rest are small discs."""
    size = 90 if narrow else 80
    found: Spec = {
        "shape": {"condition": {"test": "datum.signal", "value": "diamond"}, "value": "circle"},
        "color": {"condition": {"test": "datum.signal", "value": SIGNAL}, "value": LINE},
        "size": {"condition": {"test": "datum.signal", "value": size}, "value": 18 if narrow else 24},
        "description": {"field": "said", "type": "nominal"},
    }
    if linked:
        found["href"] = {"field": "href", "type": "nominal"}
    found["y"] = {"field": "value", "type": "quantitative", **_amount_axis(series)}
    return found


def _amount_axis(series: Series) -> Spec:
    return {
        "title": series.indicator.unit if len(series.indicator.unit) < 48 else series.indicator.short_name,
        "axis": {"format": ".0%"} if _is_share(series) else {"format": "~s" if _largest(series) >= 10_000 else ",~f"},
        "scale": {"zero": True, "nice": True},
    }


def _largest(series: Series) -> float:
    return max((point.upper or point.value or 0.0 for point in series.points), default=0.0)


def _marks(marks: list[tuple[date, str, str]], narrow: bool) -> list[Spec]:
    """
    Vertical rules with a sign at the top, which the list beside the chart explains; words would run into each other.

    Signs that stand close together are set one below the other.
    """
    if not marks:
        return []
    rows: list[Spec] = []
    lane, before = 0, date.min
    for day, sign, words in sorted(marks):
        lane = (lane + 1) % 3 if (day - before).days < DAYS_BETWEEN_SIGNS else 0
        before = day
        said = f"{day:%-d %B %Y}: {words}"
        rows.append({"week": day.isoformat(), "sign": sign, "height": 8 + 17 * lane, "said": said})
    rule = {"type": "rule", "color": MARK, "strokeWidth": 1.5, "strokeDash": [2, 2]}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": rule, "encoding": {"description": {"field": "said", "type": "nominal"}}}
    ]
    for row in rows:
        at: Spec = {"data": {"values": [row]}, "encoding": {"y": {"value": row["height"]}}}
        square = {"type": "point", "shape": "square", "filled": True, "opacity": 1, "color": MARK, "size": 230}
        sign_on_it = {
            "type": "text",
            "color": "#ffffff",
            "fontWeight": "bold",
            "fontSize": 13 if narrow else 12,
            "dy": 1,
        }
        words_on_it = {"text": {"field": "sign", "type": "nominal"}}
        layers += [{**at, "mark": square}, {**at, "mark": sign_on_it, "encoding": {**at["encoding"], **words_on_it}}]
    return layers


def _weeks_axis(first: date, last: date, narrow: bool) -> Spec:
    is_long = (last - first).days > 400
    return {
        "field": "week", "type": "temporal", "title": None,
        "scale": {"domain": [_at_noon(first), _at_noon(last)]},
        "axis": {
            "format": "%b %y" if is_long else "%-d %b", "tickCount": 4 if narrow else 9, "labelOverlap": True,
            "grid": False, "labelFlush": True,
        },
    }  # fmt: skip


def _at_noon(day: date) -> dict[str, int]:
    moment = datetime.combine(day, time(12))
    return {"year": moment.year, "month": moment.month, "date": moment.day}


def _looks(size: int) -> Spec:
    words = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": size, "titleFontSize": size, "labelColor": INK}
    return {
        "font": FONT,
        "axis": words | {"titleColor": INK, "titleFontWeight": "normal", "gridColor": "#e5e6e7", "domainColor": QUIET},
        "text": {"font": FONT},
        "view": {"stroke": None},
    }


def _title(series: Series) -> str:
    return f"{series.indicator.name}, week by week"


def _description(series: Series) -> str:
    """What a sighted reader takes from the picture, in two sentences; the table beside it has every point."""
    shown = [point for point in series.points if point.value is not None]
    if not shown:
        return "No week has anything to draw."
    first, last = series.points[0].week, series.points[-1].week
    signals = len(series.signals)
    seen = f"{signals or 'No'} week{'' if signals == 1 else 's'} with a signal. " if series.is_judged else ""
    return (
        f"{len(series.points)} weeks from {first.start:%-d %B %Y} to {last.end:%-d %B %Y}. "
        f"{_said(series, shown[-1])}. {seen}"
        f"{series.limits_note} {_changes_in_words(series)}"
    ).strip()


def _changes_in_words(series: Series) -> str:
    said = [f"{c.number}: {c.what}, {c.changed_on:%-d %B %Y}, decided by {c.decided_by}" for c in series.changes_shown]
    return f"What was changed: {'; '.join(said)}." if said else ""


def _bare(svg: str) -> str:
    """Without declarations, style, script, or the words the drawing library gives to every line for screen readers."""
    svg = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg)
    svg = re.sub(r"<(script|style)\b.*?</\1>", "", svg, flags=re.S)
    svg = re.sub(
        r'\s(?:style|class|target|role|aria-roledescription|aria-hidden|xmlns:xlink|pointer-events)="[^"]*"', "", svg
    )
    svg = re.sub(r"<a\b[^>]*>.*?</a>", _speaking_link, svg, flags=re.S)
    return re.sub(r'(<(?!a\b)\w+[^>]*?)\saria-label="[^"]*"', r"\1", svg).strip()


def _speaking_link(found: re.Match[str]) -> str:
    """A point that can be followed: named in words; in the order of tabs only if it is a signal."""
    drawn = found.group(0)
    address, words = (re.search(rf'{name}="([^"]*)"', drawn) for name in ("href", "aria-label"))
    inside = drawn[drawn.index(">") + 1 :]
    name = words.group(1) if words else ""
    aside = "" if "signal:" in name else ' tabindex="-1"'
    return f'<a href="{address.group(1) if address else ""}" aria-label="{name}"{aside}>{inside}'


def _named(svg: str, title: str, description: str, name: str) -> str:
    """
    Give the picture a role, a title and a description, and let it fill the width it is given.

    A picture with links in it is a group: screen readers would hide links inside an image.
    """
    opening, rest = re.match(r"<svg\b([^>]*)>(.*)\Z", svg, flags=re.S).groups()  # type: ignore[union-attr]
    width, height = (re.search(rf'\b{side}="([\d.]+)"', opening).group(1) for side in ("width", "height"))  # type: ignore[union-attr]
    role = "group" if "<a " in rest else "img"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" viewBox="0 0 {width} {height}" width="100%" '
        f'preserveAspectRatio="xMidYMid meet" focusable="false" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
    )
    return head + rest
