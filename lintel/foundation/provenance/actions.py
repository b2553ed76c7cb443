"""Laying down records read from files: new ones are added, changed ones corrected, the rest left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.provenance import permissions
from lintel.foundation.provenance.models import Traced

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Record = TypeVar("Record", bound=Traced)

ROWS_AT_ONCE = 2_000
# Where a record came from is kept from the first file that spoke of it; the corrected version's history has the rest.
NEVER_UPDATED = {"id", "key", "source_file", "source_sheet", "source_row", "screen"}


@dataclass(frozen=True)
class Loaded:
    """What loading did: how many records it added, corrected and found unchanged."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.added + other.added, self.corrected + other.corrected, self.unchanged + other.unchanged)


class KeyRepeated(Exception):
    """Two of the records to lay down have the same key; which one is meant cannot be told."""


@transaction.atomic
def lay_down(records: Sequence[Record], *, by: User, at: datetime) -> Loaded:
    """
    Lay down unsaved records of one kind, matched with what is held by their `key`.

    Loading the same records again changes nothing. A value that is empty in the new record never erases one that is
    held: a file that does not speak of something has not said that it ended. On return every record given carries the
    primary key it is held under.

    :raises NotAllowed: if this person may not load records.
    :raises KeyRepeated: if two of the records have the same key.
    """
    require(by, permissions.LOAD_RECORDS)
    if not records:
        return Loaded()
    if len({record.key for record in records}) < len(records):
        raise KeyRepeated(type(records[0]).__name__)
    total = Loaded()
    for start in range(0, len(records), ROWS_AT_ONCE):
        total += _lay_down_some(records[start : start + ROWS_AT_ONCE])
    kind = type(records[0])._meta.verbose_name
    note(
        "records laid down", by=by, at=at, kind=str(kind),
        added=total.added, corrected=total.corrected, unchanged=total.unchanged,
    )  # fmt: skip
    return total


def _lay_down_some(records: Sequence[Record]) -> Loaded:
    model = type(records[0])
    held_by_key = {
        held.key: held for held in model._default_manager.select_for_update().filter(key__in=[r.key for r in records])
    }
    new, corrected, touched = [], [], set[str]()
    for record in records:
        held = held_by_key.get(record.key)
        if held is None:
            new.append(record)
            continue
        record.pk = held.pk
        if changed := _correct(held, record):
            corrected.append(held)
            touched |= changed
    _add(new)
    if corrected:
        model._default_manager.bulk_update(corrected, sorted(touched), batch_size=500)
    return Loaded(len(new), len(corrected), len(records) - len(new) - len(corrected))


def _add(new: Sequence[Traced]) -> None:
    """Add records by COPY, which is several times faster than INSERT: half a million records are nothing unusual."""
    if not new:
        return
    model = type(new[0])
    fields = model._meta.concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, len(new)],
        )
        for record, (number,) in zip(new, cursor.fetchall(), strict=True):
            record.pk = number
        with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for record in new:
                copy.write_row([field.get_db_prep_save(_value(record, field), connection) for field in fields])
    for record in new:
        record._state.adding, record._state.db = False, connection.alias


def _value(record: Traced, field: Any) -> Any:
    """The field's value; a record that points at one laid down after it was made takes over that one's key."""
    value = getattr(record, field.attname)
    if value is None and field.is_relation and (pointed_at := field.get_cached_value(record, default=None)):
        value = pointed_at.pk
        setattr(record, field.attname, value)
    return value


def _correct(held: Traced, record: Traced) -> set[str]:
    """Carry what the new record says over to the one that is held; return the names of the fields that changed."""
    changed = set()
    for field in record._meta.concrete_fields:
        if field.name in NEVER_UPDATED:
            continue
        says: Any = getattr(record, field.attname)
        if _is_empty(says) or says == getattr(held, field.attname):
            continue
        setattr(held, field.attname, says)
        changed.add(field.name)
    return changed


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []
