"""The plans a chair oversees: what was planned and done, what does not move, and what is overdue."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.journey.overseeing.asking.queries import asked_by_chairs
from lintel.journey.overseeing.queries import plans_overseen
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences.permissions import OVERSEE_PLANS

ON_A_PAGE = 50


@require_GET
@allow(OVERSEE_PLANS)
def overview(request: HttpRequest) -> HttpResponse:
    """Every child protection plan this person oversees, by what has been overdue longest."""
    now, viewer = timezone.now(), request.user
    found = plans_overseen(viewer=viewer, at=now)
    if found:
        note("child protection plans opened", by=viewer, at=now)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    waiting = [each for each in asked_by_chairs(viewer=viewer, at=now) if each.is_open]
    context = {
        "waiting": waiting, "asked_of": Counter(each.line.pk for each in waiting),
        "now": now, "page": page, "in_all": len(found), "categories": ABUSE_CATEGORY.codes,
        "overdue": sum(bool(each.overdue) for each in found), "viewer": viewer,
    }  # fmt: skip
    return render(request, "chairing/chaired.html", context)
