"""Who may audit, and whose record nobody may give them: their own children, those of their team, those kept from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.models import User
from lintel.foundation.access.visibility import kept_from, with_teams_beneath
from lintel.foundation.workforce.models import Appointment
from lintel.oversight.audit_cycles.populations import Window, children_of, strata_of
from lintel.oversight.audits.permissions import AUDIT
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from lintel.steps.allocation.models import Involvement
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.oversight.audit_cycles.codes import Strata, Theme

# Work of so long ago is still one's own: an audit reads twelve months back.
READ_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Stakes:
    """Of one auditor: the children they have a stake in, and those whose record is kept from them altogether."""

    own: frozenset[int]
    kept: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.own | self.kept


def population_of(viewer: User, theme: Theme, window: Window, strata: Strata) -> dict[int, str]:
    """The children of a theme whom this person may see, each with its stratum on the last day."""
    evidence = Evidence(Reader(viewer, window.until))
    return strata_of(strata, children_of(theme, evidence, window), evidence, window.until)


def stakes_of(auditors: Iterable[User], children: Collection[int], on: date) -> dict[int, Stakes]:
    """
    The stakes of each auditor in these children, by the auditor's id.

    One's own: held within the last twelve months. One's team's: held by it in that time, or referred to it and open.
    """
    workers, teams = _work_on(children, on)
    found = {}
    for auditor in auditors:
        own = set(workers.get(auditor.worker_id or 0, ()))
        for team in teams_of(auditor, on):
            own |= teams.get(team, set())
        kept = frozenset(kept_from(auditor).filter(pk__in=children).values_list("pk", flat=True))
        found[auditor.pk] = Stakes(frozenset(own), kept)
    return found


def teams_of(auditor: User, on: date) -> frozenset[int]:
    """The teams somebody works in or answers for, and those beneath the teams they answer for."""
    roots = auditor.role_grants.filter(ended_at__isnull=True, team__isnull=False).values_list("team_id", flat=True)
    here = Appointment.objects.in_force(on).filter(worker=auditor.worker_id) if auditor.worker_id else []
    return with_teams_beneath(team for team in roots if team) | {each.team_id for each in here}


def people_who_may_audit() -> list[User]:
    """Everybody who may be given an audit, by name."""
    grants = {"role_grants__role__in": list(AUDIT.held_by), "role_grants__ended_at__isnull": True}
    return list(User.objects.filter(is_active=True, is_service_account=False, **grants).distinct().order_by("name"))


def workers_holding(children: Collection[int], on: date) -> dict[int, int]:
    """Who holds each child on a day: the worker's id by the child's."""
    held = Involvement.objects.in_force(on).filter(child__in=children).order_by("pk")
    return dict(held.values_list("child_id", "worker_id"))


def _work_on(children: Collection[int], on: date) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    workers: dict[int, set[int]] = defaultdict(set)
    teams: dict[int, set[int]] = defaultdict(set)
    held = Involvement.objects.filter(child__in=children).exclude(ended_on__lt=on - READ_BACK)
    for child, worker, team in held.values_list("child_id", "worker_id", "team_id"):
        workers[worker].add(child)
        teams[team or 0].add(child)
    under_way = Referral.objects.filter(child__in=children, closed_on__isnull=True, team__isnull=False)
    for child, team in under_way.exclude(is_nfa=True).values_list("child_id", "team_id"):
        teams[team or 0].add(child)
    teams.pop(0, None)
    return workers, teams
