"""
Who may see whom. The one place that turns a viewer into a set of children.

A child is visible when the viewer's role reaches that far (the whole service) or the viewer has a reason to see (their
own involvement, or their team line's); never when the viewer is excluded, and a restricted child only to the people
named (SAFETY.md, lines 2 to 5). A record that was merged into another is shown to nobody: what it held is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.models import Exclusion, ReasonToSee, Restriction
from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Team

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def sees_whole_service(viewer: User) -> bool:
    """Whether the viewer's roles reach every child (before exclusions and restrictions)."""
    return Scope.SERVICE in _reach(viewer)


def team_line(viewer: User) -> frozenset[int]:
    """The ids of the teams a manager answers for, with every team beneath them."""
    if Scope.TEAM_LINE not in _reach(viewer):
        return frozenset()
    roots = viewer.role_grants.filter(ended_at__isnull=True, team__isnull=False).values_list("team_id", "role")
    return with_teams_beneath(team for team, role in roots if Role(role).scope is Scope.TEAM_LINE)


def with_teams_beneath(teams: Iterable[int]) -> frozenset[int]:
    """The ids of these teams and of every team beneath them."""
    line = set(teams)
    part_of = dict(Team.objects.values_list("pk", "part_of_id")) if line else {}
    while beneath := {team for team, above in part_of.items() if above in line} - line:
        line |= beneath
    return frozenset(line)


def visible_children(viewer: User, *, on: date | None = None) -> QuerySet[Person]:
    """
    The people this viewer may see.

    :param on: judge reasons to see on this day; without it, a reason counts as long as it has no end at all.
    """
    reach = _reach(viewer)
    if not reach:
        return Person.objects.none()
    people = Person.objects.filter(merged_into__isnull=True).exclude(pk__in=_kept_from(viewer))
    if Scope.SERVICE in reach:
        return people
    mine = Q(team__in=team_line(viewer))
    if viewer.worker_id:
        mine |= Q(worker=viewer.worker_id)
    reasons = ReasonToSee.objects.filter(mine, child=OuterRef("pk"))
    reasons = reasons.in_force(on) if on else reasons.filter(ends_on__isnull=True)
    return people.filter(Exists(reasons))


def kept_from(viewer: User) -> QuerySet[Person]:
    """The people whose record is restricted from this viewer, or from whom the viewer is excluded, whatever else."""
    return Person.objects.filter(pk__in=_kept_from(viewer))


def _reach(viewer: User) -> frozenset[Scope]:
    """
    How far the viewer's roles see; nothing for an account that is not active.

    Whoever runs the system sees no child, even if somebody made them a worker with children or gave them another role:
    access is not theirs to take (SAFETY.md, line 2).
    """
    if Role.SYSTEM_ADMINISTRATOR in viewer.roles:
        return frozenset()
    return frozenset(role.scope for role in viewer.roles) - {Scope.NOBODY}


def _kept_from(viewer: User) -> list[int]:
    """
    The children from whom the viewer is excluded, and those whose record is restricted and does not name the viewer.

    Few, and asked for at once: as conditions within every question about children they cost more than the question.
    """
    exclusion, restriction, named = (
        connection.ops.quote_name(model._meta.db_table) for model in (Exclusion, Restriction, Restriction.named.through)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT child_id FROM {exclusion} WHERE user_id = %(viewer)s AND lifted_at IS NULL"  # noqa: S608
            f" UNION SELECT child_id FROM {restriction} AS restricted WHERE lifted_at IS NULL AND NOT EXISTS"
            f" (SELECT 1 FROM {named} WHERE restriction_id = restricted.id AND user_id = %(viewer)s)",
            {"viewer": viewer.pk},
        )
        return [child for (child,) in cursor.fetchall()]
