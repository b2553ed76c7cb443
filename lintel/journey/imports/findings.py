"""What the preview shows of a file: lists recognised, headings, first and last dates, and problems by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lintel.journey.imports.cells import Unreadable, as_day
from lintel.journey.imports.census import Census
from lintel.journey.imports.layouts import Recognised
from lintel.journey.imports.lines import Fault, Line

# The preview names this many rows of each problem, and shows this many of the values; the rest are only counted.
ROWS_NAMED = 200
EXAMPLES_SHOWN = 5

SET_ASIDE = "set aside"
KEPT = "kept"


@dataclass
class ListFound:
    """One sheet that was recognised, and the count of its rows."""

    sheet: str
    title: str
    name: str
    found: Recognised | None
    in_order: Sequence[str]
    rows_in: int = 0
    rows_accepted: int = 0
    first: date | None = None
    last: date | None = None

    def as_finding(self) -> dict[str, Any]:
        headings = None
        if self.found:
            named = zip(self.found.headings, self.found.columns, strict=True)
            headings = {
                "row": self.found.heading_row,
                "recognised": [{"heading": said, "means": column.heading} for said, column in named if column],
                "not_recognised": self.found.not_recognised,
                "missing": self.found.missing,
            }
        return {
            "sheet": self.sheet, "title": self.title, "list": self.name, "headings": headings,
            "in_order": list(self.in_order),
            "rows_in": self.rows_in, "rows_accepted": self.rows_accepted,
            "rows_quarantined": self.rows_in - self.rows_accepted,
            "first": self.first and self.first.isoformat(), "last": self.last and self.last.isoformat(),
        }  # fmt: skip


@dataclass
class Problem:
    """Rows with the same fault in the same column, counted together."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    examples: Counter[str] = field(default_factory=Counter)

    def add(self, line: Line, fault: Fault) -> None:
        self.count += 1
        if len(self.rows) < ROWS_NAMED:
            self.rows.append(line.row)
        if fault.text and (fault.text in self.examples or len(self.examples) < 200):
            self.examples[fault.text] += 1


class Tally:
    """Counts rows while they are read. What it holds is bounded, however long the file."""

    def __init__(self) -> None:
        self.lists: dict[str, ListFound] = {}
        self.sheets_passed: list[dict[str, str]] = []
        self.problems: dict[tuple[str, str, str, str], Problem] = {}
        self.latest: date | None = None
        self.census: Census | None = None

    @property
    def has_lists(self) -> bool:
        return bool(self.lists)

    @property
    def rows_in(self) -> int:
        return sum(found.rows_in for found in self.lists.values())

    @property
    def rows_accepted(self) -> int:
        return sum(found.rows_accepted for found in self.lists.values())

    @property
    def data_until(self) -> date | None:
        """The last day the file speaks of: the census's reference date, or the latest day anything happened."""
        if self.census:
            try:
                stated = as_day(self.census.reference_date)[0]
            except Unreadable:
                return self.latest
            return stated if self.latest is None or stated >= self.latest else self.latest
        return self.latest

    def recognised(self, sheet: str, found: Recognised) -> None:
        self.lists[sheet[:60]] = ListFound(sheet[:60], found.layout.title, found.layout.name, found, found.headings)

    def passed(self, sheet: str, why: str) -> None:
        self.sheets_passed.append({"sheet": sheet[:60], "why": why})

    def of_census(self, census: Census) -> None:
        self.census = census
        if census.not_read:
            self.passed("PreProceedingsandFGDM", f"{census.not_read} modules about pre-proceedings are not read yet.")

    def count(self, line: Line) -> None:
        """Count one row, with its faults and doubts."""
        found = self.lists.get(line.sheet)
        if found is None:
            headings = [column.heading for column in line.layout.columns.values()]
            found = self.lists[line.sheet] = ListFound(line.sheet, line.layout.title, line.layout.name, None, headings)
        found.rows_in += 1
        for fault in line.faults:
            self._problem(SET_ASIDE, line, fault)
        for doubt in line.doubts:
            self._problem(KEPT, line, doubt)
        if line.is_accepted:
            found.rows_accepted += 1
            self._dates(found, line)

    def _problem(self, effect: str, line: Line, fault: Fault) -> None:
        key = (effect, line.sheet, fault.column, fault.cause)
        self.problems.setdefault(key, Problem()).add(line, fault)

    def _dates(self, found: ListFound, line: Line) -> None:
        key = line.says.get(line.layout.key)
        if isinstance(key, date):
            found.first = min(found.first or key, key)
            found.last = max(found.last or key, key)
        columns = line.layout.columns
        for name, said in line.says.items():
            if isinstance(said, date) and columns[name].reads == "date" and not columns[name].planned:
                self.latest = max(self.latest or said, said)

    def why_nothing(self) -> str:
        said = [f"“{passed['sheet']}”: {passed['why']}" for passed in self.sheets_passed[:5]]
        return " ".join(said) or "the file has no sheets."

    def findings(self) -> dict[str, Any]:
        """The preview as plain values; see `actions.read` for what is added to it."""
        order = sorted(self.problems.items(), key=lambda item: (item[0][0] != SET_ASIDE, -item[1].count, item[0]))
        return {
            "data_until": self.data_until and self.data_until.isoformat(),
            "lists": [found.as_finding() for found in self.lists.values()],
            "sheets_not_read": self.sheets_passed,
            "problems": [
                {
                    "effect": effect, "sheet": sheet, "column": column, "cause": cause, "count": problem.count,
                    "rows": problem.rows,
                    "examples": [text for text, _ in problem.examples.most_common(EXAMPLES_SHOWN)],
                }
                for (effect, sheet, column, cause), problem in order
            ],
        }  # fmt: skip
