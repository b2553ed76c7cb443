"""What every part of the carrying shares: the file, who loads it and when, and how records are laid down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.db import connection

from lintel.foundation.provenance.actions import Loaded
from lintel.foundation.provenance.models import SourceFile, Traced
from lintel.journey.imports import keys
from lintel.journey.imports.lines import Line

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person
    from lintel.foundation.workforce.models import Team
    from lintel.journey.imports.carrying.staffing import Workers

LONDON = ZoneInfo("Europe/London")
# A day without a time of day: written down by the end of it, which never flatters.
LATEST_OF_THE_DAY = time(23, 59)
KEYS_AT_ONCE = 5_000
WORTH_COUNTING = 500

Record = TypeVar("Record", bound=Traced)
RecordContra = TypeVar("RecordContra", bound=Traced, contravariant=True)


class Loads(Protocol[RecordContra]):
    """A step's action that lays down records."""

    def __call__(self, records: Sequence[RecordContra], *, by: User, at: datetime) -> Loaded: ...


@dataclass
class Carriage:
    """
    One file on its way onto the record.

    `is_older`: a file that speaks of later days has been stored. What this one says then fills gaps and adds what was
    not held, and overrules nothing.
    """

    source_file: SourceFile
    by: User
    at: datetime
    file_day: date
    data_until: date
    is_older: bool
    workers: Workers
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    loaded: dict[str, Loaded] = field(default_factory=lambda: defaultdict(Loaded))
    mended: frozenset[tuple[str, int]] = frozenset()
    _counted: dict[str, int] = field(default_factory=dict)

    def origin(self, line: Line) -> dict[str, Any]:
        """Where a record read from this line came from."""
        return {"source_file": self.source_file, "source_sheet": line.sheet, "source_row": line.row}

    def lay(self, records: Iterable[Record], load: Loads[Record], *, overrules: bool = False) -> dict[str, Record]:
        """
        Lay down records of one kind through their step's action; on return they are held, by key.

        :param overrules: even if the file is older: for what is not said by the file, but worked out from everything.
        """
        by_key = merged(records)
        if not by_key:
            return by_key
        found = list(by_key.values())
        if self.is_older and not overrules:
            keep_what_is_held(found)
        kind = type(found[0])
        self.loaded[kind._meta.db_table] += load(found, by=self.by, at=self.at)
        self._keep_count(kind._meta.db_table)
        return by_key

    def _keep_count(self, table: str) -> None:
        """Let PostgreSQL see what a table holds whenever it has doubled: it plans by counts from before we began."""
        added = self.loaded[table].added
        if added > 2 * self._counted.get(table, 0) + WORTH_COUNTING:
            self._counted[table] = added
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")

    def say(self, record: Traced, **values: Any) -> None:
        """Let a record say what the file says; what is empty says nothing, and an older file only fills gaps."""
        for name, value in values.items():
            if is_empty(value) or (self.is_older and not is_empty(getattr(record, name))):
                continue
            setattr(record, name, value)

    def team(self, line: Line) -> Team | None:
        """The team named in a row."""
        return self.teams.get(keys.team(line.says["team"])) if "team" in line.says else None


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def merged(records: Iterable[Record]) -> dict[str, Record]:
    """Records by their key. Of two with the same key the first is kept, and the second fills its gaps."""
    by_key: dict[str, Record] = {}
    for record in records:
        first = by_key.setdefault(record.key, record)
        if first is not record:
            _fill(first, record)
    return by_key


def held(model: type[Record], record_keys: Iterable[str]) -> dict[str, Record]:
    """Those of the records that are held already, by key."""
    wanted = list(record_keys)
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = model._default_manager.filter(key__in=wanted[start : start + KEYS_AT_ONCE])
        found |= {record.key: record for record in some}
    return found


def keep_what_is_held(records: Sequence[Record]) -> None:
    """Put what is held before what the records say, so that laying them down fills gaps and overrules nothing."""
    already = held(type(records[0]), [record.key for record in records])
    for record in records:
        if record.key in already:
            for attribute in _attributes(record):
                value = getattr(already[record.key], attribute)
                if not is_empty(value):
                    setattr(record, attribute, value)


def _fill(record: Traced, other: Traced) -> None:
    for attribute in _attributes(record):
        if is_empty(getattr(record, attribute)):
            setattr(record, attribute, getattr(other, attribute))


def _attributes(record: Traced) -> Iterator[str]:
    never = {"id", "key", "source_file_id", "source_sheet", "source_row", "screen"}
    return (field.attname for field in record._meta.concrete_fields if field.attname not in never)


def moment(day: date | None, clock: time | None) -> datetime | None:
    """A day and a time of day as people in England say them; None unless both are known."""
    return datetime.combine(day, clock, tzinfo=LONDON) if day and clock else None


def recorded_at(line: Line) -> datetime | None:
    """When the row says that it was written down."""
    return moment(line.said("recorded_on"), line.said("recorded_time") or LATEST_OF_THE_DAY)


def numbered(lines: Iterable[Line], day: str, *identity: str) -> Iterator[tuple[Line, int]]:
    """
    Each row with its place among the rows of the same child and day.

    Rows that agree in everything that makes them one event (`identity`) have the same place: the same event said
    twice, as happens where a list has a row for each of two workers. The order of the rows in the file does not matter.
    """
    groups: dict[tuple[str, date], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.says["child_id"], line.says[day]].append(line)
    for group in groups.values():
        if len(group) == 1:
            yield group[0], 1
            continue
        told = sorted({_told(line, identity) for line in group})
        for line in sorted(group, key=contents):
            yield line, told.index(_told(line, identity)) + 1


def _told(line: Line, identity: Sequence[str]) -> tuple[tuple[bool, str], ...]:
    """What tells one event from another on the same day; what is empty comes last."""
    return tuple((line.said(name) is None, str(line.said(name))) for name in identity)


def contents(line: Line) -> str:
    """Everything a row says, as one text: rows in this order are in the same order in every file that has them."""
    return repr(sorted((name, str(value)) for name, value in line.says.items()))
