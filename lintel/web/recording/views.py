"""How the record was written, in a period: facts about the record, and no names."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.recording import permissions
from lintel.oversight.recording.queries import how_written
from lintel.oversight.recording.rules import AROUND_INSPECTION, IN_BULK
from lintel.web.components.asking import day_asked, period_asked

QUARTER = timedelta(days=90)
ON_A_PAGE = 200  # of each list; of more it is said how many, and fewer days show the others


@require_GET
@allow(permissions.READ_HOW_WRITTEN)
def page(request: HttpRequest) -> HttpResponse:
    """`?from=…&until=…`, or the quarter up to the day asked for."""
    day = day_asked(request)
    since, until = period_asked(request) or (day - QUARTER, day)
    found = how_written(viewer=request.user, since=since, until=until)
    late, changed = found.visits_late[:ON_A_PAGE], found.changed_after_call[:ON_A_PAGE]
    shown = {child for line in (*late, *changed) for child in line.children}
    note("how the record was written read", by=request.user, at=timezone.now(), late=len(found.visits_late))
    return render(request, "recording/page.html", {
        "found": found, "late": late, "changed": changed, "minutes": found.in_bulk[:ON_A_PAGE], "since": since,
        "talks": found.supervisions_late[:ON_A_PAGE], "after_call": found.after_call[:ON_A_PAGE],
        "until": until, "names": child_lines(shown, viewer=request.user), "in_bulk": IN_BULK,
        "around": AROUND_INSPECTION.days,
    })  # fmt: skip
