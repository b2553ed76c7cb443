"""
Who may see whom. The one place that turns a viewer into a set of children.

A child is visible when the viewer's role reaches that far (the whole service) or the viewer has a reason to see (their
own involvement, or their team line's); never when the viewer is excluded, and a restricted child only to the people
named (SAFETY.md, lines 2 to 5).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.models import Exclusion, ReasonToSee, Restriction
from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Team

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def sees_whole_service(viewer: User) -> bool:
    """Whether the viewer's roles reach every child (before exclusions and restrictions)."""
    return any(role.scope is Scope.SERVICE for role in viewer.roles)


def team_line(viewer: User) -> frozenset[int]:
    """The ids of the teams a manager answers for, with every team beneath them."""
    roots = viewer.role_grants.filter(ended_at__isnull=True, team__isnull=False).values_list("team_id", "role")
    wanted = {team for team, role in roots if Role(role).scope is Scope.TEAM_LINE}
    part_of = dict(Team.objects.values_list("pk", "part_of_id"))
    line = set(wanted)
    while beneath := {team for team, above in part_of.items() if above in line} - line:
        line |= beneath
    return frozenset(line)


def visible_children(viewer: User, *, on: date | None = None) -> QuerySet[Person]:
    """
    The people this viewer may see.

    :param on: judge reasons to see on this day; without it, any reason that has not ended.
    """
    people = Person.objects.exclude(Exists(_excluded(viewer))).exclude(Exists(_restricted_from(viewer)))
    if sees_whole_service(viewer):
        return people
    mine = Q(team__in=team_line(viewer))
    if viewer.worker_id and any(role.scope is not Scope.NOBODY for role in viewer.roles):
        mine |= Q(worker=viewer.worker_id)
    reasons = ReasonToSee.objects.filter(mine, child=OuterRef("pk"))
    reasons = reasons.in_force(on) if on else reasons.filter(ends_on__isnull=True)
    return people.filter(Exists(reasons))


def _excluded(viewer: User) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(child=OuterRef("pk"), user=viewer, lifted_at__isnull=True)


def _restricted_from(viewer: User) -> QuerySet[Restriction]:
    live = Restriction.objects.filter(child=OuterRef("pk"), lifted_at__isnull=True)
    return live.exclude(named=viewer)
