"""Threshold reviews: opening one, reading its cases for names, deciding on the panel, talking, signing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import NotAllowed, may
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.reviews import actions, queries
from lintel.oversight.alike.reviews.codes import Half, Part, Stage
from lintel.oversight.alike.reviews.models import Review, ReviewCase
from lintel.oversight.alike.reviews.rules import Refused, in_words
from lintel.oversight.thresholds.permissions import DRAFT_THRESHOLDS
from lintel.web.alike import forms
from lintel.web.components.keeping import done, not_saved, opened

FACTORS = {each.value: each.words for each in Factor}


@require_http_methods(["GET", "POST"])
@allow(permissions.SIT_ON_PANELS)
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews one runs or sits on, and opening another."""
    runs = may(request.user, permissions.RUN_REVIEWS)
    form = opened(request, forms.NewReview)
    if runs and request.method == "POST" and form.is_valid():
        try:
            made = actions.open_review(**form.cleaned_data, by=request.user, at=timezone.now())
            done(request)
            return redirect("alike:review", made.pk)
        except actions.NotYet as why:
            form.add_error("ends_on" if why.why is Refused.ENDS else "since", why.why.words)
    found = queries.reviews(viewer=request.user)
    return render(request, "alike/reviews.html", {
        "found": [(each, queries.stage(each, viewer=request.user)) for each in found], "runs": runs, "form": form,
    })  # fmt: skip


@require_GET
@allow(permissions.SIT_ON_PANELS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: how far it has come, and what is done next."""
    found = _review(request, pk)
    runs = may(request.user, permissions.RUN_REVIEWS)
    halves = {half: queries.comparison(found, half, viewer=request.user) for half in Half}
    before, after = halves[Half.FIRST], halves[Half.FRESH]
    on_panel = queries.is_on_panel(found, viewer=request.user)
    stage = queries.stage(found, viewer=request.user)
    people = queries.people_to_ask(found, viewer=request.user) if runs and stage is Stage.CHECKING else []
    drafts = queries.drafts(viewer=request.user) if runs and stage is Stage.TALKING else []
    return render(request, "alike/review.html", {
        "review": found, "runs": runs, "stage": stage, "stages": Stage, "parts": Part, "factors": FACTORS,
        "far": queries.how_far(found, viewer=request.user), "panel": queries.panel_of(found, viewer=request.user),
        "before": before, "after": after, "said": in_words(before, after) if before and after else [],
        "to_answer": len(queries.to_answer(found, viewer=request.user)) if on_panel else 0, "on_panel": on_panel,
        "ask": forms.AskOntoPanel(people=[(each.pk, each.name) for each in people]),
        "choose": forms.ChooseDraft(drafts=[(each.number, f"{each.number}: {each.title}") for each in drafts]),
        "drafts": drafts, "sign": opened(request, forms.SignReview),
        "signs": may(request.user, permissions.SIGN_REVIEWS),
        "drafts_thresholds": may(request.user, DRAFT_THRESHOLDS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.RUN_REVIEWS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading every case for names before the panel does."""
    found = _review(request, pk)
    if request.method == "POST":
        blanked = [_pointed_at(each) for each in request.POST.getlist("name")]
        blanked += [
            (int(field.removeprefix("also-")), word)
            for field, typed in request.POST.items()
            if field.startswith("also-") and field.removeprefix("also-").isdigit()
            for word in str(typed).split(",")
        ]
        return _step(request, found, lambda: actions.check_cases(
            found, blanked=[each for each in blanked if each], by=request.user, at=timezone.now()
        ))  # fmt: skip
    if queries.stage(found, viewer=request.user) is not Stage.CHECKING:
        raise Http404
    return render(request, "alike/check.html", {
        "review": found, "cases": queries.to_check(found, viewer=request.user),
    })  # fmt: skip


@require_POST
@allow(permissions.RUN_REVIEWS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Taking a review one step on."""
    found, by, at = _review(request, pk), request.user, timezone.now()
    steps: dict[str, Callable[[], object]] = {
        "put-to-panel": lambda: actions.put_to_panel(found, by=by, at=at),
        "compare": lambda: actions.compare_first_half(found, by=by, at=at),
        "fresh": lambda: actions.open_fresh_half(found, by=by, at=at),
        "compare-fresh": lambda: actions.compare_fresh_half(found, by=by, at=at),
    }
    if name not in steps:
        raise Http404
    return _step(request, found, steps[name])


@require_POST
@allow(permissions.RUN_REVIEWS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking somebody onto the panel."""
    found = _review(request, pk)
    people = {each.pk: each for each in queries.people_to_ask(found, viewer=request.user)}
    form = forms.AskOntoPanel(request.POST, people=[(each.pk, each.name) for each in people.values()])
    if not form.is_valid():
        messages.error(request, "Choose somebody from the list.")
        return redirect("alike:review", pk)
    asked, part = people[int(form.cleaned_data["user"])], Part(form.cleaned_data["part"])
    return _step(request, found, lambda: actions.ask_onto_panel(
        found, user=asked, part=part, by=request.user, at=timezone.now()
    ))  # fmt: skip


@require_POST
@allow(permissions.RUN_REVIEWS)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying which draft came of the talking."""
    found = _review(request, pk)
    drafts = {str(each.number): each for each in queries.drafts(viewer=request.user)}
    chosen = drafts.get(request.POST.get("draft", ""))
    if chosen is None:
        messages.error(request, "Choose a draft from the list.")
        return redirect("alike:review", pk)
    return _step(request, found, lambda: actions.link_draft(found, draft=chosen, by=request.user, at=timezone.now()))


@require_POST
@allow(permissions.SIGN_REVIEWS)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signing what a review found."""
    found, form = _review(request, pk), opened(request, forms.SignReview)
    if not form.is_valid():
        messages.error(request, "Write what was learned, then sign.")
        return redirect("alike:review", pk)
    try:
        actions.sign(found, learned=form.cleaned_data["learned"], by=request.user, at=timezone.now())
    except actions.NotYet as why:
        return not_saved(request, form, why.why.words, go_on=("Back to the review", reverse("alike:review", args=[pk])))
    done(request)
    return redirect("alike:review", pk)


@require_http_methods(["GET", "POST"])
@allow(permissions.SIT_ON_PANELS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The next case, to decide alone."""
    found = _review(request, pk)
    waiting = _refusing(lambda: queries.to_answer(found, viewer=request.user))
    levels = queries.levels_for(found, viewer=request.user, on=timezone.localdate())
    form = opened(request, forms.PanelAnswer, levels=levels)
    case = _asked(request, form, waiting)
    if request.method == "POST" and case is None:
        return not_saved(
            request, form, "That case is not yours to decide any more: it is answered, or its half closed."
        )
    if case is None:
        messages.info(request, "You have decided every case of this half. Thank you.")
        return redirect("alike:review", pk)
    if form.is_kept_draft and form.data.get("case") != str(case.number):
        form = forms.PanelAnswer(levels=levels)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(case, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.AnsweredAlready:
            return not_saved(request, form, "You have answered that case already. The first answer stands.")
        done(request)
        return redirect("alike:decide_case", pk)
    return render(request, "alike/decide_case.html", {
        "review": found, "case": case, "form": form, "left": len(waiting),
        "draft": found.draft if found.fresh_from else None,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.SIT_ON_PANELS)
def case(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One case after its half was closed: how the panel lay, what was said, and keeping it as an example."""
    found = _review(request, pk)
    try:
        held = queries.case_to_discuss(found, number, viewer=request.user)
    except ReviewCase.DoesNotExist as nobody:
        raise Http404 from nobody
    levels = queries.levels_for(found, viewer=request.user, on=timezone.localdate())
    keeps = "keep" in request.POST
    said = forms.Said() if keeps else opened(request, forms.Said)
    keep = forms.KeepExample(levels=levels) if request.POST and not keeps else opened(
        request, forms.KeepExample, levels=levels
    )  # fmt: skip
    sent: Any = keep if keeps else said
    if request.method == "POST" and sent.is_valid():
        do = actions.keep_as_example if keeps else actions.note_discussion
        try:
            do(held, **sent.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotYet as why:
            return not_saved(request, sent, why.why.words)
        done(request)
        return redirect("alike:case", pk, number)
    halves = queries.comparison(found, Half(held.half), viewer=request.user)
    spread = next((each for each in halves.spreads if each.number == number), None) if halves else None
    on_panel = queries.is_on_panel(found, viewer=request.user)
    talking = queries.stage(found, viewer=request.user) is Stage.TALKING
    return render(request, "alike/case.html", {
        "review": found, "case": held, "spread": spread, "factors": FACTORS, "on_panel": on_panel,
        "answers": queries.answers_to(held, viewer=request.user) if on_panel else [], "said": said, "keep": keep,
        "form": sent, "runs": may(request.user, permissions.RUN_REVIEWS) and talking,
    })  # fmt: skip


def _asked(request: HttpRequest, form: forms.PanelAnswer, waiting: list[ReviewCase]) -> ReviewCase | None:
    """The case an answer is about, or that words were kept for; else the next one. An answer never moves to another."""
    number = form.data.get("case", "")
    said = next((each for each in waiting if str(each.number) == number), None)
    return said if request.method == "POST" else said or next(iter(waiting), None)


def _step(request: HttpRequest, review: Review, act: Callable[[], object]) -> HttpResponse:
    """Do it, or say why not yet; and back to the review."""
    try:
        act()
    except actions.NotYet as why:
        messages.error(request, why.why.words)
    except actions.OnThePanelAlready:
        messages.info(request, "They are on the panel already.")
    return redirect("alike:review", review.pk)


def _review(request: HttpRequest, pk: int) -> Review:
    try:
        return queries.reviews(viewer=request.user).get(pk=pk)
    except Review.DoesNotExist as nobody:
        raise Http404 from nobody


def _refusing(ask: Callable[[], list[ReviewCase]]) -> list[ReviewCase]:
    """Whoever runs a review and does not sit on it has no case to decide: for them there is no such page."""
    try:
        return ask()
    except NotAllowed as nobody:
        raise Http404 from nobody


def _pointed_at(value: str) -> tuple[int, str]:
    number, _, word = value.partition(":")
    return (int(number) if number.isdigit() else 0, word)
