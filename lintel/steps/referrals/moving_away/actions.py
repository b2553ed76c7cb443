"""Handing a child on: until the other authority accepts, the child is ours, and somebody asks every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.referrals import permissions
from lintel.steps.referrals.models import Referral, Transfer, TransferChase

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotTheirChild(Exception):
    """A child is handed on by those who may see them."""


class EpisodeIsOver(Exception):
    """Only an episode under way is handed on."""


class HandedOnAlready(Exception):
    """The child is on the way to another authority already."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class OutOfOrder(Exception):
    """First it is sent, then acknowledged, then accepted; what was accepted or called off is over."""


class NotOnThatDay(Exception):
    """Nobody accepts a child before they moved or were asked, nor tomorrow."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a child moves, how we know, and who answers for them until the other authority does."""

    authority: str
    reached_by: str
    moved_on: date
    known_from: str
    summary: str
    meanwhile: str


@transaction.atomic
def begin_transfer(referral: Referral, move: Move, *, by: User, at: datetime) -> Transfer:
    """
    Write down that a child moves to another authority; the child stays ours until they accept.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, EpisodeIsOver, HandedOnAlready, NothingSaid: see there.
    """
    require(by, permissions.HAND_ON)
    list(Person.objects.select_for_update(no_key=True).filter(pk=referral.child_id))
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    _refuse_a_stranger(referral.child_id, by)
    if referral.closed_on is not None or referral.is_nfa:
        raise EpisodeIsOver
    if Transfer.objects.filter(referral=referral, called_off_at__isnull=True).exists():
        raise HandedOnAlready
    said = {name: getattr(move, name).strip() for name in ("authority", "reached_by", "summary", "meanwhile")}
    if not all(said.values()):
        raise NothingSaid
    transfer = Transfer.objects.create(
        child_id=referral.child_id, referral=referral, moved_on=move.moved_on, known_from=move.known_from.strip(),
        begun_at=at, begun_by=by, **said,
    )  # fmt: skip
    note("transfer begun", by=by, at=at, subject=transfer, child_id=transfer.child_id, authority=transfer.authority)
    return transfer


@transaction.atomic
def send(transfer: Transfer, *, by: User, at: datetime) -> Transfer:
    """
    Say that the summary was sent to the other authority, now.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, OutOfOrder: see there.
    """
    transfer = _going(transfer, by)
    if transfer.sent_at is not None:
        raise OutOfOrder
    transfer.sent_at = at
    transfer.save(update_fields=["sent_at"])
    note("transfer sent", by=by, at=at, subject=transfer, child_id=transfer.child_id)
    return transfer


@transaction.atomic
def chase(transfer: Transfer, *, words: str, by: User, at: datetime) -> TransferChase:
    """
    Write down that somebody asked the other authority, and what they said.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, OutOfOrder, NothingSaid: see there.
    """
    transfer = _going(transfer, by)
    if not words.strip():
        raise NothingSaid
    chased = TransferChase.objects.create(transfer=transfer, words=words.strip(), chased_at=at, chased_by=by)
    note("transfer chased", by=by, at=at, subject=chased, child_id=transfer.child_id)
    return chased


@transaction.atomic
def acknowledge(transfer: Transfer, *, acknowledged_by: str, by: User, at: datetime) -> Transfer:
    """
    Say who at the other authority has the summary. That they have it is not that they have the child.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, OutOfOrder, NothingSaid: see there.
    """
    transfer = _going(transfer, by)
    if not acknowledged_by.strip():
        raise NothingSaid
    if transfer.sent_at is None or transfer.acknowledged_at is not None:
        raise OutOfOrder
    transfer.acknowledged_at, transfer.acknowledged_by = at, acknowledged_by.strip()[:120]
    transfer.save(update_fields=["acknowledged_at", "acknowledged_by"])
    note("transfer acknowledged", by=by, at=at, subject=transfer, child_id=transfer.child_id)
    return transfer


@transaction.atomic
def accept_elsewhere(
    transfer: Transfer, *, accepted_on: date, accepted_by: str, by: User, at: datetime
) -> Transfer:  # fmt: skip
    """
    Say who at the other authority accepted the child, and on which day. Now the episode may be closed here.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, OutOfOrder, NothingSaid, NotOnThatDay: see there.
    """
    transfer = _going(transfer, by)
    if not accepted_by.strip():
        raise NothingSaid
    if transfer.acknowledged_at is None:
        raise OutOfOrder
    if not local_day(transfer.begun_at) <= accepted_on <= local_day(at):
        raise NotOnThatDay
    transfer.accepted_on, transfer.accepted_by = accepted_on, accepted_by.strip()[:120]
    transfer.save(update_fields=["accepted_on", "accepted_by"])
    note("transfer accepted", by=by, at=at, subject=transfer, child_id=transfer.child_id)
    return transfer


@transaction.atomic
def call_off(transfer: Transfer, *, because: str, by: User, at: datetime) -> Transfer:
    """
    Say that the child does not move after all, or that the other authority will not have them, and why.

    :raises NotAllowed: if this person hands no children on.
    :raises NotTheirChild, OutOfOrder, NothingSaid: see there.
    """
    transfer = _going(transfer, by)
    if not because.strip():
        raise NothingSaid
    transfer.called_off_at, transfer.called_off_because = at, because.strip()
    transfer.save(update_fields=["called_off_at", "called_off_because"])
    note("transfer called off", by=by, at=at, subject=transfer, child_id=transfer.child_id)
    return transfer


def _going(transfer: Transfer, by: User) -> Transfer:
    """The transfer as it stands, held until the transaction is over, if it is neither accepted nor called off."""
    require(by, permissions.HAND_ON)
    held = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    _refuse_a_stranger(held.child_id, by)
    if held.accepted_on is not None or held.called_off_at is not None:
        raise OutOfOrder
    return held


def _refuse_a_stranger(child_id: int, by: User) -> None:
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
