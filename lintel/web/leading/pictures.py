"""The small pictures of the leader's page: what a chart says in one sign, and a share with its doubt."""

from __future__ import annotations

from dataclasses import dataclass

from lintel.oversight.moderation.optimism import Estimate
from lintel.oversight.performance.answers import Series

WEEKS_LOOKED_AT = 4
INK, LINE, SIGNAL = "#0b0c0c", "#1d70b8", "#7a1f3d"


@dataclass(frozen=True)
class Sign:
    """What the last weeks of a chart come to: a diamond for a special cause, a disc for none; and in words."""

    svg: str
    words: str


def sign_of(series: Series) -> Sign:
    """A special cause in the last weeks, nothing but chance, or that it cannot be said."""
    drawn = [point for point in series.points if point.value is not None][-WEEKS_LOOKED_AT:]
    if not drawn or not series.is_judged or all(point.centre is None for point in drawn):
        return Sign("", "Too few weeks to tell chance from change")
    special = [point for point in drawn if point.signals]
    if not special:
        return Sign(_shape(f'<circle cx="9" cy="9" r="5" fill="{LINE}"/>'), "Nothing but chance in the last four weeks")
    last = special[-1]
    return Sign(
        SPECIAL_CAUSE,
        f"Special cause in the week of {last.week.start:%-d %B}: {last.signals[0]}",
    )


def interval(found: Estimate) -> str:
    """A share from 0 to 1 as a dot on a line from 0% to 100%, with its 95% interval as a bar. Words stand beside it."""
    low, mid, high = (10 + 280 * min(1.0, max(0.0, value)) for value in (found.low, found.mid, found.high))
    ticks = "".join(
        f'<line x1="{10 + 280 * n / 4:.0f}" x2="{10 + 280 * n / 4:.0f}" y1="26" y2="32" stroke="{INK}"/>'
        f'<text x="{10 + 280 * n / 4:.0f}" y="47" font-size="12" text-anchor="middle" fill="{INK}">{25 * n}</text>'
        for n in range(5)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 308 50" width="100%" role="img" focusable="false" '
        f'aria-label="Good or better: {_percent(found.mid)}, between {_percent(found.low)} and {_percent(found.high)}">'
        f'<line x1="10" x2="290" y1="29" y2="29" stroke="{INK}"/>{ticks}'
        f'<rect x="{low:.1f}" y="9" width="{max(2.0, high - low):.1f}" height="12" fill="{LINE}" opacity="0.35"/>'
        f'<circle cx="{mid:.1f}" cy="15" r="7" fill="{LINE}"/></svg>'
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _shape(inside: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" '
        f'focusable="false">{inside}</svg>'
    )


# Beside each thing on an agenda that is a special cause, as on the leader's page.
SPECIAL_CAUSE = _shape(f'<path d="M9 1 17 9 9 17 1 9Z" fill="{SIGNAL}"/>')
