"""Holding a child who waits, checking that waiting is safe, and telling of waits that are too long."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import NotAllowed, require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation import permissions
from lintel.steps.allocation.codes import SCREEN, Rung
from lintel.steps.allocation.models import Holding, Involvement, SafetyCheck, WaitEscalation
from lintel.steps.allocation.rules import check_may_wait_until

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A child's episode of need, as far as allocation goes."""

    referral_id: int
    child_id: int


class WhyIsMissing(Exception):
    """Nobody said why it is safe for the child to wait."""


class CheckTooFarAway(Exception):
    """The next check may not be put off for so long; the last day in time is at hand."""

    def __init__(self, latest: date) -> None:
        super().__init__(f"The next check is due by {latest:%-d %B %Y}.")
        self.latest = latest


class CheckInThePast(Exception):
    """The next check must be after today."""


class HasAWorker(Exception):
    """The child has a worker already; nobody needs to hold them meanwhile."""


@transaction.atomic
def begin_holding(episode: Episode, *, manager: User, by: User, at: datetime) -> Holding:
    """
    Name the manager who holds a child until a worker accepts; one who is held already stays with whoever holds them,
    unless that account was closed.

    It follows from an act that was allowed (a referral opened, a worker leaving), so there is no permission of its own.

    :raises HasAWorker: if a worker holds the child.
    """
    if Involvement.objects.in_force(local_day(at)).filter(referral=episode.referral_id).exists():
        raise HasAWorker
    held = _held(episode)
    if held is not None and held.manager.is_active:
        return held
    if held is not None:
        _end(held, by=by, at=at)
    due = all_limits().time_limit("safety_recheck", on=local_day(at))
    held = Holding.objects.create(
        child_id=episode.child_id, referral_id=episode.referral_id, manager=manager, since_at=at,
        first_check_due_on=due.due_on(local_day(at), england()),
    )  # fmt: skip
    note("waiting child held", by=by, at=at, subject=held, child_id=episode.child_id, manager=manager.pk)
    return held


@transaction.atomic
def take_over(episodes: Sequence[Episode], *, manager: User, by: User, at: datetime) -> list[Holding]:
    """
    Pass waiting children on to another manager, who holds them from this moment: never both, never neither.

    :raises NotAllowed: if this person may not hold waiting children, or the manager may not.
    :raises HasAWorker: if one of them has a worker.
    """
    require(by, permissions.HOLD_WAITING)
    if not manager.holds(permissions.HOLD_WAITING):
        raise NotAllowed(permissions.HOLD_WAITING)
    return [_take_over(episode, manager, by, at) for episode in _locked(episodes, at)]


def _take_over(episode: Episode, manager: User, by: User, at: datetime) -> Holding:
    held = _held(episode)
    if held is not None and held.manager_id == manager.pk:
        return held
    if held is not None:
        _end(held, by=by, at=at)
    return begin_holding(episode, manager=manager, by=by, at=at)


@transaction.atomic
def check_safety(
    episodes: Sequence[Episode], *, why_safe: str, next_due_on: date, by: User, at: datetime
) -> list[SafetyCheck]:
    """
    Say why it is safe for children to wait, and by when somebody looks again; whoever says so for a child whom nobody
    holds yet holds them from now on.

    :raises NotAllowed: if this person may not hold waiting children.
    :raises WhyIsMissing, CheckInThePast, CheckTooFarAway, HasAWorker: see there.
    """
    require(by, permissions.HOLD_WAITING)
    if not why_safe.strip():
        raise WhyIsMissing
    today = local_day(at)
    latest = check_may_wait_until(
        today, longest=all_limits().time_limit("safety_recheck_longest", on=today), calendar=england()
    )
    if next_due_on <= today:
        raise CheckInThePast
    if next_due_on > latest:
        raise CheckTooFarAway(latest)
    made = []
    for episode in _locked(episodes, at):
        begin_holding(episode, manager=by, by=by, at=at)
        check = SafetyCheck.objects.create(
            key=f"live/safety check/{uuid.uuid4()}", screen=SCREEN, recorded_at=at, child_id=episode.child_id,
            referral_id=episode.referral_id, said_by=by, checked_by_id=by.worker_id, checked_on=today,
            why_safe=why_safe.strip(), next_due_on=next_due_on,
        )  # fmt: skip
        note("safety of a waiting child checked", by=by, at=at, subject=check, child_id=episode.child_id)
        made.append(check)
    return made


@transaction.atomic
def end_holding(episode: Episode, *, by: User, at: datetime) -> None:
    """
    End the holding of a child who has a worker now, or whose episode is over; nobody held, nothing to end.

    It follows from an act that was allowed. The database refuses it where neither is so.
    """
    held = _held(episode)
    if held is not None:
        _end(held, by=by, at=at)


@transaction.atomic
def raise_rung(
    episode: Episode, rung: Rung, *, fell_due_on: date, by: User | None, at: datetime
) -> WaitEscalation | None:
    """Write down that a wait reached a rung; None where that is written down already. The clock does it."""
    raised, is_new = WaitEscalation.objects.get_or_create(
        referral_id=episode.referral_id, fell_due_on=fell_due_on, rung=rung, defaults={"raised_at": at}
    )
    if not is_new:
        return None
    note("wait escalated", by=by, at=at, subject=raised, child_id=episode.child_id, rung=str(rung))
    return raised


def _held(episode: Episode) -> Holding | None:
    """Who holds a waiting child now, held until the transaction is over."""
    now_held = Holding.objects.filter(referral=episode.referral_id, until_at__isnull=True)
    return now_held.select_for_update(of=("self",)).select_related("manager").first()


def _end(held: Holding, *, by: User, at: datetime) -> None:
    held.until_at = at
    held.save(update_fields=["until_at"])
    note("waiting child no longer held", by=by, at=at, subject=held, child_id=held.child_id)


def _locked(episodes: Sequence[Episode], at: datetime) -> Sequence[Episode]:
    """
    The episodes, with their children held until the transaction is over, so that nobody accepts them meanwhile.

    :raises HasAWorker: if one of them has a worker.
    """
    children = sorted(episode.child_id for episode in episodes)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    held = Involvement.objects.in_force(local_day(at)).filter(referral__in=[e.referral_id for e in episodes])
    if held.exists():
        raise HasAWorker
    return episodes
