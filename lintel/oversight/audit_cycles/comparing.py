"""Audits whose two grades lie furthest apart, for people to talk about: only those that are moderated and open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.oversight.audit_cycles.permissions import LEARN
from lintel.oversight.audits.codes import Grade
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.queries import Behind, behind_quality
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.audit_cycles.models import Cycle
    from lintel.oversight.audits.models import Audit

TALKED_ABOUT = 3


@dataclass(frozen=True)
class Apart:
    """One audit with the auditor's grade and the moderator's."""

    audit: Audit
    first: Grade
    second: Grade


def widest_gaps(cycle: Cycle, *, viewer: User, most: int = TALKED_ABOUT) -> list[Apart]:
    """The audits of a cycle whose grades differ most, of children the viewer may see; equal ones are left out."""
    if not may(viewer, LEARN):
        return []
    held = behind_quality(viewer=viewer, since=local_day(cycle.planned_at), until=date.max, cycle=cycle.pk)
    differ = sorted((each for each in held if each.audited != each.moderated), key=_apart)[:most]
    audits = {
        each.pk: each.audit
        for each in Moderation.objects.filter(pk__in=[each.pk for each in differ]).select_related("audit")
    }
    return [Apart(audits[each.pk], each.audited, each.moderated) for each in differ]


def _apart(each: Behind) -> tuple[int, int]:
    """The furthest apart first; of two alike the one drawn first."""
    return -abs(each.audited - each.moderated), each.pk
