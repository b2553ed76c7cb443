"""The practice models: which is in force, choosing another from a day on, and laying down one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.steps.assessments.permissions import CHOOSE_PRACTICE_MODEL, SEE_ASSESSMENTS
from lintel.steps.assessments.practice import actions, queries
from lintel.steps.assessments.practice.reading import NotAPracticeModel
from lintel.web.assessing import forms
from lintel.web.components.keeping import done, opened


@require_http_methods(["GET"])
@allow(SEE_ASSESSMENTS)
def models(request: HttpRequest) -> HttpResponse:
    """Every practice model with what it asks, which is in force, and since when each was."""
    viewer, today = request.user, timezone.localdate()
    return render(request, "assessing/models.html", {
        "models": queries.practice_models(viewer=viewer), "now": queries.practice_in_force(viewer=viewer, on=today),
        "choices": queries.choices(viewer=viewer), "may_choose": may(viewer, CHOOSE_PRACTICE_MODEL), "today": today,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(CHOOSE_PRACTICE_MODEL)
def choose(request: HttpRequest) -> HttpResponse:
    """Another one for new assessments, from a day on."""
    offered = [(each.key, f"{each.name} ({each.key})") for each in queries.practice_models(viewer=request.user)]
    form = opened(request, forms.Choose, models=offered)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.choose(
                said["model"], in_force_from=said["in_force_from"], because=said["because"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except (NotAPracticeModel, actions.NothingSaid) as refusal:
            form.add_error(None, str(refusal) or "There was nothing written.")
        else:
            done(request)
            messages.success(request, "New assessments follow it from that day on.")
            return redirect("assessing:models")
    title, button = "Choose a practice model", "Choose"
    return render(request, "assessing/choose.html", {"form": form, "title": title, "button_words": button})


@require_http_methods(["GET", "POST"])
@allow(CHOOSE_PRACTICE_MODEL)
def add(request: HttpRequest) -> HttpResponse:
    """A practice model of the authority's own."""
    form = opened(request, forms.OwnModel)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_practice_model(form.cleaned_data["text"], by=request.user, at=timezone.now())
        except (NotAPracticeModel, actions.LaidDownAlready) as refusal:
            form.add_error("text", str(refusal) or "This version is there already: give yours the next one")
        else:
            done(request)
            messages.success(request, "It can be chosen now.")
            return redirect("assessing:models")
    title, button = "Lay down a practice model of your own", "Lay it down"
    return render(request, "assessing/choose.html", {"form": form, "title": title, "button_words": button})
