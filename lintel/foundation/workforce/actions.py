"""Writing the workforce."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.foundation.workforce import permissions
from lintel.foundation.workforce.codes import Protection
from lintel.foundation.workforce.models import Absence, Appointment, Post, ProtectedTime, Team, Worker
from lintel.foundation.workforce.reach import NotInTheirLine, reaches_worker
from lintel.foundation.workforce.rules import as_languages

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_teams(records: Sequence[Team], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_workers(records: Sequence[Worker], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_posts(records: Sequence[Post], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_appointments(records: Sequence[Appointment], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_absences(records: Sequence[Absence], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_protected_time(records: Sequence[ProtectedTime], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


class NotAWorkingWeek(Exception):
    """Hours that are protected are some of a working week: more than none, and no more than 40."""


class WhyMissing(Exception):
    """Protected time says what it is for, in words the worker would recognise."""


class EndsBeforeItStarts(Exception):
    """The day it ends is before the day it starts."""


class ProtectedAlready(Exception):
    """Time for the same reason is protected from that day, or from a later one, already."""


@transaction.atomic
def set_protected_time(
    worker: Worker, *, hours_per_week: Decimal, reason: Protection, why: str, starts_on: date,
    ends_on: date | None = None, by: User, at: datetime,
) -> ProtectedTime:  # fmt: skip
    """
    Keep hours of every week of a worker free of cases. Set again for the same reason from a later day, the new hours
    take the place of the old ones on that day.

    :param ends_on: the first day they are no longer protected; None while nobody knows.
    :raises NotAllowed: if this person may not protect anybody's time.
    :raises NotInTheirLine: if the worker is in none of their teams.
    :raises NotAWorkingWeek, WhyMissing, EndsBeforeItStarts, ProtectedAlready: see there.
    """
    require(by, permissions.PROTECT_TIME)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    if not reaches_worker(by, worker.pk, permissions.PROTECT_TIME):
        raise NotInTheirLine(worker.pk)
    if not 0 < hours_per_week <= 40:
        raise NotAWorkingWeek(hours_per_week)
    if not why.strip():
        raise WhyMissing
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts(ends_on)
    _give_way(worker, reason, starts_on, ends_on)

    protected = ProtectedTime.objects.create(
        key=f"protected time/{worker.pk}/{reason}/{starts_on}/{at.isoformat()}", screen="workforce", recorded_at=at,
        worker=worker, hours_per_week=hours_per_week, reason=reason, why=why.strip(), starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    note(
        "protected time set", subject=protected, by=by, at=at, worker=worker.pk, reason=reason,
        hours_per_week=str(hours_per_week), starts_on=str(starts_on), ends_on=str(ends_on or ""),
    )  # fmt: skip
    return protected


def _give_way(worker: Worker, reason: Protection, starts_on: date, ends_on: date | None) -> None:
    """End what is protected for the same reason on the day from which other hours hold."""
    for held in ProtectedTime.objects.select_for_update().filter(worker=worker, reason=reason):
        is_over = held.ends_on is not None and held.ends_on <= max(starts_on, held.starts_on)
        if is_over or (ends_on is not None and ends_on <= held.starts_on):
            continue
        if held.starts_on >= starts_on:
            raise ProtectedAlready(held.starts_on)
        held.ends_on = starts_on
        held.save(update_fields=["ends_on"])


class OverAlready(Exception):
    """It was over by that day already."""


@transaction.atomic
def end_protected_time(protected: ProtectedTime, *, ends_on: date, by: User, at: datetime) -> ProtectedTime:
    """
    End the protection of hours: from this day on, children's work may fill them again.

    :raises NotAllowed: if this person may not protect anybody's time.
    :raises NotInTheirLine: if the worker is in none of their teams.
    :raises EndsBeforeItStarts: if it had not started by then; ended on its first day, it never was.
    :raises OverAlready: if it ends sooner already.
    """
    require(by, permissions.PROTECT_TIME)
    protected = ProtectedTime.objects.select_for_update().get(pk=protected.pk)
    if not reaches_worker(by, protected.worker_id, permissions.PROTECT_TIME):
        raise NotInTheirLine(protected.worker_id)
    if ends_on < protected.starts_on:
        raise EndsBeforeItStarts(ends_on)
    if protected.ends_on is not None and protected.ends_on <= ends_on:
        raise OverAlready(protected.ends_on)

    protected.ends_on = ends_on
    protected.save(update_fields=["ends_on"])
    note("protected time ended", subject=protected, by=by, at=at, worker=protected.worker_id, ends_on=str(ends_on))
    return protected


@transaction.atomic
def set_languages(worker: Worker, *, languages: Sequence[str], by: User, at: datetime) -> Worker:
    """
    Write down which languages a worker speaks besides English: their own, or those of a worker one answers for.

    :raises NotAllowed: if this person may not say so of anybody.
    :raises NotInTheirLine: if it is neither themselves nor somebody in their teams.
    """
    require(by, permissions.SAY_LANGUAGES)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    is_manager = by.holds(permissions.PROTECT_TIME) and reaches_worker(by, worker.pk, permissions.PROTECT_TIME)
    if by.worker_id != worker.pk and not is_manager:
        raise NotInTheirLine(worker.pk)

    worker.languages = as_languages(languages)
    worker.save(update_fields=["languages"])
    note("languages of a worker said", subject=worker, by=by, at=at, languages=worker.languages)
    return worker
