"""The threshold document: its versions, drafting one, and the gate."""

from __future__ import annotations

import re
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
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.codes import Domain, Partner
from lintel.oversight.thresholds.models import Level, ThresholdVersion
from lintel.oversight.thresholds.permissions import (
    ACTIVATE_THRESHOLDS,
    DRAFT_THRESHOLDS,
    READ_THRESHOLDS,
    REVIEW_EARLY_HELP_WORDING,
)
from lintel.oversight.thresholds.rules import Missing
from lintel.web.components.keeping import done, opened
from lintel.web.thresholds import forms
from lintel.web.thresholds.since import what_has_happened_since

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
    """One version: its levels, what it changes, and what it still lacks or has done."""
    version = _version(request, number)
    before = queries.one_before(version, viewer=request.user)
    changes = queries.changes_between(before, version, viewer=request.user) if before else []
    missing = queries.missing(version, viewer=request.user, today=timezone.localdate())
    is_draft = version.activated_at is None
    return render(request, "thresholds/one.html", {
        "version": version, "levels": version.levels.prefetch_related("indicators"), "before": before,
        "words": {domain.value: domain.words for domain in Domain},
        "changes": [change for change in changes if change.is_changed], "missing": missing if is_draft else [],
        "where": WHERE, "shocks": queries.shocks_in_the_same_month(version, viewer=request.user),
        "partners": Partner, "not_asked": queries.partners_not_asked(version, viewer=request.user),
        "may_see_what_ifs": may(request.user, SEE_WHAT_IFS), "may_see_numbers": may(request.user, SEE_INDICATORS),
        "may_draft": is_draft and may(request.user, DRAFT_THRESHOLDS),
        "may_review": is_draft and may(request.user, REVIEW_EARLY_HELP_WORDING),
        "may_activate": is_draft and may(request.user, ACTIVATE_THRESHOLDS),
        "may_adopt": may(request.user, ACTIVATE_THRESHOLDS) and queries.may_be_as_found(version, viewer=request.user),
        "may_withdraw": not is_draft and not version.withdrawn_at and may(request.user, ACTIVATE_THRESHOLDS),
    } | what_has_happened_since(request, version))  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def level(request: HttpRequest, number: int, level: int = 0) -> HttpResponse:
    """Writing one level with its indicators: another one, or one there is anew."""
    version = _version(request, number)
    written = version.levels.prefetch_related("indicators").filter(number=level).first()
    initial = forms.typed_as(written) if written else {}
    form = opened(request, forms.Level, initial=initial, is_rewritten=written is not None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if written is None and version.levels.filter(number=typed["number"]).exists() and not version.activated_at:
            form.add_error("number", f"Level {typed['number']} is written already. Choose another number.")

    def write(version: ThresholdVersion) -> None:
        typed = {name: form.cleaned_data[name] for name in ("number", "name", "wording", "is_statutory")}
        at = timezone.now()
        if written is not None and typed["number"] != written.number:
            actions.move_level(version, number=written.number, to=typed["number"], by=request.user, at=at)
        actions.write_level(version, **typed, indicators=form.indicators(), by=request.user, at=at)

    title = f"Rewrite level {written.number}" if written else "Write a level of need"
    return _typed(request, number, form, title, write, level=written)


def _number(typed: str) -> int:
    """The number of a level, or 0, which no level has."""
    return int(typed) if re.fullmatch("[0-9]{1,2}", typed) else 0


@require_POST
@allow(DRAFT_THRESHOLDS)
def remove_level(request: HttpRequest, number: int) -> HttpResponse:
    """Taking a level out of a draft."""
    asked = request.POST.get("number", "")
    try:
        actions.remove_level(_version(request, number), number=_number(asked), by=request.user, at=timezone.now())
        messages.success(request, f"Level {asked} is taken out of this draft.")
    except actions.NoSuchLevel:
        messages.error(request, "That level was taken out already.")
    except actions.AlreadyInEffect:
        messages.error(request, IN_EFFECT)
    return redirect("thresholds:one", number)


@require_http_methods(["GET", "POST"])
@allow(DRAFT_THRESHOLDS)
def consultation(request: HttpRequest, number: int) -> HttpResponse:
    """Writing down who was asked."""
    form = opened(request, forms.Consultation)

    def write(version: ThresholdVersion) -> None:
        typed = dict(form.cleaned_data)
        for partner in typed.pop("partners") or [Partner.OTHER]:
            actions.record_consultation(version, partner=Partner(partner), **typed, by=request.user, at=timezone.now())

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


@require_http_methods(["GET", "POST"])
@allow(ACTIVATE_THRESHOLDS)
def in_force_already(request: HttpRequest, number: int) -> HttpResponse:
    """Writing down that the first document was in force before Lintel came."""
    version, form = _version(request, number), forms.InForceAlready(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt(version, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "Decisions are now made against this document.")
        except actions.NotYetThen:
            form.add_error("in_force_since", "That day is in the future. A new document goes the way of a change.")
        except actions.NotReady as why:
            form.add_error(None, " ".join(each.words for each in why.missing))
        except (actions.NotTheFirst, actions.AlreadyInEffect):
            messages.error(request, "A version was put into effect here before. This one goes the way of a change.")
        if not form.errors:
            return redirect("thresholds:one", number)
    return render(request, "thresholds/typed.html", {
        "version": version, "form": form, "title": "This document is in force here already", "level": None,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ACTIVATE_THRESHOLDS)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Taking a version back, with the reason; the one before it is in force again."""
    version, form = _version(request, number), opened(request, forms.Withdrawal)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(version, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "Withdrawn. The version before it, if there is one, is in force again.")
        except actions.NotInEffect:
            messages.error(request, "This version is not in effect: it is a draft, or was withdrawn already.")
        done(request)
        return redirect("thresholds:one", number)
    return render(request, "thresholds/typed.html", {
        "version": version, "form": form, "title": "Withdraw this version", "level": None,
    })  # fmt: skip


def _typed(
    request: HttpRequest, number: int, form: Any, title: str, write: Callable[[ThresholdVersion], None],
    level: Level | None = None,
) -> HttpResponse:  # fmt: skip
    """A form about one draft: shown, or written and back to the draft."""
    version = _version(request, number)
    if request.method == "POST" and form.is_valid():
        try:
            write(version)
        except actions.AlreadyInEffect:
            messages.error(request, IN_EFFECT)
        done(request)
        return redirect("thresholds:one", number)
    return render(request, "thresholds/level.html" if level else "thresholds/typed.html", {
        "version": version, "form": form, "title": title, "level": level,
    })  # fmt: skip


def _version(request: HttpRequest, number: int) -> ThresholdVersion:
    try:
        return queries.versions(viewer=request.user).get(number=number)
    except ThresholdVersion.DoesNotExist as nobody:
        raise Http404 from nobody
