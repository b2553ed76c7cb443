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
from lintel.foundation.workforce.models import Team
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
    wanted = set(child_ids)
    for user in _candidates(team):
        if user != but and not kept_from(user).filter(pk__in=wanted).exists():
            return user
    return None


def whom_to_tell(allocation: Allocation) -> list[tuple[str, User]]:
    """
    Who must know what became of a child given to a worker: whoever gave them, and whoever holds them now if that is
    somebody else; each with a key of their own.
    """
    told = [(f"{allocation.pk}", allocation.given_by)]
    held = Holding.objects.filter(referral=allocation.referral_id, until_at__isnull=True).select_related("manager")
    return told + [(f"{allocation.pk}/{each.manager_id}", each.manager) for each in held
                   if each.manager_id != allocation.given_by_id]  # fmt: skip


def _candidates(team: Team | None) -> Iterator[User]:
    grants = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True).select_related("user")
    above: Team | None = team
    while above is not None:
        answering = grants.filter(team=above, role__in=[Role.TEAM_MANAGER, Role.SERVICE_MANAGER])
        yield from (grant.user for grant in answering.order_by("granted_at", "pk"))
        above = above.part_of
    for role in (Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER):
        yield from (grant.user for grant in grants.filter(role=role).order_by("granted_at", "pk"))
