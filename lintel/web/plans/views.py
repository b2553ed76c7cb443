"""A child's plan: the golden thread from need to what came of it, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.early_help.queries import who_has_the_family
from lintel.journey.plans import actions as journey
from lintel.journey.plans.families import episodes_beside
from lintel.journey.plans.queries import ChildNotVisible, Line, PlanPage, child_seen, plan_page, plans_to_look_at
from lintel.statute.calendar import england
from lintel.steps.early_help.queries import requests
from lintel.steps.plans import actions
from lintel.steps.plans.codes import EndOfPlan
from lintel.steps.plans.models import CinPlan
from lintel.steps.plans.permissions import PLAN_WITH_FAMILIES, SEE_PLANS
from lintel.steps.plans.saying import Held
from lintel.steps.referrals.permissions import CLOSE_EPISODES
from lintel.steps.referrals.queries import open_episode, transfers
from lintel.web.components.keeping import done, opened
from lintel.web.plans import forms

ON_A_PAGE = 50
# By when an action is to be done where the need says nothing.
SOON = timedelta(days=28)
REFUSALS: dict[type[Exception], str] = {
    actions.HasAPlan: "The child is under a plan already. There is one at a time.",
    actions.PlanIsOver: "The plan has ended.", actions.NothingSaid: "There was nothing written.",
    actions.NobodyDoesIt: "Write who does it.", actions.AnsweredAlready: "A colleague has answered this already.",
    actions.DueInThePast: "What is agreed now is done today or later.",
    actions.NeedOfAnother: "The need is not this child’s, or was withdrawn.",
    actions.NotOnThatDay: "The day must not be before it was agreed, nor after today; the next review comes later.",
    journey.NoEpisode: "There is no episode under way. A new contact opens one, and it goes on from the last.",
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that is said of an action or a move: its form, what it does, and what is said once it is done."""

    form: type[django_forms.Form]
    title: str
    do: Callable[..., Any]
    said: str


ACTS = {
    "date": Act(forms.AnotherDate, "Another day", actions.change_date, "The day is changed. The one before is kept."),
    "done": Act(forms.Done, "Done", actions.finish, "It is written down what came of it."),
    "drop": Act(forms.Drop, "It will not be done", actions.drop, "It is written down why."),
}  # fmt: skip


@require_GET
@allow(SEE_PLANS)
def overview(request: HttpRequest) -> HttpResponse:
    """Plans under way of children this viewer may see: what is late, and what traces to no need."""
    today = timezone.localdate()
    found = plans_to_look_at(viewer=request.user, on=today)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    names = {each.pk: name_of(each.child) for each in page}
    return render(request, "plans/overview.html", {"page": page, "names": names, "today": today})


@require_GET
@allow(SEE_PLANS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan of one child."""
    page, today, viewer = shown(request, pk), timezone.localdate(), request.user
    asked = requests(viewer=viewer).filter(child=pk, referral__isnull=False).last()
    return render(request, "plans/plan.html", {
        "page": page, "today": today, "episode": open_episode(pk, viewer=viewer, on=today), "asked": asked,
        "who_has": who_has_the_family(page.child, viewer=viewer) if asked else "",
        "moves": transfers(viewer=viewer).filter(child=pk, called_off_at__isnull=True).last(),
        "may_plan": may(viewer, PLAN_WITH_FAMILIES), "may_close": may(viewer, CLOSE_EPISODES),
        "beside": [
            (each.child_id, name_of(each.child)) for each in episodes_beside(page.child, viewer=viewer, on=today)
        ],
        "ended_words": EndOfPlan(page.plan.end_reason).words if page.plan and _ended_here(page) else "",
    })  # fmt: skip


@require_POST
@allow(PLAN_WITH_FAMILIES)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Beginning a child in need plan, and on to what is agreed."""
    page = shown(request, pk)
    try:
        journey.begin_plan_for(page.child, by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
        return redirect("plans:plan", pk)
    messages.success(request, "The plan has begun.")
    return redirect("plans:agree", pk)


@require_http_methods(["GET", "POST"])
@allow(PLAN_WITH_FAMILIES)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreeing, in one step, what is done for each need."""
    page = _in_force(request, pk)
    form = opened(request, forms.Agree, needs=page.needs, by_when=timezone.localdate() + SOON)
    if request.method == "POST" and form.is_valid():
        return _tried(
            request, form, "plans/agree.html", {"page": page},
            lambda: actions.agree(page.plan, form.intended, by=request.user, at=timezone.now()), "It is agreed.",
        )  # fmt: skip
    return render(request, "plans/agree.html", {"page": page, "form": form})


@require_POST
@allow(PLAN_WITH_FAMILIES)
def link(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying with one press for which need an action is."""
    line = _line(_in_force(request, pk), number)
    said = request.POST.get("need", "")
    try:
        actions.link_to_need(
            line.action, need_id=int(said) if said.isdecimal() and len(said) < 10 else 0, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, "It is linked to the need.")
    return redirect("plans:plan", pk)


@require_http_methods(["GET", "POST"])
@allow(PLAN_WITH_FAMILIES)
def answer(request: HttpRequest, pk: int, number: int, act: str) -> HttpResponse:
    """What is said of one action: another day, done, or dropped."""
    page = shown(request, pk)
    line, it = _line(page, number), ACTS[act]
    form = opened(request, it.form, **({"initial": {"done_on": timezone.localdate()}} if act == "done" else {}))
    context = {"page": page, "line": line, "title": it.title}
    if request.method == "POST" and form.is_valid():
        return _tried(
            request, form, "plans/answer.html", context,
            lambda: it.do(line.action, **form.cleaned_data, by=request.user, at=timezone.now()), it.said,
        )  # fmt: skip
    return render(request, "plans/answer.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@allow(PLAN_WITH_FAMILIES)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What has changed for the child, need by need."""
    page, today = _in_force(request, pk), timezone.localdate()
    later = all_limits().time_limit("child_in_need_review", on=today).due_on(today, england())
    form = opened(request, forms.Review, needs=page.needs, initial={"held_on": today, "next_on": later})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("held_on", "present", "childs_view", "next_on")}
        return _tried(
            request, form, "plans/review.html", {"page": page},
            lambda: actions.review(page.plan, Held(**said, changes=form.changes), by=request.user, at=timezone.now()),
            "The review is written down.",
        )  # fmt: skip
    return render(request, "plans/review.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
@allow(PLAN_WITH_FAMILIES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ending a child in need plan."""
    page = _in_force(request, pk)
    if not isinstance(page.plan, CinPlan):
        raise Http404
    form, title = opened(request, forms.End), "End the plan"
    if request.method == "POST" and form.is_valid():
        reason = EndOfPlan(form.cleaned_data["reason"])
        return _tried(
            request, form, "plans/answer.html", {"page": page, "title": title},
            lambda: actions.end_plan(
                page.plan, reason=reason, because=form.cleaned_data["because"], by=request.user, at=timezone.now()
            ), "The plan has ended.",
        )  # fmt: skip
    return render(request, "plans/answer.html", {"page": page, "title": title, "form": form})


def shown(request: HttpRequest, pk: int) -> PlanPage:
    """The plan of a child as this viewer may see it; the same page is missing for who may not and for who is not."""
    try:
        child = child_seen(pk, viewer=request.user)
    except ChildNotVisible:
        raise Http404 from None
    return plan_page(child, viewer=request.user, on=timezone.localdate())


def _in_force(request: HttpRequest, pk: int) -> PlanPage:
    page = shown(request, pk)
    if page.plan is None or not page.is_in_force:
        raise Http404
    return page


def _line(page: PlanPage, number: int) -> Line:
    line = next((each for each in page.lines if each.action.pk == number), None)
    if line is None:
        raise Http404
    return line


def _ended_here(page: PlanPage) -> bool:
    return isinstance(page.plan, CinPlan) and bool(page.plan.end_reason)


def _tried(
    request: HttpRequest, form: Any, template: str, context: dict[str, Any], do: Callable[[], Any], said: str
) -> HttpResponse:  # fmt: skip
    """Done, and back to the plan; or refused, which is said on the same page, and the words stay."""
    try:
        do()
    except tuple(REFUSALS) as refusal:
        form.add_error(None, REFUSALS[type(refusal)])
        return render(request, template, context | {"form": form})
    done(request)
    messages.success(request, said)
    return redirect("plans:plan", context["page"].child.pk)
