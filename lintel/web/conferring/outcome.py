"""What a conference decided about each child, on one page that is read aloud, handed on and printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.audit_log.actions import note
from lintel.journey.conferring.queries import protection_timeline, reports_of
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences import permissions
from lintel.steps.conferences.codes import CALLED_BEFORE, Attendance, Kind, ReformRole, Side, View
from lintel.steps.conferences.deciding.queries import Outcome, held, outcomes_of
from lintel.steps.conferences.queries import leads_of, titles
from lintel.steps.conferences.rules import CORE_GROUPS, REVIEWS, counted_from_words

NEXT = (*CORE_GROUPS, *REVIEWS, "first_review_after_birth")


@require_GET
@allow(permissions.SEE_CONFERENCES)
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Each child's decision, who dissents, who leads, and by when the core group and the review are."""
    found, now = held(viewer=request.user).filter(pk=pk).first(), timezone.now()
    if found is None:
        raise Http404
    outcomes, roles = outcomes_of(found, viewer=request.user), titles(viewer=request.user, on=found.held_on)
    for each in outcomes:
        note("outcome of a conference opened", by=request.user, at=now, subject=found, child_id=each.part.child_id)
    came = [(each, Side(each.side).words) for each in found.invitations.order_by("side", "pk")]
    return render(request, "conferring/outcome.html", {
        "conference": found, "kind": Kind(found.kind), "now": now,
        "about": " and ".join(each.name for each in outcomes),
        "children": [_told(each, request.user, now, held_on=found.held_on) for each in outcomes],
        "came": [it for it in came if it[0].attendance == Attendance.CAME],
        "not_there": [it for it in came if it[0].attendance != Attendance.CAME],
        "came_words": {each: each.words for each in Attendance},
        "reports": [(Side(it.side).words, it, standing) for it, standing in reports_of(pk, viewer=request.user)],
        "categories": {code: ABUSE_CATEGORY.label(code) for code in ABUSE_CATEGORY.codes},
        "sides": {side: side.words for side in Side}, "thinks": {view: view.words for view in View},
        "lead": roles[ReformRole.LEAD], "team": roles[ReformRole.TEAM], "core_groups": CORE_GROUPS,
        "is_core_group": roles[ReformRole.TEAM] == CALLED_BEFORE[ReformRole.TEAM],
        "is_chair": found.chair_id == request.user.pk,
    })  # fmt: skip


def _told(each: Outcome, viewer: User, now: datetime, *, held_on: date | None) -> dict[str, Any]:
    """One child's outcome with who leads the plan and what is due under it, each with what it counts from."""
    plan = each.decision.cp_plan if each.decision and each.decision.led_to_plan else None
    lines = protection_timeline(each.part.child, viewer=viewer, at=now) if plan else []
    leads = leads_of(each.part.child_id, viewer=viewer).filter(cp_plan=plan) if plan else []
    return {
        "it": each, "plan": plan, "ended": each.decision and not each.decision.led_to_plan and each.decision.cp_plan,
        "lead": next((lead.worker.name for lead in leads), ""),
        "dues": [
            (line, counted_from_words(line.limit, line.counted_from))
            for line in lines
            if line.code in NEXT and line.limit is not None and not line.is_done
        ],
        "is_of_this": plan is not None and plan.started_on == held_on,
    }  # fmt: skip
