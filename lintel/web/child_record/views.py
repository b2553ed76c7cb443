"""One child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
from lintel.journey.assessing.queries import outcome_now, to_begin
from lintel.journey.chronology import queries
from lintel.journey.chronology.codes import Source
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.rules import Line, chosen, in_order
from lintel.journey.enquiring.queries import enquiry_of_child, police_actions_outstanding
from lintel.journey.families.queries import own_line
from lintel.journey.families.rules import Stage
from lintel.journey.last_time.queries import has_a_last_time
from lintel.oversight.audits.permissions import PLAN_AUDITS
from lintel.oversight.drift.queries import open_flags_of
from lintel.oversight.reading.permissions import LOOK_AT_WORDS
from lintel.oversight.supervision.permissions import SEE_CASE_SUPERVISION
from lintel.oversight.supervision.queries import directions_of
from lintel.statute import codes
from lintel.statute.ages import age_on
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.permissions import WRITE_ASSESSMENTS
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.permissions import MARK_SIGNIFICANCE, WRITE_EVENTS
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES, SEE_CONFERENCES
from lintel.steps.conferences.queries import parts, requests
from lintel.steps.enquiries.discussing.queries import causes_that_wait
from lintel.steps.enquiries.permissions import ARRANGE_DISCUSSION, STAMP_REASONABLE_CAUSE
from lintel.steps.plans.permissions import PLAN_WITH_FAMILIES, SEE_PLANS
from lintel.steps.safety_plans.permissions import SEE_SAFETY_PLANS
from lintel.steps.visits.permissions import RECORD_VISIT
from lintel.web.child_record.chosen import asked_by, is_oldest_first, to_carry_along
from lintel.web.components.asking import as_at_query, day_asked

LINES_ON_A_PAGE = 100
DUE_AT_FIRST = 3


@require_GET
@allow(SEE_CHILDREN)
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """Who a child is, who lives with them, and everything that happened, as it was asked for."""
    day = day_asked(request)
    try:
        child = queries.child(viewer=request.user, pk=pk)
        told = queries.story(child, viewer=request.user, day=day)
    except ChildNotVisible:
        raise Http404 from None
    note("record opened", by=request.user, at=timezone.now(), subject=child, child_id=child.pk)
    together = queries.children_of_the_same_household(child, viewer=request.user)
    context = {
        "child": child, "line": child_lines([pk], viewer=request.user)[pk], "day": day, "along": as_at_query(request),
        "together": child_lines([other.pk for other in together], viewer=request.user),
        "ethnicity": codes.ETHNICITY.label(child.ethnicity) if child.ethnicity in codes.ETHNICITY else "",
        "sex": codes.SEX.label(child.sex) if child.sex else "",
        "age": age_on(child.date_of_birth, day) if child.date_of_birth else None,
        "held": worker_of(child, viewer=request.user, on=day), "may_allocate": may(request.user, ALLOCATE),
        "may_look_at_words": may(request.user, LOOK_AT_WORDS),
        "may_see_documents": may(request.user, SEE_DOCUMENTS), "may_plan_audits": may(request.user, PLAN_AUDITS),
        "changes": changes_of([pk], viewer=request.user, on=day).get(pk, 0),
        "may_see_plans": may(request.user, SEE_PLANS), "may_see_safety_plans": may(request.user, SEE_SAFETY_PLANS),
        "may_say_it_cannot_wait": may(request.user, STAMP_REASONABLE_CAUSE),
        "may_see_protection": may(request.user, SEE_CONFERENCES),
        "may_see_supervision": may(request.user, SEE_CASE_SUPERVISION),
        "directions": directions_of([pk], viewer=request.user)[pk] if day == timezone.localdate() else [],
        "has_last_time": has_a_last_time(child, viewer=request.user, day=day),
        "may_ask_for_discussion": _waits_for_discussion(request, pk), "conferences": _conferences(request, pk),
        "may_ask_for_conference": may(request.user, ASK_FOR_CONFERENCES),
        "flags": open_flags_of([pk], viewer=request.user, at=timezone.now()).get(pk, []),
    }  # fmt: skip
    return render(
        request,
        "child_record/story.html",
        context | _next(request, pk, day) | _protection(request, pk, day) | _chronology(request, told, pk),
    )


def _waits_for_discussion(request: HttpRequest, pk: int) -> bool:
    """Whether this person may ask for a strategy discussion about the child, and nobody has."""
    waits = causes_that_wait(viewer=request.user).filter(child=pk, meetings__isnull=True)
    return may(request.user, ARRANGE_DISCUSSION) and waits.exists()


def _conferences(request: HttpRequest, pk: int) -> dict[str, int]:
    """Of those this person may open: the conference the child waits for, and the last that decided about the child."""
    about = parts(viewer=request.user).filter(child=pk, withdrawn_at__isnull=True)
    open_to = about.filter(request__in=requests(viewer=request.user).order_by()) if about.exists() else about
    found: dict[str, int] = {}
    for number, conference in open_to.order_by("request__asked_at").values_list("request", "conference"):
        found["decided" if conference else "waits"] = number
    return found


def _next(request: HttpRequest, pk: int, day: date) -> dict[str, Any]:
    """What is to be done for the child next; of a day that is past, only what could be begun then."""
    offered = to_begin(pk, viewer=request.user, on=day) if may(request.user, WRITE_ASSESSMENTS) else []
    is_today = day == timezone.localdate()
    came_to = outcome_now(pk, viewer=request.user, on=day) if offered and is_today else None
    own = own_line(pk, viewer=request.user, on=day) if is_today else None
    return {
        "own": own, "dues": own.dues[:DUE_AT_FIRST] if own else [],
        "dues_more": max(0, len(own.dues) - DUE_AT_FIRST) if own else 0,
        "may_assess": bool(offered), "under_way": offered[0].under_way if offered else None,
        "is_assessed": came_to is not None,
        "has_plan": own is not None and own.stage in (Stage.IN_NEED, Stage.PROTECTED),
        "may_begin_plan": came_to is Outcome.CHILD_IN_NEED and may(request.user, PLAN_WITH_FAMILIES),
        "may_record_visit": is_today and may(request.user, RECORD_VISIT),
    }  # fmt: skip


def _protection(request: HttpRequest, pk: int, day: date) -> dict[str, Any]:
    """The enquiry that is under way, and what the police have still to do; of today only."""
    if day != timezone.localdate():
        return {"enquiry": None, "police_actions": []}
    return {
        "enquiry": enquiry_of_child(pk, viewer=request.user, on=day),
        "police_actions": police_actions_outstanding(pk, viewer=request.user),
    }


def _chronology(request: HttpRequest, told: queries.Story, pk: int) -> dict[str, Any]:
    asked, oldest_first = asked_by(request, child=pk), is_oldest_first(request)
    shown = chosen(in_order(told.lines, oldest_first=oldest_first), asked)
    along = to_carry_along(request, asked)
    return {
        "lines": Paginator(shown.lines, LINES_ON_A_PAGE).get_page(request.GET.get("page")), "shown": shown,
        "asked": asked, "oldest_first": oldest_first, "carried": along, "names": told.names, "secrets": told.secrets,
        "others": {other: name for other, name in told.names.items() if other != pk}, "years": _years(shown.lines),
        "significant": sum(line.mark is not None for line in told.lines), "in_all": len(told.lines),
        "kinds": [kind for kind in ItemKind if any(kind in line.kinds for line in told.lines)],
        "sources": [source for source in Source if any(source in line.sources for line in told.lines)],
        "may_mark": may(request.user, MARK_SIGNIFICANCE), "may_write": may(request.user, WRITE_EVENTS),
    }  # fmt: skip


def _years(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Each year in the order of the lines, and the page on which its first line stands."""
    years: dict[int, int] = {}
    for number, line in enumerate(lines):
        years.setdefault(line.on.year, number // LINES_ON_A_PAGE + 1)
    return list(years.items())
