"""Asking for lists of children whose earlier work is looked at again; always only children the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.legacy import permissions
from lintel.oversight.legacy.models import Cohort, CohortChild

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Listed:
    """A list, how many of the viewer's children are on it, and how many of those are still to be looked at."""

    cohort: Cohort
    children: int
    open: int


def children_on(*, viewer: User) -> QuerySet[CohortChild]:
    """Every child on any list whom this viewer may see and decide on, those still open first."""
    if not may(viewer, permissions.LOOK_AGAIN):
        return CohortChild.objects.none()
    found = CohortChild.objects.filter(child__in=visible_children(viewer))
    return found.select_related("cohort", "reviewed_by").order_by("reviewed_at", "-waited_days", "pk")


def cohorts(*, viewer: User) -> list[Listed]:
    """The lists with children this viewer may see, and the lists they drew up themselves, newest first."""
    if not may(viewer, permissions.LOOK_AGAIN):
        return []
    mine = children_on(viewer=viewer)
    found = Cohort.objects.filter(Exists(mine.filter(cohort=OuterRef("pk"))) | Q(drawn_by=viewer))
    counted = {
        row["cohort"]: row
        for row in mine.order_by().values("cohort").annotate(n=Count("pk"), o=Count("pk", Q(reviewed_at__isnull=True)))
    }
    none = {"n": 0, "o": 0}
    return [
        Listed(each, counted.get(each.pk, none)["n"], counted.get(each.pk, none)["o"])
        for each in found.select_related("drawn_by").order_by("-drawn_at", "-pk")
    ]
