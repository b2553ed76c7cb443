"""Naming who covers for an absent worker, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.workforce.models import Absence, Appointment, Worker
from lintel.statute.calendar import local_day
from lintel.steps.allocation import permissions
from lintel.steps.allocation.giving.actions import refuse_beyond_protected_load
from lintel.steps.allocation.models import Cover, Involvement
from lintel.steps.allocation.rules import Away

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class CoversForThemselves(Exception):
    """Nobody covers for themselves."""


class CannotCover(Exception):
    """Whoever covers holds cases that day and is not away themselves when it begins."""


class EndsBeforeItBegins(Exception):
    """Cover ends after it begins."""


class BeginsInThePast(Exception):
    """Cover is named for today or a day to come: nobody covered, who did not know of it."""


@transaction.atomic
def cover(
    involvements: Sequence[Involvement], *, worker: Worker, begins_on: date, ends_on: date | None, by: User,
    at: datetime,
) -> list[Cover]:  # fmt: skip
    """
    Name who covers with these children; a cover that was named before for the same time ends where this one begins.

    :param ends_on: the first day nobody needs to cover; None where that is not known.
    :raises NotAllowed: if this person may not give children to workers.
    :raises CoversForThemselves, CannotCover, EndsBeforeItBegins, BeginsInThePast: see there.
    :raises BeyondProtectedLoad: if a newly qualified worker would look after more children than protected.
    """
    require(by, permissions.ALLOCATE)
    if ends_on is not None and ends_on <= begins_on:
        raise EndsBeforeItBegins
    if begins_on < local_day(at):
        raise BeginsInThePast
    if any(each.worker_id == worker.pk for each in involvements):
        raise CoversForThemselves
    worker = Worker.objects.select_for_update(no_key=True).get(pk=worker.pk)
    _refuse_who_is_not_there(worker, begins_on)
    _refuse_beyond_protected_load(worker, involvements, begins_on, ends_on)
    named = []
    for involvement in Involvement.objects.select_for_update().filter(pk__in=[each.pk for each in involvements]):
        _end_what_was_named(involvement, begins_on, ends_on, by=by, at=at)
        made = Cover.objects.create(
            involvement=involvement, worker=worker, begins_on=begins_on, ends_on=ends_on, arranged_at=at, arranged_by=by
        )
        note("cover arranged", by=by, at=at, subject=made, child_id=involvement.child_id, worker=worker.pk)
        named.append(made)
    return named


@transaction.atomic
def end_cover(
    involvements: Sequence[Involvement], *, ends_on: date, within: Away | None = None, by: User, at: datetime
) -> list[Cover]:
    """
    End what is covered for these children from a day on; ended by then already, it stays as it is.

    It follows from an act that was allowed (a worker is back, or another holds the child), so there is no permission of
    its own.

    :param within: only what covers for this absence, whole or in part; None for whatever is covered.
    :return: the covers that end sooner than they would have.
    """
    named = Cover.objects.select_for_update(of=("self",)).filter(involvement__in=[each.pk for each in involvements])
    if within is not None:
        named = named.exclude(ends_on__lte=within.starts_on)
        named = named.filter(begins_on__lt=within.ends_on) if within.ends_on else named
    ended = list(named.exclude(ends_on__lte=ends_on).select_related("involvement").order_by("pk"))
    for each in ended:
        _end(each, ends_on, by=by, at=at)
    return ended


def _refuse_who_is_not_there(worker: Worker, day: date) -> None:
    holds_cases = Appointment.objects.in_force(day).case_holding().filter(worker=worker).exists()
    away = Absence.objects.filter(worker=worker, starts_on__lte=day).exclude(ends_on__lte=day)
    if not holds_cases or away.exists():
        raise CannotCover


def _refuse_beyond_protected_load(
    worker: Worker, involvements: Sequence[Involvement], begins_on: date, ends_on: date | None
) -> None:
    """Children held, given and covered at any time of this cover, each once: a protected load holds for all."""
    covered = Cover.objects.filter(worker=worker, involvement__in=Involvement.objects.in_force(begins_on))
    covered = covered.exclude(ends_on__lte=begins_on)
    if ends_on is not None:
        covered = covered.filter(begins_on__lt=ends_on)
    more = {each.child_id for each in involvements} | set(covered.values_list("involvement__child_id", flat=True))
    refuse_beyond_protected_load(worker, more, begins_on)


def _end_what_was_named(
    involvement: Involvement, begins_on: date, ends_on: date | None, *, by: User, at: datetime
) -> None:
    named = involvement.covers.select_for_update().exclude(ends_on__lte=begins_on)
    if ends_on is not None:
        named = named.exclude(begins_on__gte=ends_on)
    for before in named:
        _end(before, begins_on, by=by, at=at)


def _end(covers: Cover, day: date, *, by: User, at: datetime) -> None:
    covers.ends_on = max(day, covers.begins_on)
    covers.save(update_fields=["ends_on"])
    note("cover ended", by=by, at=at, subject=covers, child_id=covers.involvement.child_id)
