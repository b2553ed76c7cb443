"""Where each person starts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lintel.foundation.access.gate import SIGNED_IN, allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.access.roles import Role
from lintel.foundation.notices.actions import say_seen
from lintel.foundation.notices.queries import notices
from lintel.foundation.workforce.permissions import RECORD_ABSENCE
from lintel.oversight.audits.acting.queries import to_do, to_verify
from lintel.oversight.audits.escalating.queries import escalations_to_answer
from lintel.oversight.demand.watching.queries import speaking_up
from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.oversight.drift.queries import to_answer
from lintel.oversight.fanlight.permissions import SEE_FANLIGHT
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import Tile
from lintel.oversight.performance.charts import chart_of
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.supervision.queries import supervision_waits
from lintel.oversight.voice.codes import STATEMENT, Answer
from lintel.oversight.voice.permissions import ANSWER_UNSAFE, SAY_UNSAFE, SEE_PULSE
from lintel.oversight.voice.queries import pulse_due
from lintel.steps.allocation.permissions import SEE_WAITING
from lintel.steps.assessments.permissions import AUTHORISE_ASSESSMENTS
from lintel.steps.assessments.queries import sent_to_managers
from lintel.steps.front_door.desk.queries import queue
from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.steps.plans.permissions import SEE_PLANS
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.home.own_children import own_children

WEEKS_ON_A_TILE = 104

# The first of these that somebody holds decides what their start page shows.
WITH_NUMBERS = (
    Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER, Role.PERFORMANCE_ANALYST,
    Role.PRINCIPAL_SOCIAL_WORKER, Role.INSPECTOR, Role.DATA_OFFICER, Role.SCREENING_OFFICER, Role.PLANNER,
)  # fmt: skip
AT_THE_DESK = (Role.DUTY_SOCIAL_WORKER, Role.OUT_OF_HOURS)
NOTICES_AT_FIRST = 5
OF_A_TEAM = ("K30", "K35", "K36", "K50", "K53", "K63", "K38")


@require_GET
@allow(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The one screen for what this person came for."""
    roles = request.user.roles
    if any(role in roles for role in WITH_NUMBERS):
        return _front_door_this_week(request)
    if any(role in roles for role in AT_THE_DESK):
        return render(request, "home/the_desk.html", _on_top(request))
    if Role.TEAM_MANAGER in roles or Role.EARLY_HELP_COORDINATOR in roles:
        return _my_team(request)
    if Role.SOCIAL_WORKER in roles or Role.CHAIR in roles:
        return _my_children(request)
    if Role.PARTNER in roles:
        return redirect("partners:home")
    return render(request, "home/doors.html", _on_top(request))


@require_GET
@allow(SIGNED_IN)
def all_notices(request: HttpRequest) -> HttpResponse:
    """Everything this person was told and has not read yet."""
    return render(request, "home/notices.html", {"notices": notices(viewer=request.user)})


@require_POST
@allow(SIGNED_IN)
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that a notice is read: it leaves this person's list and nobody else's."""
    say_seen(pk, by=request.user, at=timezone.now())
    return redirect("home:notices" if request.POST.get("back") == "notices" else "home:home")


def _on_top(request: HttpRequest, *, but: str = "") -> dict[str, Any]:
    """
    What stands first on every start page: what one was told, and, for those at the desk, how much waits.

    :param but: leaves out notices that were sent for this, since the page says the same.
    """
    told = [each for each in notices(viewer=request.user) if not (but and each.key.startswith(but))]
    return {
        "notices": told[:NOTICES_AT_FIRST],
        "notices_more": len(told) - NOTICES_AT_FIRST,
        "waiting": queue(viewer=request.user, at=timezone.now()) if may(request.user, WORK_THE_DESK) else None,
        "pulse": pulse_due(viewer=request.user, on=timezone.localdate()),
        "supervision": supervision_waits(viewer=request.user, on=timezone.localdate()),
        "own_worker": request.user.worker_id if may(request.user, RECORD_ABSENCE) else None,
        "audits_found_unsafe": list(escalations_to_answer(viewer=request.user)),
        "audit_actions": to_do(viewer=request.user).count() + to_verify(viewer=request.user).count(),
        "statement": STATEMENT,
        "answers": sorted(Answer, reverse=True),
        "may_say_unsafe": may(request.user, SAY_UNSAFE),
        "may_answer_unsafe": may(request.user, ANSWER_UNSAFE),
        "may_see_pulse": may(request.user, SEE_PULSE),
    }


def _front_door_this_week(request: HttpRequest) -> HttpResponse:
    found = queries.tiles(viewer=request.user, as_at=day_asked(request), weeks=WEEKS_ON_A_TILE, now=timezone.now())
    return render(request, "home/front_door_this_week.html", _with_charts(request, found) | {
        "outside": speaking_up(viewer=request.user, on=day_asked(request)) if may(request.user, SEE_WHAT_IFS) else [],
    })  # fmt: skip


def _my_team(request: HttpRequest) -> HttpResponse:
    found = queries.tiles(
        viewer=request.user, as_at=day_asked(request), codes=OF_A_TEAM, weeks=WEEKS_ON_A_TILE, now=timezone.now()
    )
    return render(request, "home/my_team.html", _with_charts(request, found) | {
        "to_sign": sent_to_managers(viewer=request.user).count() if may(request.user, AUTHORISE_ASSESSMENTS) else 0,
        "may_see_plans": may(request.user, SEE_PLANS),
        "flags": to_answer(viewer=request.user).count(),
    })  # fmt: skip


def _my_children(request: HttpRequest) -> HttpResponse:
    # What was given to be answered stands on this page itself, with the buttons to answer it.
    return render(request, "home/my_children.html", own_children(request) | _on_top(request, but="given/"))


def _with_charts(request: HttpRequest, found: list[Tile]) -> dict[str, Any]:
    as_at = found[0].reading.as_at if found else day_asked(request)
    first = min((t.series.points[0].week.start for t in found if t.series.points), default=as_at)
    return {
        "tiles": [(tile, chart_of(tile.series, narrow=True)) for tile in found],
        "as_at": as_at,
        "along": as_at_query(request),
        "not_judged": next((t.series.limits_note for t in found if not t.series.is_judged), ""),
        "changes": [c for c in queries.change_records(viewer=request.user) if first <= c.changed_on <= as_at],
        "may_see_children": may(request.user, SEE_CHILDREN),
        "may_see_numbers": may(request.user, SEE_INDICATORS),
        "may_see_fanlight": may(request.user, SEE_FANLIGHT),
        "may_see_teams": may(request.user, SEE_WAITING),
    } | _on_top(request)
