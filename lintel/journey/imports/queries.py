"""Asking about files that were offered, and for the rows that wait to be mended."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Contradiction
from lintel.foundation.provenance.permissions import LOAD_RECORDS
from lintel.journey.imports import progress, sheets
from lintel.journey.imports.actions import LONDON
from lintel.journey.imports.models import Load, QuarantinedRow, State
from lintel.journey.imports.reading import Reading
from lintel.journey.imports.sheets import RowToMend

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def loads(*, viewer: User) -> QuerySet[Load]:
    """
    Every file that was offered, newest first, with how many of its rows still wait to be mended (`rows_waiting`).

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    waiting = Count("quarantined", filter=Q(quarantined__mended_by__isnull=True))
    return Load.objects.select_related("offered_by", "source_file").annotate(rows_waiting=waiting).order_by("-pk")


def load(pk: int, *, viewer: User) -> Load | None:
    """
    One file that was offered, with how far it has come just now (`progress`); None if there is no such file.

    :raises NotAllowed: if this person may not load records.
    """
    found = loads(viewer=viewer).filter(pk=pk).first()
    if found is not None:
        found.progress = progress.per_cent(found)
    return found


def contradictions(*, viewer: User, load: Load | None = None) -> QuerySet[Contradiction]:
    """
    What sources disagree about and nobody has settled, of children this viewer may see; all, or those one file brought.

    Before a file is stored nothing is listed yet; its preview (`findings["contradictions"]`) says what would be.

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    found = Contradiction.objects.filter(settled_at__isnull=True, person__in=visible_children(viewer))
    if load is not None:
        found = found.filter(source_file__isnull=False, source_file=load.source_file_id)
    return found.select_related("person", "source_file").order_by("found_at", "pk")


def rows_waiting(load: Load, *, viewer: User) -> QuerySet[QuarantinedRow]:
    """
    Rows of a stored file that wait to be mended.

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    return load.quarantined.filter(mended_by__isnull=True).order_by("pk")


def quarantined_workbook(load: Load, *, viewer: User) -> bytes:
    """
    The rows that wait to be mended (or, before the file is stored, that would), with the reason beside each.

    A sheet for each list with the headings of the file, so that the workbook can be mended and loaded as it is.

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    return sheets.workbook(_rows_to_mend(load), _headings(load))


quarantined_xlsx = quarantined_workbook


def quarantined_csv(load: Load, *, viewer: User) -> dict[str, str]:
    """
    The same as CSV, for each sheet by its name. Text that begins like a formula stands behind an apostrophe.

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    return sheets.csv_files(_rows_to_mend(load), _headings(load))


def staff_template(*, viewer: User) -> bytes:
    """
    The staff list to fill in, with an invented example and notes.

    :raises NotAllowed: if this person may not load records.
    """
    require(viewer, LOAD_RECORDS)
    return sheets.staff_template()


def _headings(load: Load) -> dict[str, list[str]]:
    """The headings of each sheet of the file, in the order in which they stood."""
    return {found["sheet"]: found["in_order"] for found in load.findings["lists"]}


def _rows_to_mend(load: Load) -> Iterable[RowToMend]:
    if load.state == State.READY:
        yield from _rows_of_the_preview(load)
        return
    for row in load.quarantined.filter(mended_by__isnull=True).order_by("pk").iterator():
        yield RowToMend(row.sheet, row.cells, [f"{reason['column']}: {reason['cause']}" for reason in row.reasons])


def _rows_of_the_preview(load: Load) -> Iterable[RowToMend]:
    path = Path(settings.MEDIA_ROOT) / load.stored_path
    reading = Reading(path, load.kind, load.file_name, load.offered_at.astimezone(LONDON).date())
    for batch in reading.batches():
        for line in batch:
            if not line.is_accepted:
                reasons = [f"{fault.column}: {fault.cause}" for fault in line.faults]
                yield RowToMend(line.sheet, line.cells, reasons)
