"""What it leads to for each child, sending it, and what a manager does with it: half-way, back, or authorised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.journey.assessing.actions import (
    authorise_assessments,
    midpoint_of,
    send_back_to_writer,
    send_to_manager,
)
from lintel.journey.assessing.page import ChildPart, Page
from lintel.steps.assessments.authorising.actions import conclude as conclude_assessment
from lintel.steps.assessments.codes import Outcome, State
from lintel.steps.assessments.models import Assessment
from lintel.steps.assessments.permissions import AUTHORISE_ASSESSMENTS, WRITE_ASSESSMENTS
from lintel.web.assessing import forms
from lintel.web.assessing.opening import REFUSALS, REFUSED, page_of, part_of
from lintel.web.components.keeping import done, opened


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def conclude(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What was found and what it leads to, for one child."""
    page = page_of(request, pk)
    part = part_of(page, other)
    it = part.assessment
    stands = {
        "outcome": it.outcome, "because": it.outcome_because, "factors": it.factors,
        "exceeded_because": it.exceeded_because,
    }  # fmt: skip
    longer_than = part.clock.days_allowed if part.clock.is_over else None
    form = opened(request, forms.Conclusion, longer_than=longer_than, initial=stands)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        outcome = Outcome(said["outcome"]) if said["outcome"] else None
        try:
            conclude_assessment(
                it, factors=said["factors"], outcome=outcome, because=said["because"],
                exceeded_because=said.get("exceeded_because", it.exceeded_because), by=request.user, at=timezone.now(),
            )  # fmt: skip
        except REFUSED as refusal:
            form.add_error(None, str(refusal) or REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Saved.")
            return redirect("assessing:overview", pk)
    return render(request, "assessing/conclude.html", {"page": page, "part": part, "form": form})


@require_http_methods(["GET", "POST"])
@allow(WRITE_ASSESSMENTS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reader would miss; then to the manager, all children or some."""
    page = page_of(request, pk)
    ready = [part for part in page.children if part.outcome and part.state in (State.WRITING, State.SENT_BACK)]
    form = forms.Children(request.POST or None, children=_choices(ready), label="Send the assessment of")
    if request.method == "POST" and form.is_valid():

        def to_manager(parts: Sequence[Assessment], _: dict[str, Any]) -> None:
            send_to_manager(parts, by=request.user, at=timezone.now())

        if _act(form, ready, to_manager):
            messages.success(request, "It is with the manager, who is told.")
            return redirect("assessing:overview", pk)
    return render(request, "assessing/send.html", {"page": page, "form": form, "ready": ready})


@require_http_methods(["GET", "POST"])
@allow(AUTHORISE_ASSESSMENTS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager's page: what a reader would miss, all that is written, and authorising for each child."""
    page = page_of(request, pk)
    waits = [part for part in page.children if part.state is State.WITH_MANAGER]
    form = forms.Sign(request.POST or None, children=_choices(waits), label="Authorise the assessment of")
    if request.method == "POST" and form.is_valid():

        def sign(parts: Sequence[Assessment], typed: dict[str, Any]) -> None:
            authorise_assessments(parts, read_at=typed["read_at"], by=request.user, at=timezone.now())

        if _act(form, waits, sign):
            messages.success(request, "Authorised. The author is told.")
            return redirect("assessing:overview", pk)
    return render(request, "assessing/decide.html", _to_decide(request, page, form, waits))


@require_http_methods(["GET", "POST"])
@allow(AUTHORISE_ASSESSMENTS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the author with what is missing, all children or some."""
    page = page_of(request, pk)
    waits = [part for part in page.children if part.state is State.WITH_MANAGER]
    form = opened(request, forms.SendBack, children=_choices(waits), label="Send back the assessment of")
    if request.method == "POST" and form.is_valid():

        def back(parts: Sequence[Assessment], typed: dict[str, Any]) -> None:
            send_back_to_writer(parts, missing=typed["missing"], by=request.user, at=timezone.now())

        if _act(form, waits, back):
            done(request)
            messages.success(request, "Sent back. The author is told what is missing.")
            return redirect("assessing:overview", pk)
    return render(request, "assessing/send_back.html", {"page": page, "form": form, "waits": waits})


@require_http_methods(["GET", "POST"])
@allow(AUTHORISE_ASSESSMENTS)
def midpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Half-way: what stands so far, and one direction or why none."""
    page = page_of(request, pk)
    form = opened(request, forms.Midpoint)
    if request.method == "POST" and form.is_valid():
        try:
            midpoint_of(page.family, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Written down. The author is told.")
            return redirect("assessing:overview", pk)
    return render(request, "assessing/midpoint.html", {"page": page, "form": form})


def _act(
    form: Form, parts: Sequence[ChildPart], do: Callable[[Sequence[Assessment], dict[str, Any]], None]
) -> bool:  # fmt: skip
    """Do it for the children chosen; where it is refused the form says why."""
    chosen = {int(key) for key in form.cleaned_data["children"]}
    try:
        do([part.assessment for part in parts if part.pk in chosen], form.cleaned_data)
    except REFUSED as refusal:
        form.add_error(None, REFUSALS[type(refusal)])
        return False
    return True


def _choices(parts: Sequence[ChildPart]) -> list[tuple[str, str]]:
    return [(str(part.pk), f"{part.name}: {part.outcome.words if part.outcome else 'no outcome'}") for part in parts]


def _to_decide(request: HttpRequest, page: Page, form: Form, waits: Sequence[ChildPart]) -> dict[str, Any]:
    is_own = any(user == request.user.pk for user, _ in page.writers)
    return {
        "page": page, "form": form, "waits": waits, "is_own": is_own or page.family.worker_id == request.user.worker_id,
        "shared_sections": page.practice.of_part(is_shared=True), "today": timezone.localdate(),
        "own_sections": page.practice.of_part(is_shared=False), "read_at": timezone.now().isoformat(),
    }  # fmt: skip
