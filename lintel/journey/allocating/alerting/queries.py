"""Asking for alerts that no safe allocation is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import sees_whole_service, team_line
from lintel.steps.allocation.models import CapacityAlert
from lintel.steps.allocation.permissions import SEE_WAITING

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def alerts(*, viewer: User) -> QuerySet[CapacityAlert]:
    """Alerts of the viewer's teams, everybody's for those who see the whole service; unanswered first, then newest."""
    found = CapacityAlert.objects.select_related("team", "raised_by", "answered_by")
    if not may(viewer, SEE_WAITING):
        return found.none()
    if not sees_whole_service(viewer):
        found = found.filter(team__in=team_line(viewer))
    return found.order_by(F("answered_at").asc(nulls_first=True), "-raised_at", "-pk")
