"""
Waits as bars: SVG from the server, without script or style, readable in black and white.

Each part carries its number, and its row in the table beside the bar says in words what the number stands for. The
filling says who held the next step; no two of them are told apart by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lintel.journey.whole_wait.codes import Who

INK, PAPER, DARK, PALE = "#0b0c0c", "#ffffff", "#003078", "#b9d3ee"
WIDE, NARROW, HEIGHT = 960, 360, 56
ROOM_FOR_A_NUMBER = 24

# What is drawn on the filling of each: a tile of a pattern, or nothing on a plain one.
TILES = {
    Who.POLICE: (PAPER, f'<circle cx="4" cy="4" r="2.2" fill="{INK}"/>'),
    Who.WHOEVER_TOLD_US: (PAPER, f'<circle cx="4" cy="4" r="1.2" fill="{INK}"/>'),
    Who.ON_THE_WAY: (PAPER, f'<path d="M0 4h4" stroke="{INK}" stroke-width="1.5"/>'),
    Who.FRONT_DOOR: (PALE, ""),
    Who.NOBODY: (PAPER, f'<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="{INK}" stroke-width="2"/>'),
    Who.WORKER: (DARK, ""),
    Who.EARLY_HELP: (PAPER, f'<path d="M0 4h8" stroke="{DARK}" stroke-width="2.5"/>'),
    Who.ELSEWHERE: (PAPER, f'<path d="M4 0v8" stroke="{INK}" stroke-width="2"/>'),
    Who.NOT_RECORDED: (PAPER, ""),
}


@dataclass(frozen=True)
class Segment:
    """One part of a bar: how long, who held the next step (None where several did), and the part in words."""

    length: int
    who: Who | None
    words: str


def bar(segments: Sequence[Segment], *, title: str, name: str, narrow: bool = False) -> str:
    """
    A bar whose parts are as long as they lasted, numbered from one; empty where there is nothing to draw.

    :param name: makes this bar's inner names differ from those of other bars on the page.
    """
    whole = sum(segment.length for segment in segments)
    if not whole:
        return ""
    width, reached, drawn = NARROW if narrow else WIDE, 0, []
    for number, segment in enumerate(segments, start=1):
        begins, ends = width * reached / whole, width * (reached + segment.length) / whole
        drawn.append(_drawn(number, segment, begins, ends, name))
        reached += segment.length
    said = "; ".join(f"{number}: {segment.words}" for number, segment in enumerate(segments, start=1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2} {HEIGHT + 2}" role="img" '
        f'aria-labelledby="{name}-title {name}-words"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(said)}</desc>{_patterns(segments, name)}{"".join(drawn)}</svg>'
    )


def swatch(who: Who | None, *, name: str) -> str:
    """The filling of a part, small, for its row of the table."""
    segment = Segment(1, who, "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="18" viewBox="0 0 30 18" aria-hidden="true" '
        f'focusable="false">{_patterns([segment], name)}{_filled(who, 1, 1, 28, 16, name)}</svg>'
    )


def _drawn(number: int, segment: Segment, begins: float, ends: float, name: str) -> str:
    filled = _filled(segment.who, begins, 0, max(ends - begins, 0.5), HEIGHT, name)
    if ends - begins < ROOM_FOR_A_NUMBER:
        return filled
    middle = (begins + ends) / 2
    return (
        f'{filled}<circle cx="{middle:.1f}" cy="{HEIGHT / 2:g}" r="11" fill="{PAPER}" stroke="{INK}"/>'
        f'<text x="{middle:.1f}" y="{HEIGHT / 2 + 5:g}" text-anchor="middle" font-family="Arial, sans-serif" '
        f'font-size="14" font-weight="700" fill="{INK}">{number}</text>'
    )


def _filled(who: Who | None, x: float, y: float, width: float, height: float, name: str) -> str:
    ground, tile = TILES[who] if who else (PAPER, "")
    fill = f"url(#{name}-{who})" if tile else ground
    dashes = "" if who and who is not Who.NOT_RECORDED else ' stroke-dasharray="4 3"'
    return f'<rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{fill}" stroke="{INK}"{dashes}/>'


def _patterns(segments: Sequence[Segment], name: str) -> str:
    tiled = dict.fromkeys(segment.who for segment in segments if segment.who and TILES[segment.who][1])
    patterns = (
        f'<pattern id="{name}-{who}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{TILES[who][0]}"/>{TILES[who][1]}</pattern>'
        for who in tiled
    )
    return f"<defs>{''.join(patterns)}</defs>" if tiled else ""
