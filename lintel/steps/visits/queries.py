"""Asking for visits; always only about children the viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.steps.visits.models import AsideChild, FamilyVisit, Visit, VisitSetAside

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def family_visits(*, viewer: User) -> QuerySet[FamilyVisit]:
    """
    Visits written down here to at least one child this viewer may see, latest first. One that is also about a child
    whose record is kept from them is left out: what was seen and heard speaks of everybody.
    """
    if not may(viewer, SEE_CHILDREN):
        return FamilyVisit.objects.none()
    of_visit = Visit.objects.filter(family_visit=OuterRef("pk"))
    found = FamilyVisit.objects.filter(Exists(of_visit.filter(child__in=visible_children(viewer))))
    found = found.exclude(Exists(of_visit.filter(child__in=kept_from(viewer))))
    return found.select_related("worker", "written_by", "corrected_by").order_by("-visited_at", "-pk")


def children_of(visit: FamilyVisit, *, viewer: User) -> list[Visit]:
    """What a visit says of each child this viewer may see, eldest first."""
    found = visit.visits.filter(child__in=visible_children(viewer)).select_related("child")
    return list(found.prefetch_related("child__names").order_by("child__date_of_birth", "child_id"))


def of_child(child: int, *, viewer: User) -> list[Visit]:
    """The visits to one child, those of files as well, latest first; of one kept from this viewer no words."""
    found = Visit.objects.filter(child=child, child__in=visible_children(viewer))
    whole = Q(family_visit__isnull=True) | Q(family_visit__in=family_visits(viewer=viewer).values("pk"))
    return list(found.filter(whole).select_related("worker", "family_visit").order_by("-visited_on", "-pk"))


def set_asides(*, viewer: User) -> QuerySet[VisitSetAside]:
    """
    Visits that are not settled, latest first: one's own, and others' about children of whom one may see every one.
    """
    if not may(viewer, SEE_CHILDREN):
        return VisitSetAside.objects.none()
    unseen = AsideChild.objects.filter(aside=OuterRef("pk")).exclude(child__in=visible_children(viewer))
    found = VisitSetAside.objects.filter(settled_at__isnull=True).filter(Q(sent_by=viewer) | ~Exists(unseen))
    return found.select_related("sent_by", "beside__written_by").order_by("-received_at", "-pk")
