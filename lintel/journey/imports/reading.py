"""
From a file to its rows: recognise the lists, read every row, keep a tally for the preview.

Annex A workbooks, CSV files and staff lists come as one batch; the census comes in batches of a few thousand modules,
so that the largest fits in memory. A workbook of mended rows is read like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from lintel.journey.imports import refusals, workbooks
from lintel.journey.imports.cells import as_text
from lintel.journey.imports.census import Census, children
from lintel.journey.imports.findings import Tally
from lintel.journey.imports.layouts import HEADINGS_WITHIN, Passed, Recognised, layout, recognise
from lintel.journey.imports.lines import Line, read_module, read_row
from lintel.journey.imports.overlaps import set_aside_double_allocations
from lintel.journey.imports.refusals import FileRefused
from lintel.journey.imports.workbooks import Sheet

MOST_ROWS = 400_000
ROWS_BETWEEN_TICKS = 500
MODULES_AT_ONCE = 6_000

Tick = Callable[[float], None]


@dataclass
class Reading:
    """A file being read: what was offered, and the tally that grows while its rows are gone through."""

    path: Path
    kind: str
    name: str
    file_day: date
    tally: Tally = field(default_factory=Tally)
    tick: Tick = lambda share: None

    def batches(self) -> Iterator[list[Line]]:
        """
        The rows of the file, in batches; each is counted in the tally before it is handed over.

        :raises FileRefused: if the file cannot be read; the message says what to do.
        """
        what = refusals.look_at(self.path, wants_xml=self.kind == "cin")
        batches = self._census() if what == "xml" else iter([list(self._lists(what))])
        for batch in batches:
            set_aside_double_allocations(batch)
            for line in batch:
                self.tally.count(line)
            yield batch
        self._refuse_if_nothing_was_found()

    def _lists(self, what: str) -> Iterator[Line]:
        name = Path(self.name).stem
        opened = (
            workbooks.sheets_of_workbook(self.path)
            if what == "workbook"
            else workbooks.sheet_of_csv(self.path, name=name[:60])
        )
        rows = 0
        with opened as sheets:
            for sheet in sheets:
                for line in self._rows(sheet):
                    rows += 1
                    if rows > MOST_ROWS:
                        raise FileRefused(refusals.TOO_MANY_ROWS.format(limit=MOST_ROWS))
                    yield line

    def _rows(self, sheet: Sheet) -> Iterator[Line]:
        rows = iter(sheet.rows)
        first = list(islice(rows, HEADINGS_WITHIN))
        found = recognise(self.kind, sheet.name, [[as_text(cell) for cell in row] for row in first])
        if isinstance(found, Passed):
            self.tally.passed(sheet.name, self._offered_wrongly(sheet.name, first) or found.why)
            return
        self.tally.recognised(sheet.name, found)
        width = sheet.ends_at - sheet.begins_at
        beneath = [*first[found.heading_row :]]
        for number, row in enumerate(_chained(beneath, rows), start=found.heading_row + 1):
            if number % ROWS_BETWEEN_TICKS == 0:
                self.tick(sheet.begins_at + width * min(1, number / max(sheet.about_how_many, number)))
            if any(cell is not None and cell != "" for cell in row):
                yield read_row(found, sheet=sheet.name[:60], row=number, values=row, file_day=self.file_day)

    def _offered_wrongly(self, name: str, first: list[workbooks.Row]) -> str:
        """What to say of a list that would be recognised if it had been offered as what it is."""
        rows = [[as_text(cell) for cell in row] for row in first]
        for other, label in (("annex_a", "Annex A lists"), ("staff", "Staff list"), ("cin", "CIN census")):
            if other != self.kind and isinstance(recognise(other, name, rows), Recognised):
                return f"It belongs to another kind of file: offer it as “{label}”."
        return ""

    def _census(self) -> Iterator[list[Line]]:
        census, batch = Census(), list[Line]()
        nth: Counter[str] = Counter()
        for modules in children(self.path, census, self.tick):
            for module in modules:
                nth[module.list] += 1
                known = layout("cin", module.list)
                batch.append(read_module(known, row=nth[module.list], module=module.cells, file_day=self.file_day))
            if len(batch) >= MODULES_AT_ONCE:
                yield batch
                batch = []
        self.tally.of_census(census)
        yield batch

    def _refuse_if_nothing_was_found(self) -> None:
        if not self.tally.has_lists:
            raise FileRefused(refusals.NO_LIST.format(why=self.tally.why_nothing()))
        if not self.tally.rows_in:
            raise FileRefused(refusals.NO_ROWS)


def _chained(first: list[workbooks.Row], rest: Iterator[workbooks.Row]) -> Iterator[workbooks.Row]:
    yield from first
    yield from rest
