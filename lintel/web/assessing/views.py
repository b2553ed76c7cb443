"""What is being assessed; beginning an assessment; its overview; and reading it whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.journey.assessing.actions import begin_assessment
from lintel.journey.assessing.page import Page
from lintel.journey.assessing.queries import assessments_under_way, to_begin
from lintel.steps.assessments.actions import UnderWayAlready
from lintel.steps.assessments.codes import QUESTIONS, State
from lintel.steps.assessments.permissions import AUTHORISE_ASSESSMENTS, SEE_ASSESSMENTS, WRITE_ASSESSMENTS
from lintel.steps.assessments.practice.queries import practice_in_force
from lintel.steps.plans.permissions import SEE_PLANS
from lintel.web.assessing import forms
from lintel.web.assessing.opening import REFUSALS, REFUSED, page_of


@require_GET
@allow(SEE_ASSESSMENTS)
def listed(request: HttpRequest) -> HttpResponse:
    """What is being assessed, with a manager first, then by the day it is due."""
    today = timezone.localdate()
    found = assessments_under_way(viewer=request.user, on=today)
    mine = [each for each in found if each.family.worker_id == request.user.worker_id]
    groups = [
        ("With a manager", [each for each in found if each.is_with_manager]),
        ("Yours", [each for each in mine if not each.is_with_manager]),
        ("Others", [each for each in found if each not in mine and not each.is_with_manager]),
    ]
    return render(request, "assessing/listed.html", {"groups": groups, "today": today})


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin: the child and the brothers and sisters, ticked already; nothing is typed."""
    today = timezone.localdate()
    offered = to_begin(pk, viewer=request.user, on=today)
    if not offered:
        raise Http404
    if offered[0].under_way is not None:
        return redirect("assessing:overview", offered[0].under_way.pk)
    free = [(str(each.child_id), each.name) for each in offered if each.under_way is None]
    form = forms.Children(request.POST or None, children=free, label="Who is assessed together")
    if request.method == "POST" and form.is_valid():
        chosen = [int(key) for key in form.cleaned_data["children"]]
        try:
            family = begin_assessment(pk, chosen=chosen, by=request.user, at=timezone.now())
        except UnderWayAlready as already:
            messages.info(request, "A colleague has just begun it.")
            return redirect("assessing:overview", already.family.pk)
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            return redirect("assessing:overview", family.pk)
    return render(request, "assessing/begin.html", {
        "form": form, "offered": offered, "child": offered[0],
        "practice": practice_in_force(viewer=request.user, on=today),
    })  # fmt: skip


@require_GET
@allow(SEE_ASSESSMENTS)
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is assessed, the days each has, what is written and what is missing."""
    page = page_of(request, pk)
    return render(request, "assessing/overview.html", _context(request, page))


@require_GET
@allow(SEE_ASSESSMENTS)
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is written, to be read from top to bottom or printed."""
    page = page_of(request, pk)
    return render(request, "assessing/read.html", _context(request, page))


def _context(request: HttpRequest, page: Page) -> dict[str, Any]:
    shared = page.practice.of_part(is_shared=True)
    own = page.practice.of_part(is_shared=False)
    return {
        "page": page, "shared_sections": shared, "own_sections": own, "today": timezone.localdate(),
        "may_write": may(request.user, WRITE_ASSESSMENTS), "may_sign": may(request.user, AUTHORISE_ASSESSMENTS),
        "wrote": any(user == request.user.pk for user, _ in page.writers),
        "may_be_sent": any(part.state in (State.WRITING, State.SENT_BACK) for part in page.children),
        "may_see_plans": may(request.user, SEE_PLANS),
        "is_with_manager": any(part.state is State.WITH_MANAGER for part in page.children),
        "shared_written": len([each for each in shared if each.code in page.shared and page.shared[each.code].words]),
        "questions": page.shared.get(QUESTIONS),
    }  # fmt: skip
