"""Beginning to hand children on together, and asking after them every working day until they are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.naming import name_of
from lintel.journey.plans.moving.words import still_missing
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.referrals.models import Referral, Transfer
from lintel.steps.referrals.moving_away.actions import Move, begin_transfer
from lintel.steps.referrals.permissions import HAND_ON

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def hand_on(referrals: Sequence[Referral], move: Move, *, by: User, at: datetime) -> list[Transfer]:
    """
    Begin to hand a child on, and those brothers and sisters who move along, born or not.

    :raises NotAllowed: if this person hands no children on.
    :raises: what `begin_transfer` raises.
    """
    require(by, HAND_ON)
    ordered = sorted(referrals, key=lambda each: each.child_id)
    return [begin_transfer(referral, move, by=by, at=at) for referral in ordered]


@transaction.atomic
def chase_transfers(*, by: User | None, at: datetime) -> int:
    """
    Every working day after the one it began: tell whoever holds a child on the way to another authority, and the
    managers of the team, what is still missing there. The clock does it, once a day for each child.

    :return: for how many children somebody was told.
    """
    today = local_day(at)
    if not england().is_working_day(today):
        return 0
    going = Transfer.objects.filter(accepted_on__isnull=True, called_off_at__isnull=True).select_related("child")
    told = 0
    for transfer in going.select_related("referral").order_by("begun_at", "pk"):
        if local_day(transfer.begun_at) >= today:
            continue
        held = Involvement.objects.in_force(today).filter(referral=transfer.referral_id).first()
        team = held.team_id if held else transfer.referral.team_id
        if held is None and team is None:
            continue
        told += tell(
            key=f"transfer/{transfer.pk}/{today}", path=f"/plans/{transfer.child_id}/moving/",
            words=f"{name_of(transfer.child)}, on the way to {transfer.authority}: {still_missing(transfer)}",
            child_id=transfer.child_id, worker_id=held.worker_id if held else None, team_id=team, by=by, at=at,
        )  # fmt: skip
    return told
