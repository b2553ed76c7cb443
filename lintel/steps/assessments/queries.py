"""Asking for assessments; always only of children the viewer may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.statute.calendar import local_day
from lintel.steps.assessments import permissions
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Need, Passage, Sending

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person


def family_assessments(*, viewer: User) -> QuerySet[FamilyAssessment]:
    """Assessments of which at least one child may be seen by this viewer, newest first."""
    if not may(viewer, permissions.SEE_ASSESSMENTS):
        return FamilyAssessment.objects.none()
    of_theirs = Assessment.objects.filter(family=OuterRef("pk"), child__in=visible_children(viewer))
    found = FamilyAssessment.objects.filter(Exists(of_theirs)).select_related("worker", "team", "began_by")
    return found.order_by("-began_at", "-pk")


def under_way(*, viewer: User) -> QuerySet[FamilyAssessment]:
    """Those in which a child is not authorised yet and whose episode is open, oldest first."""
    is_open = Q(referral__closed_on__isnull=True)
    waits = Assessment.objects.filter(is_open, family=OuterRef("pk"), authorised_on__isnull=True)
    return family_assessments(viewer=viewer).filter(Exists(waits)).order_by("began_at", "pk")


def sent_to_managers(*, viewer: User) -> QuerySet[FamilyAssessment]:
    """Those of which a child’s part was sent to a manager who has neither authorised it nor sent it back."""
    waits = Assessment.objects.filter(
        family=OuterRef("pk"), child__in=visible_children(viewer), authorised_on__isnull=True,
        sendings__isnull=False, sendings__returned_at__isnull=True,
    )  # fmt: skip
    return under_way(viewer=viewer).filter(Exists(waits))


def assessments_of(family: FamilyAssessment, *, viewer: User) -> list[Assessment]:
    """The children of one assessment whom this viewer may see, the eldest first, with what was sent and sent back."""
    sendings = Prefetch("sendings", Sending.objects.select_related("sent_by", "returned_by").order_by("sent_at", "pk"))
    found = Assessment.objects.filter(family=family, child__in=visible_children(viewer))
    found = found.select_related("child", "referral", "authorised_by").prefetch_related("child__names", sendings)
    return list(found.order_by("child__date_of_birth", "pk"))


def sees_all_children(family: FamilyAssessment, *, viewer: User) -> bool:
    """Whether the viewer may see every child of it: what the family shares speaks of all of them."""
    hidden = Assessment.objects.filter(family=family).exclude(child__in=visible_children(viewer))
    return not hidden.exists()


def passages_of(family: FamilyAssessment, *, child_id: int | None, viewer: User) -> dict[str, Passage]:
    """What is written in one part, by section: the shared one's only for who may see every child."""
    if child_id is None and not sees_all_children(family, viewer=viewer):
        return {}
    if child_id is not None and not visible_children(viewer).filter(pk=child_id).exists():
        return {}
    found = Passage.objects.filter(family=family, child=child_id).select_related("written_by")
    return {each.section: each for each in found}


def needs_of(assessment: Assessment, *, viewer: User) -> list[Need]:
    """The needs found in one child's assessment, withdrawn ones last."""
    found = Need.objects.filter(assessment=assessment, child__in=visible_children(viewer))
    return sorted(
        found.select_related("written_by").order_by("written_at", "pk"), key=lambda need: bool(need.withdrawn_at)
    )


def assessments_before(child: Person, *, before: datetime, viewer: User) -> list[Assessment]:
    """A child's assessments that began before a moment, read from files or written here, the last first."""
    if not may(viewer, permissions.SEE_ASSESSMENTS):
        return []
    found = Assessment.objects.filter(child=child, child__in=visible_children(viewer))
    earlier = Q(family__began_at__lt=before) | Q(family__isnull=True, started_on__lt=local_day(before))
    return list(found.filter(earlier).select_related("family", "authorised_by").order_by("-started_on", "-pk"))
