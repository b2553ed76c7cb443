"""Finding the children of a list in the record: the waits as counted (K31, K32), the tags (K87), and poor audits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.oversight.legacy.rules import Affected, Tagged, Waited, affected
from lintel.oversight.moderation.counted import found_inadequate
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def found_by(viewer: User, *, days: int, first: date, last: date, on: date) -> list[Affected]:
    """The children this person may see who belong on a list."""
    evidence = Evidence(Reader(viewer, on))
    waits = [
        Waited(child=wait.referral.child_id, since=wait.begins, until=wait.ends)
        for wait in evidence.waits_in(first, last)
    ]
    children = set(evidence.children)
    poor = [*_tagged(children, on), *_audited(children, viewer, on)]
    return affected(waits, poor, days=days, first=first, last=last)


def _tagged(children: set[int], on: date) -> list[Tagged]:
    poor = LookBack.objects.filter(verdict=Verdict.UNFINISHED_OR_POOR, replaced_at__isnull=True, said_at__date__lte=on)
    return [
        Tagged(
            child=it.child_id, began_on=it.earlier.referred_on, ended_on=it.earlier.closed_on or it.earlier.referred_on
        )
        for it in poor.select_related("earlier")
        if it.child_id in children
    ]


def _audited(children: set[int], viewer: User, on: date) -> list[Tagged]:
    """Work that an audit found inadequate, after its moderation."""
    found = found_inadequate(children, viewer=viewer, on=on)
    return [Tagged(child=it.child_id, began_on=it.since, ended_on=it.until) for it in found]
