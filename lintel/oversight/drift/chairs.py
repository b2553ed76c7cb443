"""Who chairs the plan a child is under."""

from __future__ import annotations

from collections.abc import Collection

from lintel.foundation.access.models import User
from lintel.steps.conferences.models import ChildInConference


def chairs_of(children: Collection[int]) -> dict[int, User]:
    """By child, the chair of the last conference about the plan in force; where nobody is known, none."""
    parts = ChildInConference.objects.filter(
        child__in=children, withdrawn_at__isnull=True, request__chair__isnull=False,
        child__cp_plans__ended_on__isnull=True, child__cp_plans__isnull=False,
    )  # fmt: skip
    rows = parts.select_related("request__chair").order_by("request__asked_at", "pk").distinct()
    return {part.child_id: part.request.chair for part in rows if part.request.chair is not None}
