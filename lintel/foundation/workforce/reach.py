"""
How far somebody reaches into the workforce.

Those who answer for the whole service, or plan it, reach every team; the others the teams their role was given for and
the teams beneath. Everybody reaches what is written about themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import Permission
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import with_teams_beneath
from lintel.foundation.workforce.models import Appointment

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WHOLE_SERVICE = frozenset(
    {Role.HEAD_OF_SERVICE, Role.PLANNER, Role.PERFORMANCE_ANALYST, Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR}
)


class NotInTheirLine(Exception):
    """It concerns a team this person does not answer for."""


def reaches_all(user: User, doing: Permission) -> bool:
    """Whether a role that allows this reaches every team, and not only a line of them."""
    return bool(user.roles & doing.held_by & WHOLE_SERVICE)


def teams_in_reach(user: User, doing: Permission) -> frozenset[int]:
    """The teams, and those beneath them, for which this person was given a role that allows this."""
    roles = user.roles & doing.held_by
    if not roles:
        return frozenset()
    grants = user.role_grants.filter(ended_at__isnull=True, team__isnull=False, role__in=roles)
    return with_teams_beneath(grants.values_list("team_id", flat=True))


def reaches_team(user: User, team_id: int, doing: Permission) -> bool:
    return reaches_all(user, doing) or team_id in teams_in_reach(user, doing)


def reaches_worker(user: User, worker_id: int, doing: Permission) -> bool:
    """Whether the worker is, was or will be in a team within reach."""
    if reaches_all(user, doing):
        return True
    return Appointment.objects.filter(worker=worker_id, team__in=teams_in_reach(user, doing)).exists()
