"""A child’s protection: the timeline, the plan in force, who leads and meets, and what each agency owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology import queries
from lintel.journey.conferring.milestones import Milestone
from lintel.journey.overseeing.asking.queries import asked_by_chairs
from lintel.journey.overseeing.child.queries import Happening, what_is_owed, whole_timeline
from lintel.journey.overseeing.ending.queries import last_protection_plan
from lintel.journey.overseeing.queries import Overseen, plan_overseen
from lintel.statute.calendar import local_day
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences import permissions
from lintel.steps.conferences.codes import ReformRole, Side
from lintel.steps.conferences.queries import core_group_meetings_of, core_group_of, leads_of, titles
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.permissions import END_WITHOUT_CONFERENCE


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the timeline as the page shows it; `is_of_its_own` is what has no limit."""

    it: Milestone | Happening
    stands: str
    is_late: bool
    is_of_its_own: bool


@require_GET
@allow(permissions.SEE_CONFERENCES)
def of_child(request: HttpRequest, pk: int) -> HttpResponse:
    """A child’s protection on one page."""
    child, line = child_of(request, pk)
    now, viewer = timezone.now(), request.user
    note("protection opened", by=viewer, at=now, child_id=pk)
    overseen = plan_overseen(child, viewer=viewer, at=now)
    plan = overseen.plan if overseen else None
    context = {
        "line": line, "now": now, "overseen": overseen, "category": _category(overseen),
        "timeline": [_told(each, local_day(now)) for each in whole_timeline(child, viewer=viewer, at=now)],
        "owed": what_is_owed(child, viewer=viewer), "titles": titles(viewer=viewer, on=timezone.localdate(now)),
        "roles": ReformRole, "sides": {side: side.words for side in Side},
        "members": core_group_of(pk, viewer=viewer).filter(cp_plan=plan),
        "meetings": core_group_meetings_of(pk, viewer=viewer).filter(cp_plan=plan).order_by("-held_on"),
        "leads": leads_of(pk, viewer=viewer).filter(cp_plan=plan),
        "asked": asked_by_chairs(viewer=viewer, at=now, child_id=pk),
        "may_ask": overseen is not None and overseen.chair == viewer and may(viewer, permissions.ASK_MANAGERS),
        "ended": None if overseen else last_protection_plan(child, viewer=viewer, on=local_day(now)),
        "ends": EndOfProtection, "may_end": plan is not None and may(viewer, END_WITHOUT_CONFERENCE),
        "may_carry_out": plan is not None and may(viewer, permissions.CARRY_OUT_PROTECTION),
    }  # fmt: skip
    return render(request, "chairing/protection.html", context)


def child_of(request: HttpRequest, pk: int) -> tuple[Person, ChildLine]:
    """A child this viewer may see; the same page is missing for who may not and for who is not."""
    line = child_lines([pk], viewer=request.user).get(pk)
    if line is None:
        raise Http404
    return queries.child(viewer=request.user, pk=pk), line


def _told(each: Milestone | Happening, today: date) -> Line:
    """One line of the timeline: whether it is done, and how late it was or is, in words."""
    if isinstance(each, Happening):
        return Line(it=each, stands="", is_late=False, is_of_its_own=True)
    days = f"{each.working_days_late} working day{'' if each.working_days_late == 1 else 's'} late"
    is_late = each.working_days_late > 0 or (not each.is_done and each.due_on < today)
    if each.is_done:
        stands = days if is_late else "in time"
    elif is_late:
        stands = f"Not done, {days}" if each.working_days_late else "Not done, its day is over"
    else:
        stands = "Not done yet"
    return Line(it=each, stands=stands, is_late=is_late, is_of_its_own=False)


def _category(overseen: Overseen | None) -> str:
    code = overseen.plan.latest_category if overseen else ""
    return ABUSE_CATEGORY.label(code) if code in ABUSE_CATEGORY else ""
