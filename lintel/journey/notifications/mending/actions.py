"""Telling the desk of rows set aside, and saying which of them came again, mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.roles import Role
from lintel.foundation.notices.actions import tell
from lintel.journey.notifications.knocks import somebody
from lintel.steps.police_notifications.actions import row_is_mended
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.households import all_among
from lintel.steps.police_notifications.models import Batch, Notification, QuarantinedRow
from lintel.steps.police_notifications.reading.headings import of_the_notice
from lintel.steps.police_notifications.reading.making import children_in

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency
    from lintel.steps.police_notifications.reading.notices import RowRead


def tell_of_rows_set_aside(batch: Batch, *, by: User, at: datetime) -> None:
    """Tell the desk that rows wait to be mended: a child may be in them."""
    if not batch.rows_set_aside:
        return
    rows = "1 row was" if batch.rows_set_aside == 1 else f"{batch.rows_set_aside} rows were"
    tell(
        key=f"police rows set aside/{batch.pk}", words=f"{rows} set aside in {batch.file_name} and must be mended",
        path=f"/police/batches/{batch.pk}/#set-aside", role=Role.FRONT_DOOR_MANAGER, by=by, at=at,
    )  # fmt: skip


def mend_rows(
    agency: Agency, rows: Sequence[RowRead], *, held: Mapping[str, Notification], written: Sequence[Notification],
    not_of: Batch | None = None, by: User, at: datetime,
) -> None:  # fmt: skip
    """
    Say of rows set aside earlier that they came again: where an accepted row names them by their number, or where a
    notice of their police reference is new or changed and names every child that they name. A child of a row that is
    not in it keeps the row waiting.

    :param held: the notices of the accepted rows, by police reference.
    :param written: those of them that are new or changed.
    :raises NotAllowed: if this person or channel may not send notices in.
    """
    named = _named(rows)
    told_of = Q(pk__in=named) | Q(reference__in={each.reference for each in written})
    waiting = QuarantinedRow.objects.filter(told_of, batch__agency=agency, mended_by__isnull=True)
    for row in waiting.exclude(batch=not_of).select_related("batch").defer("batch__content"):
        notice = held.get(named.get(row.pk, "")) or _telling_of_all_of(row, written)
        if notice is not None:
            row_is_mended(row, with_notice=notice, by=by, at=at)


def _named(rows: Iterable[RowRead]) -> dict[int, str]:
    """The police reference of the accepted row that names each row set aside."""
    return {
        int(text): row.notice.reference
        for row in rows if row.notice
        for heading, text in row.cells.items()
        if of_the_notice(heading) == "mends" and text.strip().isdecimal() and len(text) < 12
    }  # fmt: skip


def _telling_of_all_of(row: QuarantinedRow, written: Sequence[Notification]) -> Notification | None:
    same = [each for each in written if each.reference == row.reference]
    if not same:
        return None
    children = [somebody(who) for who in children_in(row.says, received_at=row.batch.received_at)]
    return next(
        (each for each in same if all_among(children, [*map(somebody, each.people.filter(part=Part.CHILD))])), None
    )  # fmt: skip
