"""The threshold document: its versions, drafting one, and the gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.oversight.demand.what_if.queries import what_ifs
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.codes import Domain
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.oversight.thresholds.permissions import (
    ACTIVATE_THRESHOLDS,
    DRAFT_THRESHOLDS,
    READ_THRESHOLDS,
    REVIEW_EARLY_HELP_WORDING,
)
from lintel.oversight.thresholds.rules import Missing
from lintel.web.thresholds import forms

IN_EFFECT = "This version was put into effect and is not rewritten. Draft the next."
WHERE = {
    Missing.LEVELS: "thresholds:level", Missing.CONSULTATION: "thresholds:consultation",
    Missing.WHAT_IF: "thresholds:what_if", Missing.EFFECTIVE_FROM: "thresholds:day", Missing.PAST: "thresholds:day",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(READ_THRESHOLDS)
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, the one in force first, and drafting the next."""
    form = forms.NewVersion(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drafted = actions.draft(**form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("thresholds:one", drafted.number)
    found = queries.versions(viewer=request.user)
    return render(request, "thresholds/versions.html", {
        "found": found, "in_force": queries.in_force(viewer=request.user, on=timezone.localdate()), "form": form,
        "may_draft": may(request.user, DRAFT_THRESHOLDS),
    })  # fmt: skip


@require_GET
@allow(READ_THRESHOLDS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One version: its levels, what it changes, and what it still lacks."""
    version = _version(request, number)
    before = queries.versions(viewer=request.user).filter(number__lt=number).first()
    changes = queries.changes_between(before, version, viewer=request.user) if before else []
    missing = queries.missing(version, viewer=request.user, today=timezone.localdate())
    is_draft = version.activated_at is None
    return render(request, "thresholds/one.html", {
        "version": version, "levels": version.levels.prefetch_related("indicators"), "before": before,
        "words": {domain.value: domain.words for domain in Domain},
        "changes": [change for change in changes if change.is_changed], "missing": missing if is_draft else [],
        "where": WHERE, "shocks": queries.shocks_in_the_same_month(version, viewer=request.user),
        "may_see_what_ifs": may(request.user, SEE_WHAT_IFS),
        "may_draft": is_draft and may(request.user, DRAFT_THRESHOLDS),
        "may_review": is_draft and may(request.user, REVIEW_EARLY_HELP_WORDING),
        "may_activate": is_draft and may(request.user, ACTIVATE_THRESHOLDS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def level(request: HttpRequest, number: int) -> HttpResponse:
    """Writing one level with its indicators."""
    form = forms.Level(request.POST or None, initial=_level_as_it_is(_version(request, number), request))

    def write(version: ThresholdVersion) -> None:
        typed = {name: form.cleaned_data[name] for name in ("number", "name", "wording", "is_statutory")}
        actions.write_level(version, **typed, indicators=form.indicators(), by=request.user, at=timezone.now())

    return _typed(request, number, form, "Write a level of need", write)


def _level_as_it_is(version: ThresholdVersion, request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("number", "")
    found = version.levels.filter(number=int(asked)).first() if asked.isdigit() else None
    if found is None:
        return {}
    lines = {
        domain.value: "\n".join(each.wording for each in found.indicators.all() if each.domain == domain)
        for domain in Domain
    }
    return {
        "number": found.number,
        "name": found.name,
        "wording": found.wording,
        "is_statutory": found.is_statutory,
    } | lines


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def consultation(request: HttpRequest, number: int) -> HttpResponse:
    """Writing down who was asked."""
    form = forms.Consultation(request.POST or None)

    def write(version: ThresholdVersion) -> None:
        actions.record_consultation(version, **form.cleaned_data, by=request.user, at=timezone.now())

    return _typed(request, number, form, "Who was consulted", write)


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def day(request: HttpRequest, number: int) -> HttpResponse:
    """Saying from which day it takes effect."""
    form = forms.FirstDay(request.POST or None)

    def write(version: ThresholdVersion) -> None:
        actions.set_day(version, **form.cleaned_data, by=request.user, at=timezone.now())

    return _typed(request, number, form, "When it takes effect", write)


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def what_if(request: HttpRequest, number: int) -> HttpResponse:
    """Attaching the what-if."""
    found = {each.pk: each for each in what_ifs(viewer=request.user)}
    choices = [(pk, f"{each.name} ({'signed' if each.signed_at else 'not signed'})") for pk, each in found.items()]
    form = forms.Choice(request.POST or None, choices=choices)

    def write(version: ThresholdVersion) -> None:
        chosen = found[int(form.cleaned_data["what_if"])]
        actions.attach_what_if(version, what_if=chosen, by=request.user, at=timezone.now())

    return _typed(request, number, form, "What it would do to the work", write)


@require_POST
@allow(REVIEW_EARLY_HELP_WORDING)
def early_help(request: HttpRequest, number: int) -> HttpResponse:
    """Saying that the early help wording was read beside it."""
    try:
        actions.review_early_help(_version(request, number), by=request.user, at=timezone.now())
    except actions.AlreadyInEffect:
        messages.error(request, IN_EFFECT)
    return redirect("thresholds:one", number)


@require_POST
@allow(ACTIVATE_THRESHOLDS)
def activate(request: HttpRequest, number: int) -> HttpResponse:
    """Putting it into effect, or saying everything it lacks."""
    try:
        actions.activate(_version(request, number), by=request.user, at=timezone.now())
        messages.success(request, "The version takes effect on its day, and the change is drawn on every chart.")
    except actions.NotReady as why:
        for each in why.missing:
            messages.error(request, each.words)
    except actions.AlreadyInEffect:
        messages.error(request, IN_EFFECT)
    except actions.DayTaken:
        messages.error(request, "Another version takes effect on that day. Choose another day.")
    return redirect("thresholds:one", number)


def _typed(
    request: HttpRequest, number: int, form: Any, title: str, write: Callable[[ThresholdVersion], None]
) -> HttpResponse:
    """A form about one draft: shown, or written and back to the draft."""
    version = _version(request, number)
    if request.method == "POST" and form.is_valid():
        try:
            write(version)
        except actions.AlreadyInEffect:
            messages.error(request, IN_EFFECT)
        return redirect("thresholds:one", number)
    return render(request, "thresholds/typed.html", {"version": version, "form": form, "title": title})


def _version(request: HttpRequest, number: int) -> ThresholdVersion:
    try:
        return queries.versions(viewer=request.user).get(number=number)
    except ThresholdVersion.DoesNotExist as nobody:
        raise Http404 from nobody
