"""Second looks: one's own list, deciding blind, and the gaps a manager settles."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.queries import child_lines
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.patterns.queries import states
from lintel.oversight.alike.reviews.queries import USUAL_LEVELS
from lintel.oversight.alike.second_looks import actions, queries
from lintel.oversight.alike.second_looks.models import Gap
from lintel.oversight.thresholds.permissions import READ_THRESHOLDS
from lintel.oversight.thresholds.queries import versions
from lintel.steps.front_door.codes import Outcome
from lintel.web.alike import forms
from lintel.web.components.keeping import done, not_saved, opened

NOT_ON_THE_LIST = "Somebody decided it in the meantime, or it is not yours to decide."
SHOWN_FOR = timedelta(weeks=13)


@require_GET
@allow(permissions.READ_AGREEMENT)
def start(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and the ways to everything about deciding alike."""
    at = timezone.now()
    decides = may(request.user, permissions.DECIDE_BLIND)
    if decides:
        actions.draw(by=request.user, at=at)
    return render(request, "alike/start.html", {
        "decides": decides, "offered": queries.offered(viewer=request.user, at=at), "today": timezone.localdate(),
        "settles": may(request.user, permissions.SETTLE_GAPS), "gaps": queries.open_gaps(viewer=request.user),
        "mine": queries.decided_by(viewer=request.user, since=at - SHOWN_FOR) if decides else [],
        "states": states(viewer=request.user), "permissions": permissions,
        "session": next((each for each in queries.calibrations(viewer=request.user) if not each.closed_at), None),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.DECIDE_BLIND)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What was known at the time, and deciding without knowing what was decided."""
    at = timezone.now()
    try:
        blind = actions.take(pk, by=request.user, at=at)
    except actions.NotOnTheirList as gone:
        if request.method == "POST":
            return not_saved(request, opened(request, forms.SecondDecision, levels=USUAL_LEVELS), NOT_ON_THE_LIST)
        raise Http404 from gone
    form = opened(request, forms.SecondDecision, levels=_levels(request, blind.threshold_version))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.decide(
                pk, outcome=Outcome(typed["outcome"]), level=typed["level"], rationale=typed["rationale"],
                factors=[Factor(each) for each in typed["factors"]], by=request.user, at=at,
            )  # fmt: skip
        except actions.NotOnTheirList:
            return not_saved(request, form, NOT_ON_THE_LIST)
        done(request)
        return redirect("alike:decided", pk)
    return render(request, "alike/decide.html", {"blind": blind, "form": form})


@require_GET
@allow(permissions.DECIDE_BLIND)
def decided(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own second decision, locked, beside the first."""
    mine = queries.decided_by(viewer=request.user, since=timezone.now() - SHOWN_FOR)
    settled = next((each for each in mine if each.pk == pk), None)
    if settled is None:
        raise Http404
    return render(request, "alike/decided.html", {
        "settled": settled, "outcomes": Outcome,
        "child": child_lines([settled.child], viewer=request.user).get(settled.child),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.SETTLE_GAPS)
def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """Two decisions far apart, for a manager who made neither."""
    form = opened(request, forms.GapSettled)
    try:
        found = actions.open_gap(pk, by=request.user, at=timezone.now())
        if request.method == "POST" and form.is_valid():
            actions.settle_gap(pk, **form.cleaned_data, by=request.user, at=timezone.now())
            done(request)
            messages.success(request, "Settled. Thank you for looking today.")
            return redirect("alike:start")
    except (Gap.DoesNotExist, actions.DoneAlready) as gone:
        if request.method == "POST":
            return not_saved(request, form, "A colleague settled it first, or it is not yours to settle.")
        raise Http404 from gone
    return render(request, "alike/gap.html", {
        "gap": found, "form": form, "outcomes": Outcome, "today": timezone.localdate(),
        "child": child_lines([found.child], viewer=request.user).get(found.child),
    })  # fmt: skip


def _levels(request: HttpRequest, number: int | None) -> list[tuple[int, str]]:
    """The levels of the version that was in force when the first decision was made."""
    if number is None or not may(request.user, READ_THRESHOLDS):
        return list(USUAL_LEVELS)
    version = versions(viewer=request.user).filter(number=number).first()
    return list(version.levels.values_list("number", "name")) if version else list(USUAL_LEVELS)
