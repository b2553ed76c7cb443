"""
Recognising which list a sheet holds by its headings, wherever the heading row stands and whatever the sheet is called.

A sheet is the list most of whose columns it has, provided it has the columns that list cannot be without; its name
decides only between lists that fit equally well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from lintel.journey.imports.wordings import plain, reference

# The heading row is looked for among the first rows; above it stand titles, notes and the date of the extract.
HEADINGS_WITHIN = 20
WHY_SET_ASIDE = "Why it was set aside"


@dataclass(frozen=True)
class Column:
    """One column of a list: what it is called and what its cells must say."""

    name: str
    heading: str
    headings: frozenset[str]
    like: tuple[re.Pattern[str], ...]
    reads: str
    must: bool
    decides: bool
    planned: bool
    extra: bool


@dataclass(frozen=True)
class Layout:
    """One list: its columns, the date it is about, and the dates that must not lie the other way round."""

    name: str
    title: str
    called: tuple[str, ...]
    key: str
    in_order: tuple[tuple[str, str], ...]
    columns: Mapping[str, Column]

    def __hash__(self) -> int:
        return hash((self.name, self.title))

    @cached_property
    def had(self) -> frozenset[str]:
        """Every column: a module of the census has them all, empty or not."""
        return frozenset(self.columns)

    @lru_cache(maxsize=4_000)  # noqa: B019  layouts are made once and live as long as the process
    def column_for(self, heading: str) -> Column | None:
        """The column that a heading stands over, or none of this list."""
        words = plain(heading)
        if not words:
            return None
        for column in self.columns.values():
            if words in column.headings:
                return column
        for column in self.columns.values():
            if any(pattern.search(words) for pattern in column.like):
                return column
        return None


@dataclass(frozen=True)
class Recognised:
    """A sheet whose list is known: where its headings stand, and which column each of its cells belongs to."""

    layout: Layout
    heading_row: int
    headings: tuple[str, ...]
    columns: tuple[Column | None, ...]
    is_mended: bool

    @cached_property
    def had(self) -> frozenset[str]:
        """The columns that the sheet has."""
        return frozenset(column.name for column in self.columns if column)

    @property
    def not_recognised(self) -> list[str]:
        named = zip(self.headings, self.columns, strict=True)
        return [heading for heading, column in named if column is None and heading and heading != WHY_SET_ASIDE]

    @property
    def missing(self) -> list[str]:
        """Columns of Ofsted's list that the sheet does not have; those that only we ask for are not missed."""
        return [
            column.heading
            for column in self.layout.columns.values()
            if column.name not in self.had and not column.extra
        ]


@dataclass(frozen=True)
class Passed:
    """A sheet that is not read, and why."""

    why: str


@cache
def layouts(kind: str) -> tuple[Layout, ...]:
    """The lists that files of this kind can hold."""
    return tuple(_layout(name, table) for name, table in reference("lists.yml")[kind].items())


def layout(kind: str, name: str) -> Layout:
    return next(known for known in layouts(kind) if known.name == name)


def _layout(name: str, table: dict[str, Any]) -> Layout:
    columns = {column: _column(column, said) for column, said in table["columns"].items()}
    in_order = tuple((first, second) for first, second in table["in_order"])
    return Layout(name, table["title"], tuple(map(plain, table["called"])), table["key"], in_order, columns)


def _column(name: str, said: dict[str, Any]) -> Column:
    return Column(
        name=name,
        heading=said["heading"],
        headings=frozenset(map(plain, [said["heading"], *said.get("also", [])])),
        like=tuple(map(re.compile, said.get("like", []))),
        reads=said["reads"],
        must=said.get("must", False),
        decides=said.get("must", False) or said.get("decides", False),
        planned=said.get("planned", False),
        extra=said.get("extra", False),
    )


def recognise(kind: str, sheet: str, first_rows: Sequence[Sequence[str]]) -> Recognised | Passed:
    """
    Which list a sheet holds.

    :param first_rows: the first rows of the sheet as text, at least as far as its headings.
    """
    if other := _list_not_read(sheet, first_rows):
        return Passed(f"{other} is not read yet.")
    best: tuple[float, Recognised] | None = None
    nearly: tuple[int, Layout, list[str]] | None = None
    for number, row in enumerate(first_rows[:HEADINGS_WITHIN], start=1):
        if sum(1 for cell in row if cell) < 2:
            continue
        for known in layouts(kind):
            found, lacking, fit = _fit(known, sheet, number, row)
            if not lacking and (best is None or fit > best[0]):
                best = fit, found
            elif lacking and int(fit) >= 3 and (nearly is None or int(fit) > nearly[0]):
                nearly = int(fit), known, lacking
    if best is not None:
        return best[1]
    return Passed(_why_not_read(first_rows, nearly))


def _fit(known: Layout, sheet: str, number: int, row: Sequence[str]) -> tuple[Recognised, list[str], float]:
    """How well a row of cells serves as the headings of a list: what it would be, what it lacks, how many fit."""
    columns = _columns_of(known, row)
    had = {column.name for column in columns if column}
    lacking = [column.heading for column in known.columns.values() if column.must and column.name not in had]
    strange = sum(1 for cell, column in zip(row, columns, strict=True) if cell and column is None)
    fit = len(had) - strange / 100 + (0.5 if _is_called(known, sheet) else 0)
    is_mended = any(plain(cell) == plain(WHY_SET_ASIDE) for cell in row)
    return Recognised(known, number, tuple(row), columns, is_mended), lacking, fit


def _columns_of(known: Layout, row: Sequence[str]) -> tuple[Column | None, ...]:
    """Exact headings first, so that a heading which only resembles a column does not take its place."""
    taken: dict[str, int] = {}
    for exactly in (True, False):
        for place, cell in enumerate(row):
            if place in taken.values():
                continue
            column = known.column_for(cell)
            if column and column.name not in taken and (not exactly or plain(cell) in column.headings):
                taken[column.name] = place
    by_place = {place: name for name, place in taken.items()}
    return tuple(known.columns[by_place[place]] if place in by_place else None for place in range(len(row)))


def _is_called(known: Layout, sheet: str) -> bool:
    name = plain(sheet)
    return any(re.search(rf"(^|\b){re.escape(called)}(\b|$)", name) for called in known.called)


def _list_not_read(sheet: str, first_rows: Sequence[Sequence[str]]) -> str | None:
    """The title of the Annex A list that is none of ours, if this is one."""
    written = {plain(cell) for row in first_rows[:HEADINGS_WITHIN] for cell in row if cell}
    for other in reference("lists.yml")["not_read"]:
        if plain(sheet) in other["called"] or written & set(map(plain, other["headings"])):
            return str(other["title"])
    return None


def _why_not_read(first_rows: Sequence[Sequence[str]], nearly: tuple[int, Layout, list[str]] | None) -> str:
    if not any(cell for row in first_rows for cell in row):
        return "The sheet is empty."
    if nearly:
        _, known, lacking = nearly
        return f"It looks like {known.title}, but has no column for {' or '.join(lacking)}."
    return "Its headings are not those of any list that is read."
