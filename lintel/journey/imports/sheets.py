"""Writing the workbooks that go out: rows to mend, and the staff list to fill in. Text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from lintel.journey.imports.layouts import WHY_SET_ASIDE, layout
from lintel.journey.imports.wordings import reference

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_SHEET_NAME = 31
WIDEST = 40


@dataclass(frozen=True)
class RowToMend:
    """A row that was set aside: the sheet it stood in, the row as it stood, and each reason."""

    sheet: str
    cells: dict[str, str]
    reasons: list[str]


@dataclass
class _Table:
    headings: list[str]
    rows: list[RowToMend]

    def cells(self) -> Iterator[list[str]]:
        for row in self.rows:
            yield [*(row.cells.get(heading, "") for heading in self.headings), " ".join(row.reasons)]


def _tables(rows: Iterable[RowToMend], in_order: Mapping[str, Sequence[str]]) -> dict[str, _Table]:
    """The rows of each sheet, under the headings of the file in their order."""
    tables: dict[str, _Table] = {}
    for row in rows:
        table = tables.setdefault(row.sheet, _Table([], []))
        table.rows.append(row)
        for heading in row.cells:
            if heading not in table.headings and heading != WHY_SET_ASIDE:
                table.headings.append(heading)
    for sheet, table in tables.items():
        places = {heading: place for place, heading in enumerate(in_order.get(sheet, ()))}
        table.headings.sort(key=lambda heading, places=places: places.get(heading, len(places)))  # type: ignore[misc]
    return tables


def workbook(rows: Iterable[RowToMend], in_order: Mapping[str, Sequence[str]]) -> bytes:
    """Rows to mend as a workbook: a sheet for each list, every cell as text, the reasons in the last column."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, table in _named_apart(_tables(rows, in_order)):
            sheet = book.add_worksheet(name)
            for column, heading in enumerate([*table.headings, WHY_SET_ASIDE]):
                sheet.write_string(0, column, heading, bold)
            for number, cells in enumerate(table.cells(), start=1):
                for column, text in enumerate(cells):
                    sheet.write_string(number, column, text[:32_000])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(table.headings), 18)
            sheet.set_column(len(table.headings), len(table.headings), 80)
        if not book.worksheets():
            book.add_worksheet("Nothing to mend")
    return written.getvalue()


def _named_apart(tables: dict[str, _Table]) -> Iterator[tuple[str, _Table]]:
    """Names a workbook accepts: without the characters Excel refuses, 31 long at most, no two alike."""
    taken: set[str] = set()
    for sheet, table in tables.items():
        plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in sheet).strip("' ") or "List"
        name, n = plain[:LONGEST_SHEET_NAME], 1
        while name.lower() in taken:
            n += 1
            name = f"{plain[: LONGEST_SHEET_NAME - 4]} {n}"
        taken.add(name.lower())
        yield name, table


def csv_files(rows: Iterable[RowToMend], in_order: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Rows to mend as CSV, by sheet. An apostrophe keeps a spreadsheet from taking text for a formula."""
    files = {}
    for sheet, table in _tables(rows, in_order).items():
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow([*table.headings, WHY_SET_ASIDE])
        for cells in table.cells():
            writer.writerow([f"'{text}" if text.startswith(FORMULA_STARTS) else text for text in cells])
        files[sheet] = written.getvalue()
    return files


def staff_template() -> bytes:
    """The staff list to fill in: one sheet with an invented example, one with a note on each column."""
    table = reference("staff_template.yml")
    columns = list(layout("staff", "staff").columns.values())
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        formats = {"bold": book.add_format({"bold": True}), "day": book.add_format({"num_format": "dd/mm/yyyy"}),
                   "wrap": book.add_format({"text_wrap": True, "valign": "top"})}  # fmt: skip
        staff = book.add_worksheet("Staff list")
        for place, column in enumerate(columns):
            staff.write_string(0, place, column.heading, formats["bold"])
            staff.set_column(place, place, min(WIDEST, max(14, len(column.heading) + 2)))
            for number, example in enumerate(table["example"], start=1):
                _write(staff, number, place, example.get(column.name, ""), formats["day"])
        staff.freeze_panes(1, 2)
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 22)
        notes.set_column(1, 1, 100)
        lines = [("", table["notes"]), *((c.heading, table["columns"][c.name]) for c in columns)]
        for number, (heading, note) in enumerate(lines):
            notes.write_string(number, 0, heading, formats["bold"])
            notes.write_string(number, 1, " ".join(note.split()), formats["wrap"])
    return written.getvalue()


def _write(sheet: Any, row: int, column: int, value: object, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value != "":
        sheet.write_string(row, column, str(value))
