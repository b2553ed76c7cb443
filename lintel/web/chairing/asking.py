"""What chairs ask of managers: asking, answering, taking it higher, and being satisfied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.journey.overseeing import actions
from lintel.journey.overseeing.asking.queries import Asking, asked_by_chairs
from lintel.journey.overseeing.queries import plan_overseen
from lintel.steps.conferences.actions import NotOnThatDay
from lintel.steps.conferences.escalating.actions import (
    AnsweredAlready,
    Asked,
    ClosedAlready,
    NobodyAbove,
    close_request,
)
from lintel.steps.conferences.escalating.rules import LIMIT
from lintel.steps.conferences.permissions import ANSWER_CHAIRS, ASK_MANAGERS, OVERSEE_PLANS
from lintel.web.chairing import forms
from lintel.web.chairing.protection import child_of
from lintel.web.components.keeping import done, not_saved, opened

REFUSALS: dict[type[Exception], str] = {
    AnsweredAlready: "A colleague answered it first.", ClosedAlready: "It is closed: the chair is satisfied.",
    NobodyAbove: "It was told to the last rung there is.",
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that is said of what a chair asks: its form, what it does, and what is said once it is done."""

    form: type[django_forms.Form]
    title: str
    button: str
    do: Callable[..., Any]
    said: str


ACTS = {
    "answer": Act(
        forms.Answer, "Answer the chair", "Answer", actions.answer_as_manager, "Answered. The chair is told."
    ),
    "higher": Act(forms.Higher, "One rung higher", "Take it higher", actions.ask_higher, "The next rung is told."),
    "satisfied": Act(forms.Satisfied, "Close it, satisfied", "Close it", close_request, "It is closed."),
}  # fmt: skip


@require_GET
@allow(OVERSEE_PLANS)
def everything(request: HttpRequest) -> HttpResponse:
    """Everything chairs asked about children this person may see; what waits for an answer stands first."""
    now = timezone.now()
    found = asked_by_chairs(viewer=request.user, at=now)
    if found:
        note("what chairs ask opened", by=request.user, at=now)
    context = {
        "now": now, "open": [each for each in found if each.is_open],
        "closed": [each for each in found if not each.is_open],
        "limit": time_limit_in_force(LIMIT, on=timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "chairing/asked.html", context)


@require_GET
@allow(OVERSEE_PLANS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing a chair asks, who was told, and what they answered."""
    it = _asking(request, pk)
    note("what a chair asks opened", by=request.user, at=timezone.now(), subject=it.request, child_id=it.line.pk)
    is_theirs = it.is_open and it.request.raised_by == request.user and may(request.user, ASK_MANAGERS)
    context = {
        "it": it, "may_answer": it.waits_for_an_answer and may(request.user, ANSWER_CHAIRS), "is_theirs": is_theirs,
        "may_go_higher": is_theirs and it.rung.above is not None,
    }  # fmt: skip
    return render(request, "chairing/one_asked.html", context)


@require_http_methods(["GET", "POST"])
@allow(ASK_MANAGERS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking managers, as the chair of this child’s conference."""
    child, line = child_of(request, pk)
    overseen = plan_overseen(child, viewer=request.user, at=timezone.now())
    if overseen is None or overseen.chair != request.user:
        raise Http404
    form = opened(request, forms.Ask)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_as_chair(
                overseen.plan, Asked(**form.cleaned_data), by=request.user, at=timezone.now()
            )  # fmt: skip
        except NotOnThatDay:
            form.add_error("by_when", "It is to be done today or later")
        else:
            done(request)
            messages.success(request, "The team manager is told.")
            return redirect("chairing:one_asked", made.pk)
    return render(request, "chairing/act.html", {
        "line": line, "form": form, "title": "Ask managers to act", "button": "Ask",
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(OVERSEE_PLANS)
def say(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Answering, taking it higher, or closing it."""
    it, one_act = _asking(request, pk), ACTS[act]
    if not _may(request, it, act):
        raise Http404
    form = opened(request, one_act.form)
    if request.method == "POST" and form.is_valid():
        try:
            one_act.do(it.request, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            go_on = ("Read what was asked", reverse("chairing:one_asked", args=[pk]))
            return not_saved(request, form, REFUSALS[type(refusal)], go_on=go_on)
        done(request)
        messages.success(request, one_act.said)
        return redirect("chairing:one_asked", pk)
    return render(request, "chairing/say.html", {"it": it, "form": form, "act": one_act})


def _asking(request: HttpRequest, pk: int) -> Asking:
    found = asked_by_chairs(viewer=request.user, at=timezone.now())
    it = next((each for each in found if each.request.pk == pk), None)
    if it is None:
        raise Http404
    return it


def _may(request: HttpRequest, it: Asking, act: str) -> bool:
    """Managers answer; the chair who asked does the rest."""
    if act == "answer":
        return may(request.user, ANSWER_CHAIRS)
    return may(request.user, ASK_MANAGERS) and it.request.raised_by == request.user
