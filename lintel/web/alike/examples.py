"""Similar past decisions, after writing one's own view; and the library they come from."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.examples import actions, queries
from lintel.oversight.alike.examples.models import CaseExample
from lintel.oversight.alike.patterns.queries import state
from lintel.steps.front_door.codes import Concern
from lintel.steps.front_door.models import Contact
from lintel.web.alike import forms
from lintel.web.components.keeping import done, not_saved, opened


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_EXAMPLES)
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own view of a contact first; then how things like this were decided, and why."""
    try:
        contact = queries.contact_to_think_about(pk, viewer=request.user)
    except Contact.DoesNotExist as nobody:
        raise Http404 from nobody
    form = opened(request, forms.ProvisionalView)
    measure = state(Measure.SIMILAR, viewer=request.user)
    if request.method == "POST" and not measure.is_on:
        return not_saved(request, form, "Similar decisions were switched off in the meantime.")
    if request.method == "POST" and form.is_valid():
        actions.open_examples(contact, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        return redirect("alike:similar", pk)
    try:
        shown = queries.similar(contact, viewer=request.user) if measure.is_on else None
    except queries.ViewFirst:
        shown = None
    return render(request, "alike/similar.html", {
        "contact": contact, "form": form, "shown": shown, "state": measure,
        "concerns": {each.value: each.words for each in Concern},
    })  # fmt: skip


@require_GET
@allow(permissions.KEEP_EXAMPLES)
def library(request: HttpRequest) -> HttpResponse:
    """Every example that stands."""
    return render(request, "alike/library.html", {
        "examples": queries.library(viewer=request.user), "concerns": {each.value: each.words for each in Concern},
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.KEEP_EXAMPLES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking an example out, with the reason."""
    form = opened(request, forms.WithdrawExample)
    try:
        example = queries.library(viewer=request.user).get(pk=pk)
        if request.method == "POST" and form.is_valid():
            actions.withdraw_example(pk, **form.cleaned_data, by=request.user, at=timezone.now())
            done(request)
            return redirect("alike:library")
    except (CaseExample.DoesNotExist, actions.WithdrawnAlready) as gone:
        if request.method == "POST":
            return not_saved(request, form, "It is not in the library any more: a colleague took it out first.")
        raise Http404 from gone
    return render(request, "alike/typed.html", {
        "form": form, "title": f"Take out: {example.title}", "button": "Take it out", "said": example.text,
    })  # fmt: skip
