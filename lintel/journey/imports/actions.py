"""
Loading a file: receive it, read it (the preview), store it. Nothing reaches the record before it is stored.

`receive` and `read` are two steps so that a screen answers at once and the reading happens beside it; `offer` is both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.provenance.models import SourceFile
from lintel.foundation.provenance.permissions import LOAD_RECORDS
from lintel.foundation.workforce.models import Team, Worker
from lintel.journey.allocating.settling.actions import settle_with_the_record
from lintel.journey.imports import progress, refusals
from lintel.journey.imports.carrying.carriage import Carriage
from lintel.journey.imports.carrying.lists import carry
from lintel.journey.imports.carrying.people import facts_of, held_people, tell
from lintel.journey.imports.carrying.staffing import Workers
from lintel.journey.imports.lines import Line
from lintel.journey.imports.mending import Awaited
from lintel.journey.imports.models import Kind, Load, QuarantinedRow, State
from lintel.journey.imports.reading import Reading
from lintel.journey.imports.refusals import FileRefused

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LONDON = ZoneInfo("Europe/London")
FOLDER = "loads"
LOADING_LOCK = 716_002
CONTRADICTIONS_SHOWN = 500
ROWS_AT_ONCE = 2_000


class CannotBeStored(Exception):
    """The file is not ready to be stored; the message says what became of it."""


# --- receiving --------------------------------------------------------------------------------------------------------


def receive(file: IO[bytes], *, kind: str, name: str, by: User, at: datetime) -> Load:
    """
    Take a file in, to be read next. Its size alone is looked at.

    :param file: opened for reading bytes; read to its end.
    :raises NotAllowed: if this person may not load records.
    :raises FileRefused: if the file is larger than is read (`LARGEST_FILE` in the settings).
    """
    require(by, LOAD_RECORDS)
    size = _size(file)
    if size > settings.LARGEST_FILE:
        raise FileRefused(refusals.too_large(size, largest=settings.LARGEST_FILE))
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    with transaction.atomic():
        load = Load.objects.create(
            kind=Kind(kind), file_name=Path(name).name[:255], sha256=digest, size=size, offered_by=by, offered_at=at
        )
        load.stored_path = f"{FOLDER}/{load.pk}-{digest[:16]}"
        with (Path(settings.MEDIA_ROOT) / load.stored_path).open("wb") as kept:
            os.chmod(kept.fileno(), 0o600)  # it holds children's records
            shutil.copyfileobj(file, kept)
        load.save(update_fields=["stored_path"])
        note("file offered", by=by, at=at, subject=load, kind=kind, name=load.file_name, size=size)
    return load


def _size(file: IO[bytes]) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def offer(file: IO[bytes], *, kind: str, name: str, by: User, at: datetime) -> Load:
    """
    Take a file in and read it: READY with its preview, or REFUSED with a sentence that says what to do.

    :raises NotAllowed: if this person may not load records.
    :raises FileRefused: if the file is larger than is read.
    """
    return read(receive(file, kind=kind, name=name, by=by, at=at), by=by, at=at)


# --- reading ----------------------------------------------------------------------------------------------------------


def read(load: Load, *, by: User, at: datetime) -> Load:
    """
    Read a file that was received, and fill its preview. Nothing of it reaches the record.

    :raises NotAllowed: if this person may not load records.
    """
    require(by, LOAD_RECORDS)
    with progress.of(load) as tick:
        reading = _reading(load, tick)
        disagreements: list[dict[str, Any]] = []
        try:
            for batch in reading.batches():
                _look_for_contradictions(load, batch, disagreements)
        except FileRefused as refusal:
            return _refuse(load, str(refusal), by=by, at=at)
    tally = reading.tally
    load.findings = tally.findings() | {
        "contradictions": disagreements,
        "notes": _notes(load, tally.data_until),
    }
    load.rows_in, load.rows_accepted = tally.rows_in, tally.rows_accepted
    load.rows_quarantined = tally.rows_in - tally.rows_accepted
    load.state, load.progress = State.READY, 100
    with transaction.atomic():
        load.save()
        note("file read", by=by, at=at, subject=load, rows_in=load.rows_in, set_aside=load.rows_quarantined)
    return load


def _reading(load: Load, tick: Callable[[float], None]) -> Reading:
    path = Path(settings.MEDIA_ROOT) / load.stored_path
    return Reading(path, load.kind, load.file_name, _file_day(load), tick=tick)


def _file_day(load: Load) -> date:
    return load.offered_at.astimezone(LONDON).date()


def _refuse(load: Load, sentence: str, *, by: User, at: datetime) -> Load:
    load.state, load.refusal, load.finished_at = State.REFUSED, sentence, at
    _forget_the_file(load)
    with transaction.atomic():
        load.save()
        note("file refused", by=by, at=at, subject=load, because=sentence)
    return load


def _look_for_contradictions(load: Load, batch: Sequence[Line], found: list[dict[str, Any]]) -> None:
    """What the rows say of a child against what the record, and the rows before, say; nobody is changed."""
    if load.kind == Kind.STAFF:
        return
    facts = facts_of((line for line in batch if line.is_accepted), file_day=_file_day(load))
    people = held_people(facts)
    for child_id, said in facts.items():
        if len(found) >= CONTRADICTIONS_SHOWN:
            return
        person = people.get(child_id) or said.somebody()
        found += [
            {
                "child": one.child_id, "field": one.field, "held": one.held, "other": one.other,
                "sheet": one.line.sheet, "row": one.line.row,
            }
            for one in tell(person, said)
        ]  # fmt: skip


def _notes(load: Load, data_until: date | None) -> list[str]:
    said = []
    before = Load.objects.filter(kind=load.kind, sha256=load.sha256, state=State.STORED).order_by("pk").first()
    if before and before.finished_at:
        said.append(f"This very file was stored on {before.finished_at.astimezone(LONDON):%-d %B %Y}. "
                    "Storing it again changes nothing.")  # fmt: skip
    newest = _newest(load.kind)
    if data_until and newest and data_until < newest:
        said.append(f"A file that goes to {newest:%-d %B %Y} is stored already, and this one goes to "
                    f"{data_until:%-d %B %Y}: it will fill gaps, and overrule nothing.")  # fmt: skip
    return said


def _newest(kind: str) -> date | None:
    """The last day that any stored file speaks of. Staff lists and lists of children do not make each other older."""
    files = SourceFile.objects.filter(data_until__isnull=False)
    files = files.filter(kind=kind) if kind == Kind.STAFF else files.exclude(kind=Kind.STAFF)
    newest = files.order_by("-data_until").first()
    return newest.data_until if newest else None


# --- storing ----------------------------------------------------------------------------------------------------------


def begin_storing(load: Load, *, by: User, at: datetime) -> Load:
    """
    Mark a file as being stored, before the job that stores it begins.

    :raises NotAllowed: if this person may not load records.
    :raises CannotBeStored: if it is not ready.
    """
    require(by, LOAD_RECORDS)
    with transaction.atomic():
        load = Load.objects.select_for_update().get(pk=load.pk)
        if load.state != State.READY:
            raise CannotBeStored(f"This file is {load.get_state_display()}.")
        load.state, load.progress = State.STORING, 0
        load.findings["storing_since"] = at.isoformat()
        load.save()
        note("storing begun", by=by, at=at, subject=load)
    return load


def store(load: Load, *, by: User, at: datetime) -> Load:
    """
    Store a file that was read: everything in one transaction, or nothing.

    The same file again changes nothing. A later file updates, and what it replaces stays in the history. A file drawn
    earlier than one already stored fills gaps.

    :raises NotAllowed: if this person may not load records.
    :raises CannotBeStored: if it is not ready.
    """
    require(by, LOAD_RECORDS)
    load.refresh_from_db()
    if load.state == State.READY:
        load = begin_storing(load, by=by, at=at)
    if load.state != State.STORING:
        raise CannotBeStored(f"This file is {load.get_state_display()}.")
    try:
        with progress.of(load) as tick, transaction.atomic():
            _store(load, tick, by=by, at=at)
    except FileRefused as refusal:  # the file that was kept has been damaged since it was read
        return _refuse(load, str(refusal), by=by, at=at)
    except BaseException:
        # Nothing was stored. It can be tried again.
        Load.objects.filter(pk=load.pk).update(state=State.READY)
        raise
    _forget_the_file(load)
    return load


def _store(load: Load, tick: Callable[[float], None], *, by: User, at: datetime) -> None:
    with connection.cursor() as cursor:  # two files at once would each not see what the other adds
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    source = SourceFile.objects.filter(kind=load.kind, sha256=load.sha256).first()
    if source is None:
        source, tally = _carry_file(load, tick, by=by, at=at)
        load.rows_in, load.rows_accepted = tally.rows_in, tally.rows_accepted
        load.rows_quarantined = tally.rows_in - tally.rows_accepted
        settle_with_the_record(by=by, at=at)
    load.source_file = source
    load.state, load.progress, load.finished_at = State.STORED, 100, at
    load.save()
    note(
        "file stored", by=by, at=at, subject=load, source_file=source.pk,
        rows_in=load.rows_in, accepted=load.rows_accepted, set_aside=load.rows_quarantined,
    )  # fmt: skip


def _carry_file(load: Load, tick: Callable[[float], None], *, by: User, at: datetime) -> tuple[SourceFile, Any]:
    file_day = _file_day(load)
    stated = load.findings.get("data_until")
    until = file_day if load.kind == Kind.STAFF or not stated else date.fromisoformat(stated)
    newest = _newest(load.kind)
    source = SourceFile.objects.create(
        name=load.file_name, kind=load.kind, sha256=load.sha256, data_until=until, loaded_at=at
    )
    carriage = Carriage(
        source_file=source, by=by, at=at, file_day=file_day, data_until=until,
        is_older=newest is not None and until < newest, workers=Workers(Worker.objects.all()),
        teams={team.key: team for team in Team.objects.all()},
    )  # fmt: skip
    awaited = Awaited(
        load.kind, QuarantinedRow.objects.filter(load__kind=load.kind, mended_by__isnull=True).order_by("pk")
    )
    # Reading is the smaller part of storing; the rest follows each batch.
    reading = _reading(load, lambda share: tick(share * 0.4))
    for batch in reading.batches():
        accepted = [line for line in batch if line.is_accepted]
        _mark_mended(load, carriage, awaited, accepted)
        carry(carriage, accepted)
        _set_aside(load, (line for line in batch if not line.is_accepted))
    return source, reading.tally


def _mark_mended(load: Load, carriage: Carriage, awaited: Awaited, accepted: Sequence[Line]) -> None:
    mended = awaited.mended_by(accepted)
    QuarantinedRow.objects.filter(pk__in=mended).update(mended_by=load)
    # Only a workbook of mended rows comes without the rows that stood beside them.
    carriage.mended = frozenset((line.sheet, line.row) for line in mended.values() if line.is_mended)


def _set_aside(load: Load, lines: Iterable[Line]) -> None:
    rows = [
        QuarantinedRow(
            load=load, sheet=line.sheet, row=line.row, cells=line.cells,
            reasons=[{"column": fault.column, "cause": fault.cause} for fault in line.faults],
        )
        for line in lines
    ]  # fmt: skip
    QuarantinedRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def set_aside(load: Load, *, by: User, at: datetime) -> Load:
    """
    Leave a file that was read unstored, and forget its content.

    :raises NotAllowed: if this person may not load records.
    :raises CannotBeStored: if it is stored, or being stored.
    """
    require(by, LOAD_RECORDS)
    with transaction.atomic():
        load = Load.objects.select_for_update().get(pk=load.pk)
        if load.state not in (State.READY, State.READING):
            raise CannotBeStored(f"This file is {load.get_state_display()}.")
        load.state, load.finished_at = State.SET_ASIDE, at
        load.save()
        note("file set aside", by=by, at=at, subject=load)
    _forget_the_file(load)
    return load


def _forget_the_file(load: Load) -> None:
    """The file holds children's records; it is kept only while it is needed."""
    if load.stored_path:
        (Path(settings.MEDIA_ROOT) / load.stored_path).unlink(missing_ok=True)
        load.stored_path = ""
        Load.objects.filter(pk=load.pk).update(stored_path="")
