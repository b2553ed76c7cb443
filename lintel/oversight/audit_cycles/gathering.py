"""Who may audit, and whose record is not given them: their own children, their team's, and those kept from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.models import User
from lintel.foundation.access.visibility import kept_from, sees_whole_service
from lintel.oversight.audit_cycles.populations import Window, children_of, strata_of
from lintel.oversight.audits.permissions import AUDIT
from lintel.oversight.audits.queries import conflicts_among
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.oversight.audit_cycles.codes import Strata, Theme


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


def conflicts_of(auditors: Sequence[User], children: Collection[int], *, viewer: User, on: date) -> dict[int, Stakes]:
    """The stakes of each auditor in these children, by the auditor's id."""
    why = conflicts_among(auditors, children, viewer=viewer, on=on)
    found = {}
    for auditor in auditors:
        kept = frozenset(kept_from(auditor).filter(pk__in=children).values_list("pk", flat=True))
        against = frozenset(child for child in children if (auditor.pk, child) in why)
        found[auditor.pk] = Stakes(against - kept, kept)
    return found


def people_who_may_audit() -> list[User]:
    """Everybody who may be given an audit, by name: who audits and is on the staff list, or sees every child anyway."""
    grants = {"role_grants__role__in": list(AUDIT.held_by), "role_grants__ended_at__isnull": True}
    people = User.objects.filter(is_active=True, is_service_account=False, **grants).distinct().order_by("name")
    return [each for each in people if each.worker_id or sees_whole_service(each)]


def workers_holding(children: Collection[int], on: date) -> dict[int, int]:
    """Who holds each child on a day: the worker's id by the child's."""
    held = Involvement.objects.in_force(on).filter(child__in=children).order_by("pk")
    return dict(held.values_list("child_id", "worker_id"))
