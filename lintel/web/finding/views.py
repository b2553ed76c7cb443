"""Finding a child or a grown-up from any page, by anything known of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN
from lintel.foundation.audit_log.actions import note
from lintel.journey.finding.queries import find as found_by

MOST_LETTERS = 200


@require_GET
@allow(SEE_CHILDREN)
def find(request: HttpRequest) -> HttpResponse:
    """Whom what was typed may mean: a page, or (`part=yes`) only what changes beneath the box while somebody types."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[:MOST_LETTERS]
    found = found_by(text, viewer=request.user, today=timezone.localdate())
    if text:
        # What was typed may be about anybody; whose lines were shown is what must be known later.
        note("people searched for", by=request.user, at=timezone.now(), shown=[hit.pk for hit in found.hits])
    part = request.GET.get("part") == "yes"
    context = {"found": found, "typed": text, "is_part": part}
    return render(request, "finding/found.html" if part else "finding/find.html", context)
