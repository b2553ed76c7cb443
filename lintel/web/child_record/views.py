"""One child."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.documents.permissions import SEE_DOCUMENTS
from lintel.foundation.people.queries import child_lines
from lintel.journey.allocating.handing_over.queries import changes_of, worker_of
from lintel.journey.chronology import queries
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.statute import codes
from lintel.statute.ages import age_on
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.web.components.asking import as_at_query, day_asked


@require_GET
@allow(SEE_CHILDREN)
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """Who a child is, who lives with them, and everything that was recorded, newest first."""
    day = day_asked(request)
    try:
        child = queries.child(viewer=request.user, pk=pk)
        lines = queries.chronology(child, viewer=request.user, day=day)
    except ChildNotVisible:
        raise Http404 from None
    note("record opened", by=request.user, at=timezone.now(), subject=child, child_id=child.pk)
    together = queries.children_of_the_same_household(child, viewer=request.user)
    context = {
        "child": child, "line": child_lines([pk], viewer=request.user)[pk], "day": day, "along": as_at_query(request),
        "lines": Paginator(lines, 100).get_page(request.GET.get("page")),
        "together": child_lines([other.pk for other in together], viewer=request.user),
        "ethnicity": codes.ETHNICITY.label(child.ethnicity) if child.ethnicity in codes.ETHNICITY else "",
        "sex": codes.SEX.label(child.sex) if child.sex else "",
        "age": age_on(child.date_of_birth, day) if child.date_of_birth else None,
        "held": worker_of(child, viewer=request.user, on=day), "may_allocate": may(request.user, ALLOCATE),
        "may_see_documents": may(request.user, SEE_DOCUMENTS),
        "changes": changes_of([pk], viewer=request.user, on=day).get(pk, 0),
    }  # fmt: skip
    return render(request, "child_record/story.html", context)
