"""Which team is to find a child a worker, and which manager answers for them until it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import kept_from
from lintel.foundation.people.models import HouseholdMembership
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Absence, Team
from lintel.steps.allocation.models import Allocation, Holding, Involvement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintel.foundation.people.models import Person


def team_to_allocate(child: Person, *, on: date) -> Team | None:
    """
    The team that is to find a child a worker: the one a brother or sister is with; else the assessment team, or the
    service above them where there are several. None where no such team is in the record.
    """
    household = HouseholdMembership.objects.filter(person=child, left_on__isnull=True).values("household")
    siblings = HouseholdMembership.objects.filter(household__in=household, left_on__isnull=True).exclude(person=child)
    with_sibling = Involvement.objects.in_force(on).filter(child__in=siblings.values("person"), team__isnull=False)
    if (held := with_sibling.select_related("team").order_by("-began_on", "pk").first()) is not None:
        return held.team
    teams = list(Team.objects.filter(kind=TeamKind.ASSESSMENT).select_related("part_of").order_by("pk"))
    if len(teams) == 1:
        return teams[0]
    above = {team.part_of for team in teams}
    return above.pop() if len(above) == 1 else None


def manager_for(team: Team | None, child_ids: Iterable[int], *, but: User | None = None) -> User | None:
    """
    The manager who answers for a team: its own, else of the one above; else the head of service, else the front door's.
    Nobody who is kept from one of the children, and not `but`. None where there is no such account at all.
    """
    return next((user for level in _levels(team) for user in _who_may(level, child_ids, but)), None)


def managers_on_each_level(
    team: Team | None, child_ids: Iterable[int], *, on: date, but: User | None = None
) -> list[User]:
    """
    The managers who answer for a team on a day, the nearest first: on each level the first who is at work, each once.

    Levels without anybody at work are left out; where nobody is at work anywhere, they are asked as if they were.
    """
    wanted = set(child_ids)
    levels = [_who_may(level, wanted, but) for level in _levels(team)]
    away = set(Absence.objects.in_force(on).values_list("worker_id", flat=True))
    here = [[user for user in level if user.worker_id is None or user.worker_id not in away] for level in levels]
    if not any(here):
        here = levels
    return list({user.pk: user for level in here for user in level[:1]}.values())


def whom_to_tell(allocation: Allocation) -> list[tuple[str, User]]:
    """
    Who must know what became of a child given to a worker: whoever gave them, and whoever holds them now if that is
    somebody else; each with a key of their own.
    """
    told = [(f"{allocation.pk}", allocation.given_by)]
    held = Holding.objects.filter(referral=allocation.referral_id, until_at__isnull=True).select_related("manager")
    return told + [(f"{allocation.pk}/{each.manager_id}", each.manager) for each in held
                   if each.manager_id != allocation.given_by_id]  # fmt: skip


def _who_may(level: Iterable[User], child_ids: Iterable[int], but: User | None) -> list[User]:
    wanted = set(child_ids)
    return [user for user in level if user != but and not kept_from(user).filter(pk__in=wanted).exists()]


def _levels(team: Team | None) -> Iterator[list[User]]:
    """Managers by level, the nearest first: of the team, of each above it, of the service, of the front door."""
    grants = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True).select_related("user")
    above: Team | None = team
    while above is not None:
        answering = grants.filter(team=above, role__in=[Role.TEAM_MANAGER, Role.SERVICE_MANAGER])
        yield [grant.user for grant in answering.order_by("granted_at", "pk")]
        above = above.part_of
    for role in (Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER):
        yield [grant.user for grant in grants.filter(role=role).order_by("granted_at", "pk")]
