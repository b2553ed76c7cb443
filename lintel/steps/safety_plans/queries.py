"""Asking for safety plans; always only those of children the viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.safety_plans.permissions import SEE_SAFETY_PLANS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def safety_plans_of(child_id: int, *, viewer: User) -> QuerySet[SafetyPlan]:
    """The safety plans of a child this viewer may see, withdrawn ones among them, the latest first."""
    if not may(viewer, SEE_SAFETY_PLANS):
        return SafetyPlan.objects.none()
    found = SafetyPlan.objects.filter(child__in=visible_children(viewer).filter(pk=child_id))
    return found.select_related("written_by", "withdrawn_by").order_by("-made_at", "-pk")
