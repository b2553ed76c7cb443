"""Every measure of words: how it works, its lists, its validation record, where it fails, and how it is contested."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.alike.permissions import VALIDATE_MEASURES
from lintel.oversight.reading import actions, queries, rules
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.explained import explained, held_to
from lintel.oversight.reading.permissions import READ_MEASURES
from lintel.oversight.reading.word_lists import version_of_all
from lintel.web.components.keeping import done, opened
from lintel.web.reading import forms


@require_GET
@allow(READ_MEASURES)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Every measure, whether it is on, and how it stands."""
    return render(request, "reading/measures.html", {
        "states": queries.states(viewer=request.user, on=timezone.localdate()), "explained": explained(),
        "leads": may(request.user, VALIDATE_MEASURES),
    })  # fmt: skip


@require_GET
@allow(READ_MEASURES)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One measure, whole."""
    measure = _measure(code)
    return render(request, "reading/measure.html", {
        "state": queries.states(viewer=request.user, on=timezone.localdate())[measure],
        "explained": explained()[measure], "leads": may(request.user, VALIDATE_MEASURES), "rules": rules,
        "lists_version": version_of_all(), "held_to": held_to() if measure is Measure.CHILD_FOCUS else None,
    })  # fmt: skip


@require_POST
@allow(VALIDATE_MEASURES)
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Switching a measure on or off for everybody who writes."""
    measure, is_on = _measure(code), request.POST.get("is_on") == "yes"
    try:
        actions.switch(measure, is_on=is_on, by=request.user, at=timezone.now())
    except actions.StandsSoAlready:
        messages.info(request, "It stands so already: a colleague was first.")
    else:
        messages.success(request, f"{measure.title} is {'on' if is_on else 'off'} for everybody who writes.")
    return redirect("reading:measure", code)


@require_http_methods(["GET", "POST"])
@allow(VALIDATE_MEASURES)
def validate(request: HttpRequest, code: str) -> HttpResponse:
    """Signing how people who rated the same texts agree with a measure."""
    measure, form = _measure(code), opened(request, forms.ValidationOfWords)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_validation(measure, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.WordsMissing:
            form.add_error(None, "Write which texts were rated, and where the measure is known to fail.")
        else:
            done(request)
            state = queries.states(viewer=request.user, on=timezone.localdate())[measure]
            messages.success(
                request, f"Signed. {'It stays on trial' if state.is_trial else 'No longer a trial'}: {state.why}"
            )
            return redirect("reading:measure", code)
    return render(request, "reading/validate.html", {"form": form, "measure": measure, "rules": rules})


def _measure(code: str) -> Measure:
    if code not in list(Measure):
        raise Http404
    return Measure(code)
