"""
Numbers and lists as CSV files that carry their definition with them.

The first lines, each beginning with `#`, say what the number is and what it was narrowed to; then follows an ordinary
table. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from lintel.journey.whole_wait.codes import Waited
from lintel.oversight.performance.answers import Reading, Series
from lintel.oversight.performance.cases import Case, Filters
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.whole_waits.queries import Counted
from lintel.oversight.performance.whole_waits.rules import minutes_of

# What a spreadsheet takes for the beginning of a formula, tab and carriage return included.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
SERIES_COLUMNS = (
    "Week begins", "Week ends", "Numerator", "Denominator", "Value", "Centre", "Lower limit", "Upper limit", "Signals",
    "Changes",
)  # fmt: skip
CASE_COLUMNS = (
    "Record", "Id", "Child id", "Day", "In the numerator", "Value", "Weight", "In words", "Team id", "Source", "Age",
    "Ethnicity",
)  # fmt: skip


def csv_of_series(series: Series) -> str:
    """Every week of a series with its limits, signals and what was changed in it."""
    rows = []
    for p in series.points:
        changes = "; ".join(change.what for change in series.changes if change.changed_on in p.week)
        signals = "too few to show" if p.is_hidden else "; ".join(p.signals)
        rows.append(
            (
                p.week.start,
                p.week.end,
                p.numerator,
                p.denominator,
                p.value,
                p.centre,
                p.lower,
                p.upper,
                signals,
                changes,
            )
        )
    head = _head(series.indicator, series.as_at, series.filters, series.why, series.note, series.limits_note)
    return _written(head, SERIES_COLUMNS, rows)


def csv_of_cases(reading: Reading, cases: Sequence[Case], *, known_as: Mapping[int, str] | None = None) -> str:
    """
    The list behind a number. Only for people who were let have the list itself.

    :param known_as: the authority's own child id for each child; without it our own ids stand there.
    """
    known_as = known_as or {}
    rows = [
        (
            case.kind, case.pk, "; ".join(known_as.get(child, str(child)) for child in case.children), case.on,
            "yes" if case.counts else "no", case.value, case.weight, case.label, case.team_id, case.source_group,
            case.age_band, case.ethnicity_group,
        )
        for case in cases
    ]  # fmt: skip
    period = f"{reading.period.start} to {reading.period.end}"
    said = [f"Period: {period}", f"Shown as: {reading.shown}", f"Cases: {len(cases)}", reading.why, reading.note]
    return _written(_head(reading.indicator, reading.as_at, reading.filters, *said), CASE_COLUMNS, rows)


def csv_of_whole_waits(
    reading: Reading, counted: Sequence[Counted], *, known_as: Mapping[int, str] | None = None
) -> str:
    """The waits of a cohort, one line each, with the minutes of every part; the parts of a line add up to its whole."""
    known_as = known_as or {}
    columns = (
        "Child id", "Wait begins", "First knock", "First help", "Help", "Days as K112 counts", "Minutes in all",
        *(f"Minutes: {waited.words}" for waited in Waited),
    )  # fmt: skip
    rows = []
    for case, wait in ((each.case, each.wait) for each in counted):
        spent = minutes_of(wait)
        rows.append((
            "; ".join(known_as.get(child, str(child)) for child in case.children), wait.begins.on,
            wait.knocks[0].received.on, case.on, wait.help.words if wait.help else "", wait.days_from_knock_to_help,
            wait.minutes, *(spent[waited] for waited in Waited),
        ))  # fmt: skip
    said = [f"Period: {reading.period.start} to {reading.period.end}", f"Waits: {len(counted)}"]
    return _written(_head(reading.indicator, reading.as_at, reading.filters, *said, reading.note), columns, rows)


def csv_of_readings(readings: Iterable[Reading]) -> str:
    """The catalogue: one line for each number, with its definition."""
    columns = ("Code", "Name", "Period begins", "Period ends", "State", "Numerator", "Denominator", "Value", "Shown",
               "Definition", "Note")  # fmt: skip
    rows = [
        (
            r.code, r.indicator.name, r.period.start, r.period.end, r.state, r.numerator, r.denominator, r.value,
            r.shown, r.indicator.definition, r.why or r.note,
        )
        for r in readings
    ]  # fmt: skip
    return _written([], columns, rows)


def safe(value: object) -> str:
    """A cell that no spreadsheet runs. Numbers stay numbers, negative ones too."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    if isinstance(value, int) or not text.lstrip(" ").startswith(RUNS):
        return text
    return "'" + text


def _head(indicator: Indicator, as_at: date, filters: Filters, *said: str) -> list[str]:
    words = [f"{name}: {text}" for name, text in indicator.words.items()]
    narrowed = ", ".join(f"{name} {value}" for name, value in filters.as_query().items()) or "nothing"
    return [*words, f"As at: {as_at}", f"Narrowed to: {narrowed}", *filter(None, said)]


def _written(head: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in head:
        writer.writerow([f"# {' '.join(line.split())}"])
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe(value) for value in row])
    return out.getvalue()
