"""What-ifs: the list, one with its answer in words first, moving its levers, running it, signing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.demand.what_if import actions, queries
from lintel.oversight.demand.what_if.fans import TITLES, description, drawn
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF, SEE_WHAT_IFS, SIGN_WHAT_IF
from lintel.oversight.demand.what_if.rules import RUNS_TO_LOOK_AT, RUNS_TO_SIGN
from lintel.web.planning import forms, two_pages
from lintel.web.planning.afterwards import what_happened

SHOWN = ("waiting", "oldest_wait", "caseload_p50", "caseload_p90", "caseload_max", "span", "open_late", "pounds")
SIGNED = "This what-if is signed and does not change. Draw up another."


@require_http_methods(["GET", "POST"])
@allow(SEE_WHAT_IFS)
def what_ifs(request: HttpRequest) -> HttpResponse:
    """All what-ifs, and asking another that starts from things as they are."""
    form = forms.Question(request.POST or None)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            asked = actions.draw_up_from_record(**form.cleaned_data, on=today, by=request.user, at=timezone.now())
        except actions.MakesNoSense as why:
            for problem in why.problems:
                form.add_error(None, problem.words)
        else:
            return redirect("planning:one", asked.pk)
    found = queries.what_ifs(viewer=request.user)
    return render(
        request, "planning/what_ifs.html", {"found": found, "form": form, "may_ask": may(request.user, ASK_WHAT_IF)}
    )


@require_GET
@allow(SEE_WHAT_IFS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One what-if: the answer in words, the flow at once, the charts with their tables."""
    asked = _asked(request, pk)
    summary = queries.answer_of(asked, viewer=request.user)
    instant = queries.instant_of(asked, viewer=request.user)
    charts = [_chart(summary, measure) for measure in SHOWN] if summary else []
    peak = max(instant["waiting"])
    return render(request, "planning/one.html", {
        "asked": asked, "summary": summary, "charts": charts, "instant": instant, "peak": round(peak),
        "peak_week": instant["waiting"].index(peak),
        "sentences": queries.words_of(asked, viewer=request.user, today=timezone.localdate()),
        "to_look_at": RUNS_TO_LOOK_AT, "to_sign": RUNS_TO_SIGN,
        "may_ask": may(request.user, ASK_WHAT_IF) and asked.signed_at is None,
        "may_sign": may(request.user, SIGN_WHAT_IF) and asked.signed_at is None and asked.runs >= RUNS_TO_SIGN,
        **what_happened(request, asked),
    })  # fmt: skip


def _chart(summary: Any, measure: str) -> dict[str, Any]:
    return {
        "title": TITLES[measure], "measure": measure, "says": description(summary, measure),
        "wide": drawn(summary, measure), "narrow": drawn(summary, measure, narrow=True),
        "bands": summary.bands[""][measure],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ASK_WHAT_IF)
def levers(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving the levers."""
    asked = _asked(request, pk)
    sources, teams = queries.choices_of(asked, viewer=request.user)
    form = forms.Levers(request.POST or None, initial=forms.typed_from(asked.levers), sources=sources, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_levers(asked, levers=form.as_levers(), by=request.user, at=timezone.now())
            return redirect("planning:one", pk)
        except actions.MakesNoSense as why:
            for problem in why.problems:
                form.add_error(None, problem.words)
        except actions.AlreadySigned:
            form.add_error(None, SIGNED)
    return render(request, "planning/levers.html", {"asked": asked, "form": form})


@require_POST
@allow(ASK_WHAT_IF)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Running it: 1,000 times to look at, 4,000 to sign."""
    asked = _asked(request, pk)
    runs = RUNS_TO_SIGN if request.POST.get("runs") == str(RUNS_TO_SIGN) else RUNS_TO_LOOK_AT
    try:
        actions.run(asked, runs=runs, by=request.user, at=timezone.now())
    except actions.AlreadySigned:
        messages.error(request, SIGNED)
    except actions.LeversMoved:
        messages.error(request, "Somebody moved the levers while it ran. Look at them, and run it again.")
    return redirect("planning:one", pk)


@require_http_methods(["GET", "POST"])
@allow(SIGN_WHAT_IF)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Putting one's name to the answer."""
    asked = _asked(request, pk)
    if request.method == "POST":
        try:
            actions.sign(asked, by=request.user, at=timezone.now())
            messages.success(request, "Signed. From now on nothing of it changes.")
        except actions.TooFewRuns:
            messages.error(request, f"Run it {RUNS_TO_SIGN:,} times first: nothing is signed on fewer.")
        except actions.AlreadySigned:
            messages.error(request, SIGNED)
        return redirect("planning:one", pk)
    sentences = queries.words_of(asked, viewer=request.user, today=timezone.localdate())
    return render(request, "planning/sign.html", {"asked": asked, "sentences": sentences})


def _asked(request: HttpRequest, pk: int) -> WhatIf:
    try:
        return queries.what_if(pk, viewer=request.user)
    except WhatIf.DoesNotExist as nobody:
        raise Http404 from nobody


@require_GET
@allow(SEE_WHAT_IFS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed what-if on two pages, for whoever has to decide."""
    asked = _asked(request, pk)
    if asked.signed_at is None:
        messages.error(request, "Only a signed what-if prints: sign it first.")
        return redirect("planning:one", pk)
    return two_pages.answered(request, asked)
