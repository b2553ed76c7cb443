"""Who leads a child protection plan, who is in its core group, and what its meetings come to."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import ChildLine
from lintel.journey.chronology.reading.family import brothers_and_sisters
from lintel.journey.conferring.actions import as_plan
from lintel.journey.overseeing.child.queries import who_may_lead
from lintel.journey.overseeing.queries import plan_overseen
from lintel.steps.conferences.actions import NotOnThatDay
from lintel.steps.conferences.carrying_out import actions
from lintel.steps.conferences.carrying_out.actions import NotASocialWorker, WrittenAlready
from lintel.steps.conferences.codes import Side
from lintel.steps.conferences.permissions import CARRY_OUT_PROTECTION
from lintel.steps.conferences.queries import core_group_of
from lintel.steps.plans.models import CpPlan
from lintel.web.chairing import forms
from lintel.web.chairing.protection import child_of
from lintel.web.components.keeping import done, not_saved, opened


@require_http_methods(["GET", "POST"])
@allow(CARRY_OUT_PROTECTION)
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Naming who leads the plan from today."""
    child, line, plan = in_force(request, pk)
    among = {str(each.pk): each for each in who_may_lead(child, viewer=request.user, on=timezone.localdate())}
    form = opened(request, forms.Lead, workers=[(number, each.name) for number, each in among.items()])
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_lead(as_plan(plan), among[form.cleaned_data["worker"]], by=request.user, at=timezone.now())
        except NotASocialWorker as refusal:
            form.add_error("worker", str(refusal))
        else:
            return _said(request, pk, "It is written down who leads the plan.")
    return _act(request, line, form, "Name who leads the plan", "Name the lead")


@require_http_methods(["GET", "POST"])
@allow(CARRY_OUT_PROTECTION)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying who is in the core group."""
    _, line, plan = in_force(request, pk)
    form = opened(request, forms.Join)
    if request.method == "POST" and form.is_valid():
        actions.join_core_group(
            as_plan(plan), side=Side(form.cleaned_data["side"]), name=form.cleaned_data["name"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        return _said(request, pk, "They are in the core group.")
    return _act(request, line, form, "Who is in the core group", "Write it down")


@require_POST
@allow(CARRY_OUT_PROTECTION)
def leave(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying with one press that somebody is no longer in the core group."""
    member = core_group_of(pk, viewer=request.user).filter(pk=number).first()
    if member is not None:
        actions.leave_core_group(member, by=request.user, at=timezone.now())
        messages.success(request, f"{member.name} is no longer in the core group.")
    return redirect("chairing:protection", pk)


@require_http_methods(["GET", "POST"])
@allow(CARRY_OUT_PROTECTION)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down a core group that met, about brothers and sisters together where it was."""
    child, line, plan = in_force(request, pk)
    beside = _plans_beside(request, child)
    form = opened(
        request, forms.Meeting, members=[each.name for each in core_group_of(pk, viewer=request.user)],
        beside=[(number, name_of(each.child)) for number, each in beside.items()],
        initial={"held_on": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        plans = [plan, *(beside[number] for number in said.pop("together", []))]
        try:
            actions.write_core_group([as_plan(each) for each in plans], **said, by=request.user, at=timezone.now())
        except NotOnThatDay:
            form.add_error("held_on", "It met after the plan began, and not tomorrow")
        except WrittenAlready:
            go_on = ("Read the child’s protection", reverse("chairing:protection", args=[pk]))
            return not_saved(request, form, "The core group of that day is written down already.", go_on=go_on)
        else:
            return _said(request, pk, "The core group is written down.")
    return _act(request, line, form, "Write down a core group", "Keep what it came to")


def in_force(request: HttpRequest, pk: int) -> tuple[Person, ChildLine, CpPlan]:
    """A child and the child protection plan they are under; missing where there is none."""
    child, line = child_of(request, pk)
    overseen = plan_overseen(child, viewer=request.user, at=timezone.now())
    if overseen is None:
        raise Http404
    return child, line, overseen.plan


def _plans_beside(request: HttpRequest, child: Person) -> dict[int, CpPlan]:
    """The plans of brothers and sisters, by child."""
    now = timezone.now()
    family = brothers_and_sisters(child, viewer=request.user)
    found = [plan_overseen(each, viewer=request.user, at=now) for each in family]
    return {each.plan.child_id: each.plan for each in found if each}


def _said(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    done(request)
    messages.success(request, words)
    return redirect("chairing:protection", pk)


def _act(request: HttpRequest, line: ChildLine, form: BaseForm, title: str, button: str) -> HttpResponse:
    return render(request, "chairing/act.html", {"line": line, "form": form, "title": title, "button": button})
