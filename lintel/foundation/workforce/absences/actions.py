"""Writing down when a worker is away, and that they are back. Nobody types why: a kind is enough."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.workforce import permissions
from lintel.foundation.workforce.actions import EndsBeforeItStarts, OverAlready
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.foundation.workforce.models import Absence, Worker
from lintel.foundation.workforce.reach import NotInTheirLine, reaches_worker
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AwayAlready(Exception):
    """The worker is written down as away at that time already."""

    def __init__(self, standing: Absence) -> None:
        super().__init__(f"{standing.starts_on} to {standing.ends_on or 'no day known'}")
        self.standing = standing


@transaction.atomic
def record_absence(
    worker: Worker, *, reason: AbsenceReason, starts_on: date, ends_on: date | None = None, by: User, at: datetime
) -> Absence:
    """
    Write down that a worker is or will be away: oneself, or a worker one answers for.

    :param ends_on: the first day back; None while nobody knows.
    :raises NotAllowed: if this person may not say so of anybody.
    :raises NotInTheirLine: if it is neither themselves nor somebody in their teams.
    :raises EndsBeforeItStarts: if the first day back is not after the first day away.
    :raises AwayAlready: if the two absences would lie in the same days.
    """
    require(by, permissions.RECORD_ABSENCE)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    _refuse_another_line(worker.pk, by)
    if ends_on is not None and ends_on <= starts_on:
        raise EndsBeforeItStarts(ends_on)
    same_days = Absence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on), worker=worker)
    if ends_on is not None:
        same_days = same_days.filter(starts_on__lt=ends_on)
    if (standing := same_days.order_by("starts_on").first()) is not None:
        raise AwayAlready(standing)

    absence = Absence.objects.create(
        key=f"absence/{worker.pk}/{starts_on}/{at.isoformat()}", screen="workforce", recorded_at=at, worker=worker,
        reason=reason, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    note(
        "absence recorded", subject=absence, by=by, at=at, worker=worker.pk, starts_on=str(starts_on),
        ends_on=str(ends_on or ""),
    )  # fmt: skip
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, ends_on: date, by: User, at: datetime) -> Absence:
    """
    Say from which day a worker is back; named before its first day, the absence never was.

    :raises NotAllowed: if this person may not say so of anybody.
    :raises NotInTheirLine: if it is neither themselves nor somebody in their teams.
    :raises OverAlready: if the worker was back by then already.
    """
    require(by, permissions.RECORD_ABSENCE)
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    _refuse_another_line(absence.worker_id, by)
    if absence.ends_on is not None and absence.ends_on <= ends_on:
        raise OverAlready(absence.ends_on)

    absence.ends_on = max(ends_on, absence.starts_on)
    absence.save(update_fields=["ends_on"])
    note("absence ended", subject=absence, by=by, at=at, worker=absence.worker_id, ends_on=str(absence.ends_on))
    return absence


@transaction.atomic
def extend_absence(absence: Absence, *, ends_on: date, by: User, at: datetime) -> Absence:
    """
    Say that a worker is back later than was known.

    :raises NotAllowed: if this person may not say so of anybody.
    :raises NotInTheirLine: if it is neither themselves nor somebody in their teams.
    :raises OverAlready: if the worker is back already: that is another absence.
    :raises EndsBeforeItStarts: if it is not later than was known.
    :raises AwayAlready: if it would lie in the same days as the next absence.
    """
    require(by, permissions.RECORD_ABSENCE)
    Worker.objects.select_for_update().get(pk=absence.worker_id)
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    _refuse_another_line(absence.worker_id, by)
    known = absence.ends_on
    if known is not None and known <= local_day(at):
        raise OverAlready(known)
    if known is None or ends_on <= known:
        raise EndsBeforeItStarts(ends_on)
    later = Absence.objects.filter(worker=absence.worker_id, starts_on__gte=known, starts_on__lt=ends_on)
    if (standing := later.exclude(ends_on=F("starts_on")).order_by("starts_on").first()) is not None:
        raise AwayAlready(standing)

    absence.ends_on = ends_on
    absence.save(update_fields=["ends_on"])
    note("absence extended", subject=absence, by=by, at=at, worker=absence.worker_id, ends_on=str(ends_on))
    return absence


def _refuse_another_line(worker_id: int, by: User) -> None:
    is_theirs = by.holds(permissions.PROTECT_TIME) and reaches_worker(by, worker_id, permissions.PROTECT_TIME)
    if by.worker_id != worker_id and not is_theirs:
        raise NotInTheirLine(worker_id)
