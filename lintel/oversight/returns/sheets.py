"""Writing rows into a workbook, one after another in little memory. Text is always text, never a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | float | date | datetime | None
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}  # fmt: skip
WIDTH = 16


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its headings, and its rows as they come."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> dict[str, int]:
    """Write the sheets and return how many rows each has."""
    written = {}
    with xlsxwriter.Workbook(path, OPTIONS) as workbook:
        bold = workbook.add_format({"bold": True})
        moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            page.set_column(0, len(sheet.headings) - 1, WIDTH)
            page.freeze_panes(1, 0)
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, bold)
            written[sheet.name] = sum(_write(page, place, row, moment) for place, row in _numbered(sheet.rows))
    return written


def _numbered(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    return enumerate(rows, start=1)


def _write(page: xlsxwriter.worksheet.Worksheet, place: int, row: Sequence[Cell], moment: object) -> int:
    for column, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            page.write_string(place, column, cell)
        elif isinstance(cell, datetime):
            page.write_datetime(place, column, cell.replace(tzinfo=None), moment)
        elif isinstance(cell, date):
            page.write_datetime(place, column, cell)
        else:
            page.write_number(place, column, cell)
    return 1
