"""What could not be put into the record at once: both side by side, and somebody says what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.queries import child_lines
from lintel.journey.visiting.actions import keep_as_another
from lintel.steps.visits.actions import NotTheirChildren, NotTheirVisit, SettledAlready, join_visit, put_away
from lintel.steps.visits.codes import Way, WhyAside
from lintel.steps.visits.models import FamilyVisit, VisitSetAside
from lintel.steps.visits.permissions import RECORD_VISIT
from lintel.steps.visits.queries import children_of, family_visits, set_asides
from lintel.steps.visits.reading import said_of
from lintel.steps.visits.rules import Said, from_kept


@require_GET
@allow(RECORD_VISIT)
def listed(request: HttpRequest) -> HttpResponse:
    """Visits that are not in the record yet: one's own, and those about children of whom one may see every one."""
    found = [(each, WhyAside(each.why).words) for each in set_asides(viewer=request.user)]
    return render(request, "visiting/set_asides.html", {"found": found})


@require_http_methods(["GET", "POST"])
@allow(RECORD_VISIT)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent beside what stands, and the buttons to say what becomes of it."""
    aside = get_object_or_404(set_asides(viewer=request.user), pk=pk)
    said = from_kept(aside.said)
    lines = child_lines(said.child_ids, viewer=request.user, on=timezone.localdate())
    sees_all = set(lines) == said.child_ids
    if request.method == "POST":
        return _settle(request, aside)
    beside = family_visits(viewer=request.user).filter(pk=aside.beside_id).first() if aside.beside_id else None
    stands = _seen_of(beside, request) if beside else None
    return render(request, "visiting/set_aside.html", {
        "aside": aside, "why": WhyAside(aside.why).words, "sees_all": sees_all, "beside": beside,
        "sides": [("What was sent", aside.sent_by.name, aside.written_at, _side(said, lines))]
        + ([("What stands in the record", beside.written_by.name, beside.corrected_at or beside.written_at,
             _side(stands, child_lines(stands.child_ids, viewer=request.user)))] if beside and stands else []),
    })  # fmt: skip


def _settle(request: HttpRequest, aside: VisitSetAside) -> HttpResponse:
    chosen, act = request.POST.get("become"), {"by": request.user, "at": timezone.now()}
    try:
        if chosen == "join":
            visit = join_visit(aside, **act)
        elif chosen == "keep":
            visit = keep_as_another(aside, **act)
        else:
            put_away(aside, **act)
            messages.success(request, "Put away. It is kept with the record of what was sent.")
            return redirect("visiting:set_asides")
    except SettledAlready:
        messages.info(request, "A colleague has just said what becomes of it.")
        return redirect("visiting:set_asides")
    except (NotTheirChildren, NotTheirVisit):
        messages.error(request, "Whoever works with the children now takes it into the record. They are told.")
        return redirect("visiting:set_aside", aside.pk)
    messages.success(request, "It is in the record.")
    return redirect("visiting:one", visit.pk)


def _seen_of(visit: FamilyVisit, request: HttpRequest) -> Said:
    """What stands in the record, of the children this viewer may see; of others not that they are in it."""
    seen = {each.child_id for each in children_of(visit, viewer=request.user)}
    said = said_of(visit)
    return replace(said, children=tuple(each for each in said.children if each.child_id in seen))


def _side(said: Said, lines: dict[int, Any]) -> dict[str, Any]:
    """One of two visits; of a child whom the viewer sees no longer only what they wrote themselves, no name."""
    return {
        "said": said, "way": Way(said.way).words,
        "children": [
            (lines[each.child_id].name if each.child_id in lines else "A child you no longer see", each)
            for each in said.children
        ],
    }  # fmt: skip
