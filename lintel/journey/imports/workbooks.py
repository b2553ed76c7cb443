"""Reading workbooks and CSV files into sheets of rows, one row at a time."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from lintel.journey.imports import refusals
from lintel.journey.imports.cells import FORMULA
from lintel.journey.imports.refusals import FileRefused

Row = Sequence[Any]
HAS_FORMULAS = re.compile(rb"<(?:\w+:)?f[ />]")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a CSV file: its name, its rows in order, and where in the file it begins and ends."""

    name: str
    rows: Iterator[Row]
    begins_at: float = 0.0
    ends_at: float = 1.0
    about_how_many: int = 0


@contextmanager
def sheets_of_workbook(path: Path) -> Iterator[Iterator[Sheet]]:
    """
    The sheets of an .xlsx workbook, which has been inspected before (`refusals.look_at`).

    :raises FileRefused: if it cannot be opened after all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not concern a reader
        with path.open("rb") as opened, closing(_open(opened, results=True)) as workbook:
            yield _sheets(path, workbook)


def _open(opened: IO[bytes], *, results: bool) -> Any:
    """Given a file and not a path, openpyxl does not mind what the file is called."""
    try:
        return openpyxl.load_workbook(opened, read_only=True, data_only=results, keep_links=False)
    except Exception as broken:  # openpyxl raises whatever the damage happens to hit
        raise FileRefused(refusals.DAMAGED) from broken


def _sheets(path: Path, workbook: Any) -> Iterator[Sheet]:
    sheets: list[Any] = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    sizes = _sizes(path, sheets)
    whole, before = sum(sizes) or 1, 0
    for sheet, size in zip(sheets, sizes, strict=True):
        about = sheet.max_row or 0
        sheet.reset_dimensions()
        rows = _rows_with_formulas(path, sheet) if _has_formulas(path, sheet) else sheet.iter_rows(values_only=True)
        yield Sheet(sheet.title, _mended(rows), before / whole, (before + size) / whole, about)
        before += size


def _sizes(path: Path, sheets: list[Any]) -> list[int]:
    with zipfile.ZipFile(path) as archive:
        return [archive.getinfo(sheet._worksheet_path.lstrip("/")).file_size for sheet in sheets]


def _mended(rows: Iterator[Row]) -> Iterator[Row]:
    """Damage inside a sheet shows only while it is read."""
    try:
        yield from rows
    except FileRefused:
        raise
    except Exception as broken:
        raise FileRefused(refusals.DAMAGED) from broken


def _has_formulas(path: Path, sheet: Any) -> bool:
    """Whether any cell holds a formula; most extracts hold none, and then need reading once only."""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        before = b""
        while piece := part.read(refusals.MEGABYTE):
            if HAS_FORMULAS.search(before + piece):
                return True
            before = piece[-16:]
    return False


def _rows_with_formulas(path: Path, sheet: Any) -> Iterator[Row]:
    """The results of formulas; where a formula has none (no program ever worked it out), `FORMULA`."""
    with path.open("rb") as opened, closing(_open(opened, results=False)) as written:
        formulas = written[sheet.title]
        formulas.reset_dimensions()
        for results, cells in zip(
            sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False
        ):
            yield [
                FORMULA if result is None and _is_formula(cell) else result
                for result, cell in zip(results, cells, strict=False)
            ]


def _is_formula(cell: Any) -> bool:
    return (isinstance(cell, str) and cell.startswith("=")) or type(cell).__name__ in (
        "ArrayFormula",
        "DataTableFormula",
    )


@contextmanager
def sheet_of_csv(path: Path, *, name: str) -> Iterator[Iterator[Sheet]]:
    """
    One list as a CSV file, in UTF-8 or in the encoding of Windows, separated by commas, semicolons or tabs.

    :raises FileRefused: if it is not text.
    """
    with path.open("r", encoding=_encoding(path), newline="") as opened:
        start = opened.read(8192)
        opened.seek(0)
        yield iter([Sheet(name, _csv_rows(opened, _separator(start)))])


def _encoding(path: Path) -> str:
    with path.open("rb") as opened:
        start = opened.read(4096)
    is_utf_16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_utf_16 and start.count(b"\x00") > len(start) / 10:
        raise FileRefused(refusals.NOT_TEXT)
    for encoding in ("utf-16",) if is_utf_16 else ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise FileRefused(refusals.NOT_TEXT)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open("r", encoding=encoding, newline="") as opened:
            while opened.read(refusals.MEGABYTE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _separator(start: str) -> str:
    """The separator that is most frequent in the line with most of them, for titles may stand above the headings."""
    lines = start.splitlines()[:20] or [""]
    return max(",;\t|", key=lambda separator: max(line.count(separator) for line in lines))


def _csv_rows(opened: Any, separator: str) -> Iterator[Row]:
    """Rows of cells; the apostrophe by which we and Excel mark text that begins like a formula is taken off again."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(opened, delimiter=separator)
    try:
        for row in reader:
            yield [cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA_STARTS else cell for cell in row]
    except (csv.Error, UnicodeError) as broken:
        raise FileRefused(refusals.CANNOT_SPLIT.format(line=reader.line_num)) from broken


_FORMULA_STARTS = frozenset("=+-@\t\r")
