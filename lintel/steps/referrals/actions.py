"""Writing referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.statute.calendar import local_day
from lintel.steps.referrals import permissions
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_referrals(records: Sequence[Referral], *, by: User, at: datetime) -> Loaded:
    """
    Lay down referrals read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


@transaction.atomic
def open_referral(
    *, child: Person, child_contact_id: int, source: str, team_id: int | None = None, at: datetime, by: User
) -> Referral:
    """
    Open a referral from a decided contact: everything the contact holds goes with it; nothing is typed again.

    A referral of the same contact that is open already is returned as it is. A new one points to the episode before it,
    where there was one: nothing starts again.

    :param team_id: the team that is to find the child a worker.
    :raises NotAllowed: if this person may not open referrals.
    """
    require(by, permissions.OPEN_REFERRALS)
    referral, is_new = Referral.objects.select_for_update(of=("self",)).get_or_create(
        key=f"live/contact/{child_contact_id}",
        defaults={
            "screen": "front door", "recorded_at": at, "child": child, "child_contact_id": child_contact_id,
            "source": source, "referred_on": local_day(at), "referred_at": at, "team_id": team_id,
            "follows": _last_episode(child),
        },
    )  # fmt: skip
    if is_new:
        note("referral opened", by=by, at=at, subject=referral, child_id=child.pk)
    return referral


@transaction.atomic
def hand_to_team(referral: Referral, *, team_id: int, by: User, at: datetime) -> Referral:
    """
    Say which team is to find the child a worker. No clock starts anew.

    It follows from an act that was allowed (children passed on or given to a worker), so there is no permission of its
    own.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if referral.team_id == team_id:
        return referral
    note("referral handed to a team", by=by, at=at, subject=referral, child_id=referral.child_id, team=team_id)
    referral.team_id = team_id
    referral.save(update_fields=["team"])
    return referral


def _last_episode(child: Person) -> Referral | None:
    """The episode a new one follows; whoever works with the child reads on from there."""
    return Referral.objects.filter(child=child).exclude(is_nfa=True).order_by("-referred_on", "-pk").first()
