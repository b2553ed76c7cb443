"""Saying that no safe allocation is possible, and telling the head of service at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import with_teams_beneath
from lintel.foundation.notices.actions import tell
from lintel.foundation.workforce.models import Team
from lintel.journey.allocating.actions import NoLongerWaiting
from lintel.journey.allocating.alerting.standing import of_teams, standing
from lintel.journey.allocating.loads.queries import loads
from lintel.journey.allocating.waiting.queries import board
from lintel.statute.calendar import local_day
from lintel.steps.allocation import permissions
from lintel.steps.allocation.alerts.actions import NobodyWaits, raise_alert
from lintel.steps.allocation.models import CapacityAlert
from lintel.steps.allocation.waiting.actions import Episode
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class OfNoTeam(Exception):
    """Neither the children nor whoever says so have a team; hand the children to one first."""


@transaction.atomic
def no_safe_allocation(referrals: Sequence[Referral], *, why: str, by: User, at: datetime) -> CapacityAlert:
    """
    Say that no safe allocation is possible for these children. What stood at that moment is kept with it, and the head
    of service is told.

    It is of the team the children are with; of the manager's own where they are with several.

    :raises NotAllowed: if this person may not give children to workers.
    :raises NoLongerWaiting: if one of them waits no more, or this person may not see them.
    :raises OfNoTeam: see there.
    :raises: what `raise_alert` raises.
    """
    require(by, permissions.ALLOCATE)
    wanted, today = {referral.pk for referral in referrals}, local_day(at)
    if not wanted:
        raise NobodyWaits
    everybody = board(viewer=by, on=today).waits
    theirs = [wait for wait in everybody if wait.referral_id in wanted]
    if len(theirs) < len(wanted):
        raise NoLongerWaiting
    team = _team_of({wait.team_id for wait in theirs}, by)
    beneath = with_teams_beneath([team.pk])
    workers = [load for load in loads(viewer=by, on=today) if load.team_id in beneath]
    alert = raise_alert(
        [Episode(referral_id=wait.referral_id, child_id=wait.child_id) for wait in theirs], team=team, why=why,
        standing=standing(of_teams(everybody, beneath, and_these=wanted), workers), by=by, at=at,
    )  # fmt: skip
    children = f"{len(theirs)} {'child' if len(theirs) == 1 else 'children'}"
    tell(
        key=f"capacity alert/{alert.pk}", path=f"/allocation/alerts/{alert.pk}/", role=Role.HEAD_OF_SERVICE,
        words=f"{team}: no safe allocation is possible for {children}, {by.name} says", by=by, at=at,
    )  # fmt: skip
    return alert


def _team_of(teams: set[int | None], by: User) -> Team:
    if len(teams) == 1 and (only := teams.pop()) is not None:
        return Team.objects.get(pk=only)
    mine = by.role_grants.filter(ended_at__isnull=True, team__isnull=False).select_related("team").order_by("pk")
    grant = next(iter(mine), None)
    if grant is not None and grant.team is not None:
        return grant.team
    first = Team.objects.filter(pk__in=[pk for pk in teams if pk is not None]).order_by("pk").first()
    if first is None:
        raise OfNoTeam
    return first
