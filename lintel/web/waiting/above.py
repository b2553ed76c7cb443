"""What was given above the ceiling: who answers for it, why, and when it is looked at again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.people.queries import child_lines
from lintel.journey.allocating.giving.queries import given_above
from lintel.journey.allocating.loads.queries import loads
from lintel.steps.allocation.permissions import SEE_WAITING


@require_GET
@allow(SEE_WAITING)
def above(request: HttpRequest) -> HttpResponse:
    """Every time children were given above the ceiling and it still stands, with what the worker holds today."""
    today = timezone.localdate()
    found = given_above(viewer=request.user, on=today)
    lines = child_lines([child for each in found for child in each.children], viewer=request.user, on=today)
    return render(request, "waiting/above.html", {
        "found": found, "lines": lines, "today": today, "me": request.user.pk,
        "overdue": sum(each.is_review_overdue(today) for each in found),
        "now": {load.worker_id: load for load in loads(viewer=request.user, on=today)} if found else {},
    })  # fmt: skip
