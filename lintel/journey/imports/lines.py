"""
One row of a list: what it says, what cannot be read in it, and whether it must wait.

**What sets a row aside** (quarantine): no child id, or one longer than can be kept; no key date, or one that cannot be
read or is impossible; a formula without its result in any column we read; an end before its start; and whatever cannot
be read in a column that decides something (an end, an authorisation, a conference, NFA, a date of birth): left out, it
would turn a closed case into an open one or a child into another. A value that is *empty* there says nothing, and is
kept as nothing.

**What is only said** (a doubt): an unreadable value in any other column — a local wording for ethnicity or source, a
visit in the future. The row is kept without it. We would rather keep a row than lose it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from lintel.journey.imports import cells
from lintel.journey.imports.cells import FORMULA, Unreadable
from lintel.journey.imports.layouts import Column, Layout, Recognised
from lintel.journey.imports.wordings import NotRecognised, wordings

LONGEST_ID = 40
# As long as the record's own fields.
LONGEST = {"reference": 60, "swe_number": 20, "staff_id": 40, "upn": 40, "former_upn": 40, "why_safe": 20_000}
LONGEST_TEXT = 120
FURTHEST_PLANNED = timedelta(days=5 * 366)
NO_RESULT = "A formula stands here without its result. Open the workbook in Excel, save it, and offer it again."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a cell: the column it stands in, what is wrong, and what stands there."""

    column: str
    cause: str
    text: str = ""


@dataclass(slots=True)
class Line:
    """A row of a list. `says` holds what could be read, by the name of the column; nothing for an empty cell."""

    layout: Layout
    sheet: str
    row: int
    headings: Sequence[str]
    values: Sequence[Any]
    had: frozenset[str]
    says: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    is_mended: bool = False

    @property
    def is_accepted(self) -> bool:
        return not self.faults

    @property
    def cells(self) -> dict[str, str]:
        """The row as it stood in the file: heading → text."""
        return {
            heading or f"Column {place}": cells.as_text(value)
            for place, (heading, value) in enumerate(zip(self.headings, self.values, strict=False), start=1)
            if heading or cells.as_text(value)
        }

    def said(self, name: str) -> Any:
        """What the row says in a column; None where the cell is empty, unreadable, or there is no such column."""
        return self.says.get(name)


def read_row(found: Recognised, *, sheet: str, row: int, values: Sequence[Any], file_day: date) -> Line:
    """Read a row of a sheet whose list is known."""
    line = Line(found.layout, sheet, row, found.headings, values, found.had, is_mended=found.is_mended)
    for column, value in zip(found.columns, values, strict=False):
        if column is not None:
            _read_cell(line, column, value, file_day)
    return _checked(line)


def read_module(layout: Layout, *, row: int, module: dict[str, str], file_day: date) -> Line:
    """Read a module of the census as a row of its list."""
    line = Line(layout, layout.title, row, list(module), list(module.values()), layout.had)
    for heading, value in module.items():
        column = layout.column_for(heading)
        if column is not None:
            _read_cell(line, column, value, file_day)
    return _checked(line)


def _read_cell(line: Line, column: Column, value: Any, file_day: date) -> None:
    if value is None or value == "" or column.reads == "nothing":
        return
    if value is FORMULA:
        line.faults.append(Fault(column.heading, NO_RESULT))
        return
    try:
        read = _read(column, value, file_day, line)
    except Unreadable as unreadable:
        fault = Fault(column.heading, str(unreadable), cells.as_text(value)[:80])
        (line.faults if column.decides else line.doubts).append(fault)
    else:
        if read is not None:
            line.says[column.name] = read


def _read(column: Column, value: Any, file_day: date, line: Line) -> Any:
    if column.reads in _READS:
        return _READS[column.reads](column, value, file_day, line)
    if column.reads.startswith("many "):
        return _many(column.reads.removeprefix("many "), column, value, file_day, line)
    return _code(column.reads, value)


def _id(column: Column, value: Any, *_: object) -> str | None:
    text = cells.as_text(value)
    if len(text) > LONGEST_ID:
        raise Unreadable(f"A child's id has at most {LONGEST_ID} characters.")
    if isinstance(value, str) and "\x00" in value:
        raise Unreadable("There is a character here that cannot be read (NUL).")
    return text or None


def _text(column: Column, value: Any, *_: object) -> str | None:
    text = cells.as_text(value)
    longest = LONGEST.get(column.name, LONGEST_TEXT)
    if len(text) > longest:
        raise Unreadable(f"This is longer than the {longest} characters that are kept.")
    return text or None


def _date(column: Column, value: Any, file_day: date, line: Line) -> date | None:
    if not cells.as_text(value):
        return None
    day, clock = cells.as_day(value)
    cells.possible_event(day, file_day=file_day, may_be_planned=column.planned)
    if day > file_day + FURTHEST_PLANNED:
        raise Unreadable("This date is more than five years away.")
    if clock is not None and column.name.endswith("_on"):
        line.says.setdefault(f"{column.name.removesuffix('_on')}_time", clock)
    return day


def _staff_date(column: Column, value: Any, file_day: date, line: Line) -> date | None:
    """Workers may have begun long before any of the events in the lists."""
    if not cells.as_text(value):
        return None
    day, _ = cells.as_day(value)
    if day.year < file_day.year - 60 or day > file_day + FURTHEST_PLANNED:
        raise Unreadable("Nobody's dates of work lie that far away.")
    return day


def _birth(column: Column, value: Any, file_day: date, line: Line) -> date | None:
    if not cells.as_text(value):
        return None
    return cells.possible_birth(cells.as_day(value)[0], file_day=file_day)


def _number(column: Column, value: Any, *_: object) -> int | None:
    return cells.as_number(value) if cells.as_text(value) else None


def _share(column: Column, value: Any, *_: object) -> Decimal | None:
    """A share of full time, from 0 to 1."""
    if not cells.as_text(value):
        return None
    share = cells.as_decimal(value)
    if not 0 <= share <= 1:
        raise Unreadable("A share of full time lies between 0 and 1: write 0.6 for three days of five.")
    return round(share, 2)


def _time(column: Column, value: Any, *_: object) -> Any:
    return cells.as_time(value) if cells.as_text(value) else None


def _yes_no(column: Column, value: Any, *_: object, words: str = "yes_no") -> bool | None:
    answer = _code(words, value)
    return None if answer is None else answer == "yes"


def _code(words: str, value: Any) -> str | None:
    text = cells.as_text(value)
    if not text:
        return None
    try:
        return wordings(words).read(text) or None
    except NotRecognised:
        raise Unreadable("This wording is not one that is known.") from None


def _many(reads: str, column: Column, value: Any, file_day: date, line: Line) -> list[Any] | None:
    """Several values in one cell, between commas; what cannot be read among them is said and left out."""
    found: list[Any] = []
    for part in filter(None, (part.strip() for part in cells.as_text(value).split(","))):
        try:
            one = _date(column, part, file_day, line) if reads == "date" else _code(reads, part)
        except Unreadable as unreadable:
            line.doubts.append(Fault(column.heading, str(unreadable), part[:80]))
        else:
            if one is not None and one not in found:
                found.append(one)
    return found or None


_READS: dict[str, Callable[..., Any]] = {
    "id": _id, "text": _text, "date": _date, "staff_date": _staff_date, "birth": _birth, "time": _time,
    "number": _number, "share": _share, "yes_no": _yes_no, "disabled": partial(_yes_no, words="disabled"),
}  # fmt: skip


def _checked(line: Line) -> Line:
    at_fault = {fault.column for fault in line.faults}
    for column in line.layout.columns.values():
        if column.must and column.name not in line.says and column.heading not in at_fault:
            line.faults.append(Fault(column.heading, "This is empty, and the row cannot be placed without it."))
    for first, second in line.layout.in_order:
        _check_order(line, first, second)
    return line


def _check_order(line: Line, first: str, second: str) -> None:
    began, ended = line.says.get(first), line.says.get(second)
    if began is None or ended is None or began <= ended:
        return
    columns = line.layout.columns
    cause = f"This is before {columns[first].heading}."
    if columns[second].decides and second != line.layout.key:
        line.faults.append(Fault(columns[second].heading, cause, cells.as_text(ended)))
        return
    dropped = first if second == line.layout.key else second
    line.doubts.append(Fault(columns[dropped].heading, f"{columns[second].heading} is before it."
                             if dropped == first else cause, cells.as_text(line.says.pop(dropped))))  # fmt: skip
