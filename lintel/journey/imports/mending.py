"""Finding the rows that were set aside before and come back mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lintel.journey.imports.layouts import Layout, layouts
from lintel.journey.imports.lines import Line
from lintel.journey.imports.models import QuarantinedRow
from lintel.journey.imports.wordings import plain

# What a row says in the columns that were not complained of: the columns, and the text in each.
Likeness = tuple[frozenset[str], tuple[tuple[str, str], ...]]


class Awaited:
    """
    Rows that wait to be mended, of all files of one kind.

    A row is mended by one that is accepted and agrees with it in every column that was not complained of, whether it
    comes in the workbook of rows to mend or in a new extract of the whole list.
    """

    def __init__(self, kind: str, waiting: Iterable[QuarantinedRow]) -> None:
        self._kind = kind
        self._rows: dict[str, dict[Likeness, list[QuarantinedRow]]] = defaultdict(lambda: defaultdict(list))
        self._excepted: dict[str, set[frozenset[str]]] = defaultdict(set)
        for row in waiting:
            self._expect(row)

    def _expect(self, row: QuarantinedRow) -> None:
        blamed = {plain(reason["column"]) for reason in row.reasons}
        known = _layout_of(self._kind, row)
        if known is None:
            return
        says = _by_column(known, row.cells)
        excepted = frozenset(name for name, column in known.columns.items() if blamed & column.headings)
        self._rows[known.name][_likeness(says, excepted)].append(row)
        self._excepted[known.name].add(excepted)

    def mended_by(self, lines: Sequence[Line]) -> dict[int, Line]:
        """Which of the accepted rows mends which waiting row, by the waiting row's id. Each mends one."""
        found: dict[int, Line] = {}
        for line in lines:
            waiting = self._rows.get(line.layout.name)
            if not waiting:
                continue
            says = _by_column(line.layout, line.cells)
            for excepted in self._excepted[line.layout.name]:
                same = waiting.get(_likeness(says, excepted))
                if same:
                    found[same.pop().pk] = line
                    break
        return found


def _layout_of(kind: str, row: QuarantinedRow) -> Layout | None:
    """The list a waiting row belongs to: the one whose columns its headings are."""
    return max(
        layouts(kind), default=None,
        key=lambda known: (
            sum(1 for heading in row.cells if known.column_for(heading)), plain(row.sheet) == plain(known.title)
        ),
    )  # fmt: skip


def _by_column(known: Layout, cells: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading, text in cells.items():
        column = known.column_for(heading)
        if column and text:
            found.setdefault(column.name, plain(text))
    return found


def _likeness(says: dict[str, str], excepted: frozenset[str]) -> Likeness:
    return excepted, tuple(sorted((name, text) for name, text in says.items() if name not in excepted))
