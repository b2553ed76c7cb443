"""
Whose each flag is. A flag nobody owns is one nobody answers.

The team's manager; where they are away, or may not see the child, the manager above; else the head of service. If all
of them are away, it is the first of them all the same: nobody else could answer it. What comes back goes to the next
manager above the owner where no chair of a plan is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.workforce.models import Absence, Team
from lintel.journey.allocating.many import any_of
from lintel.oversight.drift.permissions import ANSWERING


class Owners:
    """Who answers for a team's children on a day; read once, asked for many."""

    def __init__(self, children: Iterable[int], *, on: date) -> None:
        self.children = any_of(children)
        grants = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True, role__in=ANSWERING)
        self.of_team: dict[int, list[User]] = defaultdict(list)
        self.heads: list[User] = []
        for grant in grants.select_related("user").order_by("granted_at", "pk"):
            if grant.role == Role.HEAD_OF_SERVICE:
                self.heads.append(grant.user)
            elif grant.team_id is not None:
                self.of_team[grant.team_id].append(grant.user)
        self.part_of = dict(Team.objects.values_list("pk", "part_of_id"))
        away = Absence.objects.filter(starts_on__lte=on).exclude(ends_on__lte=on)
        self.away = set(away.values_list("worker_id", flat=True))
        self._seen: dict[int, set[int]] = {}

    def of(self, team_id: int | None, child_id: int) -> User | None:
        """The owner of a flag about a child of a team; None only where no account could answer it at all."""
        return self._first((user for level in self._levels(team_id) for user in level), child_id)

    def above(self, owner: User, team_id: int | None, child_id: int) -> User | None:
        """The next manager above whoever owns a flag; None where nobody is above them, or may see the child."""
        levels = list(self._levels(team_id))
        owners_own = next((number for number, level in enumerate(levels) if owner in level), len(levels))
        return self._first((user for level in levels[owners_own + 1 :] for user in level if user != owner), child_id)

    def _first(self, users: Iterable[User], child_id: int) -> User | None:
        """The first who may see the child and is here; where all of them are away, the first of them."""
        may_see = [user for user in users if child_id in self._seen_by(user)]
        here = (user for user in may_see if user.worker_id is None or user.worker_id not in self.away)
        return next(here, may_see[0] if may_see else None)

    def _levels(self, team_id: int | None) -> Iterator[list[User]]:
        above = team_id
        while above is not None:
            yield self.of_team.get(above, [])
            above = self.part_of.get(above)
        yield self.heads

    def _seen_by(self, user: User) -> set[int]:
        if user.pk not in self._seen:
            seen = visible_children(user).filter(pk__in=self.children)
            self._seen[user.pk] = set(seen.values_list("pk", flat=True))
        return self._seen[user.pk]
