"""Safety plans of a child: what stands, making one, withdrawing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.chronology import queries
from lintel.journey.unassessed_risk.queries import spells_of
from lintel.steps.safety_plans import actions, permissions
from lintel.steps.safety_plans.actions import NotYetMade, WithdrawnAlready
from lintel.steps.safety_plans.queries import safety_plans_of
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.protection import forms


@require_GET
@allow(permissions.SEE_SAFETY_PLANS)
def of_child(request: HttpRequest, pk: int) -> HttpResponse:
    """The safety plans of a child, and the child's times on the clock of unassessed risk."""
    line, now = _line(request, pk), timezone.now()
    note("safety plans opened", by=request.user, at=now, child_id=pk)
    context = {
        "line": line, "now": now, "plans": safety_plans_of(pk, viewer=request.user),
        "spells": spells_of(pk, viewer=request.user, at=now),
        "may_make": may(request.user, permissions.MAKE_SAFETY_PLANS),
    }  # fmt: skip
    return render(request, "protection/safety_plans.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.MAKE_SAFETY_PLANS)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down a safety plan."""
    line, form = _line(request, pk), opened(request, forms.Make)
    child = queries.child(viewer=request.user, pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_safety_plan(child, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotYetMade:
            form.add_error("made_on", "It must have been agreed by now")
        else:
            done(request)
            messages.success(request, "The safety plan stands in the record.")
            return redirect("protection:safety_plans", pk)
    return render(request, "protection/act.html", {
        "line": line, "form": form, "title": "Make a safety plan", "button": "Keep the safety plan", "plan": None,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.MAKE_SAFETY_PLANS)
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Withdrawing a safety plan that is not this child's, or was never agreed."""
    line, form = _line(request, pk), opened(request, forms.Withdraw)
    plan = safety_plans_of(pk, viewer=request.user).filter(pk=number).first()
    if plan is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_safety_plan(plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except WithdrawnAlready:
            go_on = ("Read the safety plans", reverse("protection:safety_plans", args=[pk]))
            return not_saved(request, form, "A colleague withdrew it first.", go_on=go_on)
        done(request)
        messages.success(request, "Withdrawn. What it said stays written.")
        return redirect("protection:safety_plans", pk)
    if plan.withdrawn_at is not None and request.method == "GET":
        return redirect("protection:safety_plans", pk)
    return render(request, "protection/act.html", {
        "line": line, "form": form, "title": "Withdraw a safety plan", "button": "Withdraw it", "plan": plan,
    })  # fmt: skip


def _line(request: HttpRequest, pk: int) -> ChildLine:
    if (line := child_lines([pk], viewer=request.user).get(pk)) is None:
        raise Http404
    return line
