"""What was said of a child in supervision, on the child's record: never the personal part."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.supervision import permissions, queries


@require_GET
@allow(permissions.SEE_CASE_SUPERVISION)
def of_child(request: HttpRequest, pk: int) -> HttpResponse:
    """Every time the child was spoken of, the latest first."""
    line = child_lines([pk], viewer=request.user).get(pk)
    if line is None:
        raise Http404
    found = queries.of_child(pk, viewer=request.user)
    note("supervision of a child opened", by=request.user, at=timezone.now(), child_id=pk)
    context = {
        "line": line, "found": found, "today": timezone.localdate(),
        "standings": queries.standings([each.session for each in found], viewer=request.user),
    }  # fmt: skip
    return render(request, "supervising/of_child.html", context)
