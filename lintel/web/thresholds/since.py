"""After a version took effect: what became of the numbers, and the children in early help to look at again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.demand.watching.queries import last_comparison
from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.codes import Found
from lintel.oversight.thresholds.csv_files import csv_of_children
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.oversight.thresholds.permissions import LOOK_AGAIN
from lintel.steps.early_help.models import EarlyHelpEpisode

LINES_ON_A_PAGE = 50
LONGEST_NUMBER = 18  # digits that a key in the database can have
NOTHING_YET = {
    "compared": [], "held": None, "to_look_at": [], "looked_at": 0, "is_in_force": False, "may_see_children": False,
}  # fmt: skip


def what_has_happened_since(request: HttpRequest, version: ThresholdVersion) -> dict[str, Any]:
    """What the page of a version in effect shows besides its words; nothing for a draft."""
    viewer, today = request.user, timezone.localdate()
    if version.activated_at is None or version.withdrawn_at is not None:
        return NOTHING_YET
    children = queries.to_look_at_again(version, viewer=viewer, today=today) if may(viewer, SEE_CHILDREN) else []
    sees_numbers = may(viewer, SEE_INDICATORS)
    sees_what_if = version.what_if is not None and may(viewer, SEE_WHAT_IFS)
    return {
        "compared": queries.before_and_after(version, viewer=viewer, today=today) if sees_numbers else [],
        "held": last_comparison(version.what_if, viewer=viewer, on=today) if sees_what_if else None,
        "to_look_at": children, "looked_at": sum(each.look is not None for each in children),
        "is_in_force": version.effective_from <= today, "may_see_children": may(viewer, SEE_CHILDREN),
    }  # fmt: skip


@require_GET
@allow(SEE_CHILDREN)
def children(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody open in early help when the wording changed, to be looked at again."""
    version, today = in_effect(request, number), timezone.localdate()
    found = queries.to_look_at_again(version, viewer=request.user, today=today)
    page = Paginator(found, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    note("list opened", subject=version, by=request.user, at=timezone.now(), what="to look at again", lines=len(found))
    is_in_force = version.effective_from is not None and version.effective_from <= today
    return render(request, "thresholds/children.html", {
        "version": version, "page": page, "total": len(found), "is_in_force": is_in_force, "findings": list(Found),
        "lines": child_lines([each.child_id for each in page], viewer=request.user),
        "looked_at": sum(each.look is not None for each in found),
        "may_look_again": is_in_force and may(request.user, LOOK_AGAIN),
    })  # fmt: skip


@require_GET
@allow(SEE_CHILDREN)
def children_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The same list as a CSV file."""
    version = in_effect(request, number)
    found = queries.to_look_at_again(version, viewer=request.user, today=timezone.localdate())
    names = child_lines([each.child_id for each in found], viewer=request.user)
    note("exported", subject=version, by=request.user, at=timezone.now(), what="to look at again", lines=len(found))
    answer = HttpResponse("\ufeff" + csv_of_children(version, found, names), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="thresholds {number} early help.csv"'
    return answer


@require_POST
@allow(LOOK_AGAIN)
def look(request: HttpRequest, number: int) -> HttpResponse:
    """Saying what came of looking again at one of them."""
    version = in_effect(request, number)
    episode_id, _, found = request.POST.get("look", "").partition(":")
    if not (episode_id.isdecimal() and len(episode_id) <= LONGEST_NUMBER) or found not in set(Found):
        raise Http404
    try:
        episode = queries.episode_to_look_at(version, int(episode_id), viewer=request.user, today=timezone.localdate())
        actions.look_again(version, episode=episode, found=Found(found), by=request.user, at=timezone.now())
    except EarlyHelpEpisode.DoesNotExist as nobody:
        raise Http404 from nobody
    except actions.NotYetInForce:
        messages.error(request, "The new wording is not in force yet. Look at the children again from its first day.")
    return redirect("thresholds:children", number)


def in_effect(request: HttpRequest, number: int) -> ThresholdVersion:
    """A version that was put into effect and stands; a draft, or one withdrawn, has nobody to look at again."""
    try:
        standing = queries.versions(viewer=request.user).filter(withdrawn_at__isnull=True)
        return standing.get(number=number, activated_at__isnull=False)
    except ThresholdVersion.DoesNotExist as nobody:
        raise Http404 from nobody
