"""The portal of somebody who answers for an agency: what is asked of them, and answering it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.journey.referrers.queries import my_contacts
from lintel.steps.agency_checks import actions, queries
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.agency_checks.queries import CheckLine
from lintel.steps.enquiries.discussing.agencies.queries import asked_of_us
from lintel.web.components.keeping import done, opened
from lintel.web.partners import forms
from lintel.web.partners.second_step import lacks_second_step, with_second_step
from lintel.web.partners.words import lag_in_words, time_left

# How far back the numbers about an agency's answers look.
WEEKS = 13


@require_GET
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def home(request: HttpRequest) -> HttpResponse:
    """What the authority needs from us, how we answer, and what became of what we told them."""
    at = timezone.now()
    times = queries.our_answer_times(viewer=request.user, since=at - timedelta(weeks=WEEKS), at=at)
    asked = queries.requests_to_me(viewer=request.user)
    return render(request, "partners/home.html", {
        "agency": agency_of(viewer=request.user), "lag": lag_in_words(times.lag) if times else {}, "weeks": WEEKS,
        "asked": [(each, time_left(each.due_at, at), each.is_overdue(at)) for each in asked],
        "answered": queries.answered_by_us(viewer=request.user, at_most=10), "told": my_contacts(viewer=request.user),
        "lacks_second_step": lacks_second_step(request),
        "discussions": [each for each in asked_of_us(viewer=request.user) if each.minutes_read_at is None],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def request_to_us(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, what it is asked for, and answering it."""
    line = _request(request, pk)
    form = opened(request, forms.Answer, about=line.about)
    if line.is_open and request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                AgencyCheck(pk=pk), known=form.known(), words=form.cleaned_data["words"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except (actions.AlreadyAnswered, actions.AlreadyWithdrawn):
            line = _request(request, pk)
        else:
            done(request)
            messages.success(request, "Your answer is with the front door.")
            return redirect("partners:request", pk)
    typed = "" if line.is_open else form.as_typed()
    if typed and line.answered_at is not None:
        # Nothing that was typed is lost: it can be added to the colleague's answer.
        late = forms.Addition(initial={"words": typed})
        return render(request, "partners/add.html", {"check": line, "form": late, "was_late": True})
    at = timezone.now()
    return render(request, "partners/request.html", {
        "check": line, "form": form if line.is_open else None, "left": time_left(line.due_at, at), "typed": typed,
        "is_overdue": line.is_overdue(at),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Adding to an answer; the answer stays as it was."""
    line = _request(request, pk)
    if line.answered_at is None:
        return redirect("partners:request", pk)
    form = opened(request, forms.Addition)
    if request.method == "POST" and form.is_valid():
        actions.add(AgencyCheck(pk=pk), words=form.cleaned_data["words"], by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "What you added is with the front door.")
        return redirect("partners:request", pk)
    return render(request, "partners/add.html", {"check": line, "form": form, "was_late": False})


def _request(request: HttpRequest, pk: int) -> CheckLine:
    line = queries.request_to_me(pk, viewer=request.user)
    if line is None:
        raise Http404
    return line
