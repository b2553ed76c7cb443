"""Asking for episodes and for children on their way to another authority; only those the viewer may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.visibility import visible_children
from lintel.steps.referrals.models import Referral, Transfer

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def open_episode(child_id: int, *, viewer: User, on: date) -> Referral | None:
    """The episode of need of a child that is under way on a day; None where there is none, or none they may see."""
    seen = visible_children(viewer).filter(pk=child_id)
    found = Referral.objects.open_on(on).filter(child__in=seen).select_related("team", "child", "follows")
    return found.order_by("-referred_on", "-pk").first()


def transfers(*, viewer: User) -> QuerySet[Transfer]:
    """Children on their way to another authority, or who went, whom this viewer may see; the longest first."""
    found = Transfer.objects.filter(child__in=visible_children(viewer)).select_related("child", "referral__team")
    return found.prefetch_related("chases").order_by("begun_at", "pk")
