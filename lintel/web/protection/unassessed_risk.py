"""The clock of unassessed risk: which children are on it, for how long, and who holds the next step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.journey.unassessed_risk.queries import OnTheClock, children_at_unassessed_risk
from lintel.journey.unassessed_risk.rules import Holder
from lintel.steps.safety_plans.permissions import MAKE_SAFETY_PLANS, SEE_UNASSESSED_RISK


@require_GET
@allow(SEE_UNASSESSED_RISK)
def on_the_clock(request: HttpRequest) -> HttpResponse:
    """Every child on the clock whom the viewer may see: those over the limit first, by who holds the next step."""
    now = timezone.now()
    found = children_at_unassessed_risk(viewer=request.user, at=now)
    if found:
        note("unassessed risk opened", by=request.user, at=now)
    over = [each for each in found if each.is_over]
    context = {
        "now": now, "over": over, "within": [each for each in found if not each.is_over],
        "by_holder": _by_holder(over), "may_make_safe": may(request.user, MAKE_SAFETY_PLANS),
        "limit": time_limit_in_force("unassessed_risk", on=timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "protection/unassessed_risk.html", context)


def _by_holder(over: list[OnTheClock]) -> list[tuple[Holder, list[OnTheClock]]]:
    """Those over the limit by holder, holders without any among them: nought is an answer too."""
    return [(holder, [each for each in over if each.holder is holder]) for holder in Holder]
