"""Asking for alerts that no safe allocation is possible."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import sees_whole_service, team_line
from lintel.journey.allocating.many import any_of
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


def latest_alerts(referrals: Collection[int], *, viewer: User) -> dict[int, CapacityAlert]:
    """Of these episodes, the latest alert about each that the viewer may read."""
    about = CapacityAlert.referrals.through.objects.filter(
        referral__in=any_of(referrals), capacityalert__in=alerts(viewer=viewer).order_by()
    )
    pairs = about.order_by("capacityalert__raised_at", "capacityalert").values_list("referral_id", "capacityalert_id")
    latest = dict(pairs)
    found = alerts(viewer=viewer).in_bulk(set(latest.values()))
    return {referral: found[pk] for referral, pk in latest.items()}
