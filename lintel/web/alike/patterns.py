"""Agreement, variation, drift and the clock, each with its record; and one's own line."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import limit_in_force
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Factor, Measure
from lintel.oversight.alike.patterns import actions as measuring
from lintel.oversight.alike.patterns import queries as patterns
from lintel.oversight.alike.patterns.models import Contest
from lintel.oversight.alike.pictures import differs_in_words, drift_picture, funnel_picture, source_in_words
from lintel.oversight.alike.second_looks import actions, queries
from lintel.oversight.alike.second_looks.models import Calibration
from lintel.oversight.performance.queries import last_day_known
from lintel.steps.front_door.codes import Outcome
from lintel.web.alike import forms
from lintel.web.components.keeping import done, not_saved, opened

WRITTEN_ALREADY = "A colleague wrote down first when deciders sat down together, and what they learned."


@require_GET
@allow(permissions.READ_AGREEMENT)
def agreement(request: HttpRequest) -> HttpResponse:
    """Whether two people decide the same, how sure that is, and what is behind it."""
    at, today = timezone.now(), timezone.localdate()
    return render(request, "alike/agreement.html", {
        "picture": queries.agreement(viewer=request.user, until=at), "outcomes": Outcome, "factors": Factor,
        "state": patterns.state(Measure.AGREEMENT, viewer=request.user), "weeks": queries.WEEKS_OF_AGREEMENT,
        "floor": limit_in_force("agreement_floor", on=today), "share": limit_in_force("second_look_share", on=today),
        "sessions": queries.calibrations(viewer=request.user),
        "holds": may(request.user, permissions.HOLD_CALIBRATIONS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.HOLD_CALIBRATIONS)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying when deciders sat down together, and what they learned."""
    found = next((each for each in queries.calibrations(viewer=request.user) if each.pk == pk), None)
    form = opened(request, forms.CalibrationHeld)
    if found is None or found.closed_at is not None:
        if request.method == "POST":
            return not_saved(request, form, WRITTEN_ALREADY)
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_calibration(pk, **form.cleaned_data, by=request.user, at=timezone.now())
        except (actions.DoneAlready, Calibration.DoesNotExist):
            return not_saved(request, form, WRITTEN_ALREADY)
        done(request)
        messages.success(request, "Written down. Agreement is watched anew from here.")
        return redirect("alike:agreement")
    return render(request, "alike/session.html", {"session": found, "form": form})


@require_GET
@allow(permissions.READ_AGREEMENT)
def variation(request: HttpRequest) -> HttpResponse:
    """Decision makers beside what their cases lead one to expect; letters, no names."""
    at = timezone.now()
    state = patterns.state(Measure.VARIATION, viewer=request.user)
    funnel = patterns.funnel(viewer=request.user, until=at) if state.is_on else None
    return render(request, "alike/variation.html", {
        "state": state, "funnel": funnel, "differs": differs_in_words,
        "fewest": limit_in_force("funnel_minimum", on=timezone.localdate()),
        "chart": funnel_picture(funnel) if funnel else "",
        "chart_narrow": funnel_picture(funnel, narrow=True) if funnel else "",
        "after": patterns.after_the_model(viewer=request.user, until=at) if state.is_on else {},
        "decides": may(request.user, permissions.DECIDE_BLIND),
    })  # fmt: skip


@require_GET
@allow(permissions.DECIDE_BLIND)
def own_line(request: HttpRequest) -> HttpResponse:
    """What is measured of one's own decisions: for oneself first."""
    state = patterns.state(Measure.VARIATION, viewer=request.user)
    own = patterns.own_line(viewer=request.user, until=timezone.now()) if state.is_on else None
    return render(request, "alike/own.html", {"state": state, "own": own, "differs": differs_in_words})


@require_POST
@allow(permissions.DECIDE_BLIND)
def share(request: HttpRequest) -> HttpResponse:
    """Letting leaders see one's own line by name, or no longer."""
    measuring.share_own_line(is_shared="share" in request.POST, by=request.user, at=timezone.now())
    return redirect("alike:own_line")


@require_GET
@allow(permissions.READ_AGREEMENT)
def drift(request: HttpRequest) -> HttpResponse:
    """Whether conversion has moved, and whether anybody decided that it should."""
    state = patterns.state(Measure.DRIFT, viewer=request.user)
    found = patterns.drift(viewer=request.user, as_at=_last_day(request)) if state.is_on else None
    lines = found.lines if found else ()
    return render(request, "alike/drift.html", {
        "state": state, "found": found, "lines": lines, "source_in_words": source_in_words,
        "chart": drift_picture(lines[0]) if lines and lines[0].weeks else "",
        "chart_narrow": drift_picture(lines[0], narrow=True) if lines and lines[0].weeks else "",
    })  # fmt: skip


@require_GET
@allow(permissions.READ_AGREEMENT)
def clock(request: HttpRequest) -> HttpResponse:
    """Whether the clock decides, and what the rota could do about it."""
    state = patterns.state(Measure.ENVIRONMENT, viewer=request.user)
    answers = patterns.environment(viewer=request.user, until=timezone.now()) if state.is_on else []
    return render(request, "alike/clock.html", {
        "state": state, "answers": answers, "fewest": patterns.FEWEST_TO_COMPARE,
    })  # fmt: skip


@require_GET
@allow(permissions.READ_AGREEMENT)
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure with its record, and what was contested."""
    contests = may(request.user, permissions.CONTEST_MEASURES)
    return render(request, "alike/measures.html", {
        "states": patterns.states(viewer=request.user), "words": {each.value: each.words for each in Measure},
        "contests": patterns.contests(viewer=request.user) if contests else [],
        "answers": may(request.user, permissions.VALIDATE_MEASURES),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.VALIDATE_MEASURES)
def validate(request: HttpRequest, measure: str) -> HttpResponse:
    """Signing how a measure was held against something else here."""
    found, form = _measure(measure), opened(request, forms.Validation)
    if request.method == "POST" and form.is_valid():
        measuring.sign_validation(found, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "Signed. It no longer wears the label “trial”.")
        return redirect("alike:measures")
    return _typed(request, form, f"Validation record: {found.words}", "Sign it")


@require_http_methods(["GET", "POST"])
@allow(permissions.VALIDATE_MEASURES)
def switch(request: HttpRequest, measure: str) -> HttpResponse:
    """Switching a measure on or off, with the reason."""
    found, form = _measure(measure), opened(request, forms.SwitchMeasure)
    turns_on = not patterns.state(found, viewer=request.user).is_on
    if request.method == "POST" and form.is_valid():
        measuring.switch(found, is_on=turns_on, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        return redirect("alike:measures")
    return _typed(request, form, f"Switch {'on' if turns_on else 'off'}: {found.words}",
                  "Switch it on" if turns_on else "Switch it off")  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.CONTEST_MEASURES)
def contest(request: HttpRequest, measure: str) -> HttpResponse:
    """Saying that what is measured is not so."""
    found, form = _measure(measure), opened(request, forms.ContestMeasure)
    if request.method == "POST" and form.is_valid():
        measuring.contest(found, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "Thank you. It is counted, and somebody answers you here.")
        return redirect("alike:measures")
    return _typed(request, form, f"This is not so: {found.words}", "Say it")


@require_http_methods(["GET", "POST"])
@allow(permissions.VALIDATE_MEASURES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answering somebody who contests a measure."""
    said = next((each for each in patterns.contests(viewer=request.user) if each.pk == pk), None)
    if said is None:
        raise Http404
    form = opened(request, forms.AnswerContest)
    if request.method == "POST" and form.is_valid():
        try:
            measuring.answer_contest(pk, **form.cleaned_data, by=request.user, at=timezone.now())
        except (measuring.AnsweredAlready, Contest.DoesNotExist):
            return not_saved(request, form, "A colleague answered first.")
        done(request)
        return redirect("alike:measures")
    return _typed(request, form, "Answer", "Answer", said=said.words)


def _typed(request: HttpRequest, form: object, title: str, button: str, said: str = "") -> HttpResponse:
    return render(request, "alike/typed.html", {"form": form, "title": title, "button": button, "said": said})


def _measure(slug: str) -> Measure:
    try:
        return Measure(slug)
    except ValueError as unknown:
        raise Http404 from unknown


def _last_day(request: HttpRequest) -> date:
    return last_day_known(viewer=request.user) or timezone.localdate()
