"""The share good or better as a line with its interval, drawn as SVG; the table beside it says the same."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lintel.oversight.moderation.optimism import Quality

WIDE, HIGH, LEFT, RIGHT = 600, 92, 12, 588


def interval_picture(quality: Quality) -> SafeString | str:
    """
    Moderated: a bar from the low to the high end with a dot; as auditors graded: a thin stroke, said in words too.

    Nothing where there is not enough to go by.
    """
    good, raw = quality.good_or_better, quality.raw_good_or_better
    if good is None or raw is None:
        return ""
    low, mid, high, own = (_place(each) for each in (good.low, good.mid, good.high, raw))
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" class="lintel-interval">'
        '<line x1="{}" y1="40" x2="{}" y2="40" stroke="currentColor" stroke-width="1"/>{}'
        '<rect x="{}" y="30" width="{}" height="20" fill="#1d70b8" opacity="0.35"/>'
        '<circle cx="{}" cy="40" r="7" fill="#1d70b8"/>'
        '<line x1="{}" y1="24" x2="{}" y2="56" stroke="#505a5f" stroke-width="2" stroke-dasharray="4 3"/>'
        "</svg>",
        WIDE, HIGH, _in_words(quality), LEFT, RIGHT, _ticks(), low, high - low, mid, own, own,
    )  # fmt: skip


def _in_words(quality: Quality) -> str:
    good = quality.good_or_better
    assert good is not None
    assert quality.raw_good_or_better is not None
    return (
        f"Good or better, moderated: {good.mid:.0%}, from {good.low:.0%} to {good.high:.0%}. "
        f"As auditors graded: {quality.raw_good_or_better:.0%}."
    )


def _ticks() -> SafeString:
    marks = SafeString("")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        marks += format_html(
            '<line x1="{}" y1="34" x2="{}" y2="46" stroke="currentColor"/>'
            '<text x="{}" y="78" font-size="16" font-family="Arial, Helvetica, sans-serif" text-anchor="{}"'
            ' fill="currentColor">{}%</text>',
            _place(share), _place(share), _place(share), anchor, round(100 * share),
        )  # fmt: skip
    return marks


def _place(share: float) -> int:
    return round(LEFT + share * (RIGHT - LEFT))
