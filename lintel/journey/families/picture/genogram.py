"""
A genogram as figures and lines, ready to be drawn: squares and circles in rows, couples joined, children hung beneath.

A line for two parents hangs their children from a bar; each bar and each far couple has a height of its own, so that no
two lie on one another. What no line between parents, partners and children says is drawn as a dashed line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.journey.families.picture.generations import rows_of
from lintel.journey.families.picture.people import PARENTS, Figure, Known, Tie, Union
from lintel.journey.families.picture.rows import places_of

APART, DEEP, RADIUS, MARGIN = 132.0, 210.0, 24.0, 84.0
WORDS_HIGH = 66.0  # three lines under a figure
LANE = 9.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where a figure stands: its middle."""

    figure: Figure
    row: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """
    One line, as points to be joined.

    :param what: couple, parted, unsaid (children together, nobody said whether they are partners), descent, tie.
    :param cut: where two strokes cross it, because it ended.
    """

    what: str
    points: tuple[Point, ...]
    between: frozenset[int]
    words: str = ""
    cut: Point | None = None


@dataclass(frozen=True)
class Genogram:
    """The whole picture. `home`: outlines around those who live together."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    home: tuple[tuple[Point, ...], ...]
    width: float
    height: float


@dataclass
class _Drawing:
    known: Known
    at: dict[int, Place]
    lines: list[Line] = field(default_factory=list)
    lanes: dict[tuple[str, int], list[list[tuple[float, float]]]] = field(default_factory=dict)

    def lane(self, kind: str, row: int, left: float, right: float) -> int:
        """The first height in a row at which nothing else lies between left and right."""
        taken = self.lanes.setdefault((kind, row), [])
        for number, spans in enumerate(taken):
            if all(right < begins - LANE or ends + LANE < left for begins, ends in spans):
                spans.append((left, right))
                return number
        taken.append([(left, right)])
        return len(taken) - 1


def genogram(figures: Iterable[Figure], ties: Sequence[Tie]) -> Genogram:
    """Draw a family: anybody, related in any way or not at all."""
    known = Known({figure.pk: figure for figure in figures}, ties)
    rows = rows_of(known)
    x = places_of(known, rows, apart=APART)
    at = {
        pk: Place(figure, rows[pk], round(x[pk] + MARGIN, 1), MARGIN + rows[pk] * DEEP)
        for pk, figure in known.figures.items()
    }  # fmt: skip
    drawing = _Drawing(known, at)
    for union in known.unions:
        _draw_union(drawing, union)
    for tie in known.ties:
        if tie.kind not in PARENTS and tie.kind is not Kind.PARTNER and not known.is_told_by_other_lines(tie):
            _draw_tie(drawing, tie)
    places = tuple(sorted(at.values(), key=lambda place: (place.row, place.x)))
    return Genogram(
        places=places, lines=tuple(drawing.lines), home=_outlines(places),
        width=max((place.x for place in places), default=0.0) + MARGIN,
        height=max((place.y for place in places), default=0.0) + RADIUS + WORDS_HIGH + 24,
    )  # fmt: skip


# --- lines ------------------------------------------------------------------------------------------------------------


def _draw_union(drawing: _Drawing, union: Union) -> None:
    hangs_from = _hang_alone(drawing, union) if len(union.parents) == 1 else _draw_couple(drawing, union)
    by_row: dict[int, list[Place]] = {}
    for child in union.children:
        by_row.setdefault(drawing.at[child].row, []).append(drawing.at[child])
    for row, children in by_row.items():
        _draw_children(drawing, union, hangs_from, row, children)


def _hang_alone(drawing: _Drawing, union: Union) -> Point:
    parent = drawing.at[union.parents[0]]
    return parent.x, parent.y + RADIUS + WORDS_HIGH - 6


def _draw_couple(drawing: _Drawing, union: Union) -> Point:
    """Join two people; return where their children hang from: between two figures, never through one."""
    left, right = sorted((drawing.at[pk] for pk in union.parents), key=lambda place: (place.x, place.row))
    tie = drawing.known.partners(*union.parents)
    what = "unsaid" if tie is None else "parted" if tie.has_ended else "couple"
    between = _between(drawing, left, right)
    if left.row != right.row or not between:
        points: tuple[Point, ...] = ((left.x + RADIUS, left.y), (right.x - RADIUS, right.y))
        if right.x - left.x < 2 * RADIUS:
            points = _straight(left, right)
        middle = ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)
        hangs_from = middle
    else:
        lane = drawing.lane("over", left.row, left.x, right.x)
        over = left.y - RADIUS - 14 - lane * LANE
        points = (
            (left.x + 8, left.y - RADIUS),
            (left.x + 8, over),
            (right.x - 8, over),
            (right.x - 8, right.y - RADIUS),
        )
        middle = ((left.x + right.x) / 2, over)
        hangs_from = ((between[-1].x + right.x) / 2, over)
    cut = middle if what == "parted" else None
    words = {"couple": "partners", "parted": "no longer partners", "unsaid": "have children together"}[what]
    drawing.lines.append(Line(what, points, frozenset(union.parents), words, cut))
    return hangs_from


def _between(drawing: _Drawing, left: Place, right: Place) -> list[Place]:
    if left.row != right.row:
        return []
    found = [place for place in drawing.at.values() if place.row == left.row and left.x < place.x < right.x]
    return sorted(found, key=lambda place: place.x)


def _draw_children(drawing: _Drawing, union: Union, hangs_from: Point, row: int, children: list[Place]) -> None:
    x, y = hangs_from
    ends = [x, *(child.x for child in children)]
    lane = drawing.lane("bar", row, min(ends), max(ends))
    bar = children[0].y - RADIUS - 30 - lane * LANE
    for child in children:
        points = ((x, y), (x, bar), (child.x, bar), (child.x, child.y - RADIUS))
        between = frozenset((*union.parents, child.figure.pk))
        drawing.lines.append(Line("descent", points, between, "parents and child"))


def _draw_tie(drawing: _Drawing, tie: Tie) -> None:
    one, other = drawing.at[tie.person], drawing.at[tie.to_person]
    words = tie.kind.replace("_", " ")
    cut = None
    if one.row == other.row:
        left, right = sorted((one, other), key=lambda place: place.x)
        under = left.y + RADIUS + WORDS_HIGH + 4 + drawing.lane("under", left.row, left.x, right.x) * LANE
        begins, ends, foot = left.x - 10, right.x + 10, left.y + RADIUS
        points: tuple[Point, ...] = ((begins, foot), (begins, under), (ends, under), (ends, foot))
        middle = ((left.x + right.x) / 2, under)
    else:
        points = _straight(*sorted((one, other), key=lambda place: place.y))
        middle = ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)
    if tie.has_ended:
        cut = middle
    drawing.lines.append(Line("tie", points, tie.both, words, cut))


def _straight(upper: Place, lower: Place) -> tuple[Point, Point]:
    return (upper.x, upper.y + RADIUS), (lower.x, lower.y - RADIUS)


# --- who lives together -----------------------------------------------------------------------------------------------


def _outlines(places: Sequence[Place]) -> tuple[tuple[Point, ...], ...]:
    """One outline where in each row those at home stand together and the rows follow one another; else several."""
    runs = _runs_at_home(places)
    rows = [run[0].row for run in runs]
    if len(set(rows)) == len(rows) and rows == list(range(rows[0], rows[0] + len(rows))) if rows else False:
        return (_around(runs),)
    return tuple(_around([run]) for run in runs)


def _runs_at_home(places: Sequence[Place]) -> list[list[Place]]:
    runs: list[list[Place]] = []
    before: Place | None = None
    for place in places:
        if place.figure.is_home:
            if before is None or before.row != place.row or not before.figure.is_home:
                runs.append([])
            runs[-1].append(place)
        before = place
    return runs


def _around(runs: list[list[Place]]) -> tuple[Point, ...]:
    wide = APART / 2 - 4
    right: list[Point] = []
    left: list[Point] = []
    for number, run in enumerate(runs):
        top = run[0].y - RADIUS - 16 if number == 0 else run[0].y - DEEP / 2
        foot = run[0].y + RADIUS + WORDS_HIGH + 8 if number == len(runs) - 1 else run[0].y + DEEP / 2
        right += [(run[-1].x + wide, top), (run[-1].x + wide, foot)]
        left += [(run[0].x - wide, top), (run[0].x - wide, foot)]
    return (*right, *reversed(left))
