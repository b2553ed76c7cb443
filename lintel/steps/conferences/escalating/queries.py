"""What chairs ask of managers; always only about children the viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.steps.conferences.models import ChairsRequest
from lintel.steps.conferences.permissions import SEE_CONFERENCES

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def chairs_requests(*, viewer: User) -> QuerySet[ChairsRequest]:
    """What chairs asked about children this viewer may see, open ones first and the oldest of them; with each rung."""
    if not may(viewer, SEE_CONFERENCES):
        return ChairsRequest.objects.none()
    found = ChairsRequest.objects.filter(child__in=visible_children(viewer)).select_related("raised_by", "cp_plan")
    found = found.prefetch_related("rungs__answered_by")
    return found.order_by(F("closed_at").desc(nulls_first=True), "raised_at", "pk")
