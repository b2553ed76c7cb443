"""Keeping the personal part of supervision, and letting it go when its years are over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Worker
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.models import PersonalRecord
from lintel.oversight.supervision.queries import supervises
from lintel.statute.calendar import local_day


class NotOfThisPair(Exception):
    """It is kept by the supervisor of the worker, and by nobody else."""


class WordsMissing(Exception):
    """It says something."""


@transaction.atomic
def keep_personal(
    worker: Worker, *, held_on: date, words: str, agreed: str = "", by: User, at: datetime
) -> PersonalRecord:  # fmt: skip
    """
    Write down the personal part. The audit log says that it was written, and not a word of it.

    :raises NotAllowed: if this person keeps no personal records.
    :raises NotOfThisPair: if they do not supervise the worker.
    :raises WordsMissing: if it says nothing.
    """
    require(by, permissions.KEEP_PERSONAL_RECORD)
    if not supervises(worker.pk, viewer=by, on=local_day(at)):
        raise NotOfThisPair
    if not words.strip():
        raise WordsMissing
    years = int(all_limits().number("supervision_personal_years", on=held_on).value)
    kept = PersonalRecord.objects.create(
        supervisor=by, worker=worker, held_on=held_on, words=words.strip(), agreed=agreed.strip(), written_at=at,
        written_by=by, kept_until=_years_later(held_on, years),
    )  # fmt: skip
    note("personal part of supervision written", by=by, at=at, subject=kept)
    return kept


@transaction.atomic
def forget_personal_records(*, at: datetime) -> int:
    """Let go of what has been kept as long as it may be; how many."""
    gone, _ = PersonalRecord.objects.filter(kept_until__lte=local_day(at)).delete()
    if gone:
        note("personal parts of supervision forgotten", by=None, at=at, forgotten=gone)
    return gone


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; from 29 February the first of March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
