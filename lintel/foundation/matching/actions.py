"""Keeping search keys current."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching.keys import keys_of
from lintel.foundation.matching.models import SearchKeys, Waiting
from lintel.foundation.matching.reading import Record, parents_of, records

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

AT_ONCE = 5_000


@transaction.atomic
def index_people(ids: Iterable[int], *, by: User | None, at: datetime) -> int:
    """
    Draw the search keys of these people anew from their records; return for how many.

    Nobody needs to call this to be found: triggers note who changed, `queries` compares those people as they are, and a
    task comes round every minute. After loading very many people it is quicker to call `index_waiting` at once.
    """
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), AT_ONCE):
        _index_some(wanted[start : start + AT_ONCE])
    Waiting.objects.filter(person_id__in=wanted).delete()
    if wanted:
        note("people indexed for searching", by=by, at=at, people=len(wanted))
    return len(wanted)


@transaction.atomic
def index_waiting(*, by: User | None, at: datetime, at_most: int = AT_ONCE) -> int:
    """Draw the search keys of those whose record changed since; return for how many. Call it until it returns 0."""
    # The lines first, the records after them: a change whose line is not seen yet keeps its line.
    lines = list(Waiting.objects.select_for_update(skip_locked=True).order_by("pk")[: 4 * at_most])
    ids = {line.person_id for line in lines}
    for part in _parts(sorted(ids)):
        _index_some(part)
    Waiting.objects.filter(pk__in=[line.pk for line in lines]).delete()
    if ids:
        note("people indexed for searching", by=by, at=at, people=len(ids))
    return len(ids)


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _index_some(ids: list[int]) -> None:
    # Whoever else indexes one of these people waits here, and then finds what we wrote.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(716004)")
    SearchKeys.objects.filter(person__in=ids).delete()
    parents = parents_of(ids)
    found = [one for one in records(ids).values() if one.person.merged_into_id is None]
    table = connection.ops.quote_name(SearchKeys._meta.db_table)
    copy_in = f"COPY {table} (person_id, keys, names, born_on, born_certainty, sex, places, numbers) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(copy_in) as copy:
        for record in found:
            copy.write_row(_row(record, parents.get(record.person.pk, [])))


def _row(record: Record, parents: list[tuple[str, str]]) -> list[object]:
    who = record.person
    names = [f"{given.replace('|', ' ')}|{family.replace('|', ' ')}" for given, family in record.pairs]
    places = [f"{postcode}|{line}" for postcode, line in record.places]
    keys = keys_of(record.findable(parents))
    return [who.pk, keys, names, who.date_of_birth, who.birth_date_certainty, who.sex, places, record.numbers]
