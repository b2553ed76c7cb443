"""Locking a guess and drawing its record, opening it, saying what one saw; locking and comparing an estimate."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight import permissions, queries, rules
from lintel.oversight.fanlight.models import Estimate, Seed, WeeklyRecord
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SEED_LOCK = 716_014


class GuessedAlready(Exception):
    """This week's guess is locked, and its record is drawn."""


class NobodyToDraw(Exception):
    """No child with open work may be seen."""


class NotYours(Exception):
    """The record of another leader's week, or their estimate."""


class NotSeenAnyMore(Exception):
    """The record was restricted since it was drawn."""


class NotOpened(Exception):
    """Who has not opened a record has not read it."""


class NothingSaid(Exception):
    """Opening is not reading: what one saw is said in words."""


class SaidAlready(Exception):
    """What one saw in this record is written down."""


class NotAShare(Exception):
    """An estimate is a share between none and all."""


class LockedAlready(Exception):
    """This quarter's estimate is locked."""


class NotOverYet(Exception):
    """An estimate is compared once its quarter is over: nobody chooses the day on which it looks best."""


class NotEnoughEvidence(Exception):
    """Too few audits of the quarter are moderated to compare anything with."""


class ComparedAlready(Exception):
    """The comparison was opened, and stays as it was."""


@transaction.atomic
def guess(grade: Grade, *, by: User, at: datetime) -> WeeklyRecord:
    """
    Lock a guess of how good the work in this week's record is, and only then draw the record.

    :raises NotAllowed: if this person reads no record a week.
    :raises GuessedAlready, NobodyToDraw: see there.
    """
    require(by, permissions.READ_A_RECORD)
    seed = _seed(at)
    week = rules.week_of(local_day(at))
    if WeeklyRecord.objects.filter(leader=by, week=week).exists():
        raise GuessedAlready
    children = list(queries.children_to_draw_from(viewer=by).values_list("pk", flat=True))
    child = rules.drawn(children, seed=seed.seed, leader=by.pk, week=week)
    if child is None:
        raise NobodyToDraw
    record = WeeklyRecord.objects.create(
        leader=by, week=week, child_id=child, among=len(children), seed=seed, guess=int(grade), guessed_at=at
    )
    # Neither the guess nor the child stands in the log: both are the leader's own until the record is opened.
    note("guess locked and a record drawn", subject=record, by=by, at=at, among=len(children))
    return record


@transaction.atomic
def open_record(record: WeeklyRecord, *, by: User, at: datetime) -> WeeklyRecord:
    """
    Open the record that was drawn. Opened again it keeps the moment it was first opened.

    :raises NotAllowed: if this person reads no record a week.
    :raises NotYours, NotSeenAnyMore: see there.
    """
    record = _locked(record, by=by)
    if not queries.own_record(record.pk, viewer=by).is_seen:  # type: ignore[union-attr]
        raise NotSeenAnyMore
    if record.opened_at is None:
        record.opened_at = at
        record.save(update_fields=["opened_at"])
    note("record of the week opened", subject=record, child_id=record.child_id, by=by, at=at)
    return record


@transaction.atomic
def reflect(record: WeeklyRecord, *, words: str, by: User, at: datetime) -> WeeklyRecord:
    """
    Say in a few words what one saw; with that the record counts as read.

    :raises NotAllowed: if this person reads no record a week.
    :raises NotYours, NotOpened, SaidAlready, NothingSaid: see there.
    """
    record = _locked(record, by=by)
    if record.opened_at is None:
        raise NotOpened
    if record.reflected_at is not None:
        raise SaidAlready
    if not words.strip():
        raise NothingSaid
    record.reflection, record.reflected_at = words.strip(), at
    record.save(update_fields=["reflection", "reflected_at"])
    note("record of the week read", subject=record, child_id=record.child_id, by=by, at=at)
    return record


@transaction.atomic
def lock_estimate(share: float, *, by: User, at: datetime) -> Estimate:
    """
    Lock one's estimate of the share of work that is good or better in the running quarter, from 0 to 1.

    :raises NotAllowed: if this person makes no estimates.
    :raises NotAShare, LockedAlready: see there.
    """
    require(by, permissions.READ_A_RECORD)
    if not 0 <= share <= 1:
        raise NotAShare
    first, last = rules.quarter_of(local_day(at))
    estimate, is_new = Estimate.objects.get_or_create(
        leader=by, quarter_from=first, defaults={"quarter_until": last, "share": share, "locked_at": at}
    )
    if not is_new:
        raise LockedAlready
    note("estimate of the quarter locked", subject=estimate, by=by, at=at, quarter_from=str(first))
    return estimate


@transaction.atomic
def compare(estimate: Estimate, *, by: User, at: datetime) -> Estimate:
    """
    Open the comparison of one's estimate with moderated audits of a quarter that is over; what they say is frozen
    with it.

    :raises NotAllowed: if this person makes no estimates.
    :raises NotYours, ComparedAlready, NotOverYet, NotEnoughEvidence: see there.
    """
    require(by, permissions.READ_A_RECORD)
    estimate = Estimate.objects.select_for_update().get(pk=estimate.pk)
    if estimate.leader_id != by.pk:
        raise NotYours
    if estimate.compared_at is not None:
        raise ComparedAlready
    if not rules.is_over(estimate.quarter_until, on=local_day(at)):
        raise NotOverYet
    found = queries.quality_of(estimate, viewer=by, on=local_day(at))
    if found.good_or_better is None:
        raise NotEnoughEvidence
    said = found.good_or_better
    estimate.low, estimate.middle, estimate.high = said.low, said.mid, said.high
    estimate.pairs, estimate.audits, estimate.compared_at = found.pairs, found.audits, at
    estimate.save()
    note("estimate of the quarter compared", subject=estimate, by=by, at=at, pairs=found.pairs)
    return estimate


def _locked(record: WeeklyRecord, *, by: User) -> WeeklyRecord:
    require(by, permissions.READ_A_RECORD)
    record = WeeklyRecord.objects.select_for_update().get(pk=record.pk)
    if record.leader_id != by.pk:
        raise NotYours
    return record


def _seed(at: datetime) -> Seed:
    """The seed in use, made on first use; whoever comes at the same moment waits here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEED_LOCK])
    return Seed.objects.order_by("pk").last() or Seed.objects.create(seed=secrets.token_hex(32), made_at=at)
