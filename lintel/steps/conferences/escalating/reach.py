"""Who is the chair of a child protection plan."""

from __future__ import annotations

from django.db.models import Q

from lintel.steps.conferences.models import ChildInConference


def chair_of(plan_id: int) -> int | None:
    """Who chairs the last conference about a plan that has a chair, held or asked for; an account’s number."""
    about = Q(reviewed_plan=plan_id) | Q(conference__cp_plan=plan_id)
    parts = ChildInConference.objects.filter(about, withdrawn_at__isnull=True, request__chair__isnull=False)
    return parts.order_by("request__asked_at", "pk").values_list("request__chair_id", flat=True).last()
