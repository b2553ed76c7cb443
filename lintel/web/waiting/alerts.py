"""Alerts that no safe allocation is possible: what was said, what stood then, and what is done about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.queries import child_lines
from lintel.journey.allocating.alerting import queries
from lintel.steps.allocation.alerts.actions import AnsweredAlready, WordsMissing, answer_alert
from lintel.steps.allocation.models import CapacityAlert
from lintel.steps.allocation.permissions import ACKNOWLEDGE_CAPACITY_ALERTS, SEE_WAITING
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.waiting import forms

ALERTS_ON_A_PAGE = 50


@require_GET
@allow(SEE_WAITING)
def alerts(request: HttpRequest) -> HttpResponse:
    """Every alert of one's teams, those nobody has answered first."""
    page = Paginator(queries.alerts(viewer=request.user), ALERTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "waiting/alerts.html", {"page": page})


@require_GET
@allow(SEE_WAITING)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert, with what stood when it was said."""
    found = _alert(request, pk)
    children = list(found.referrals.order_by("child_id").values_list("child_id", flat=True))
    lines = child_lines(children, viewer=request.user, on=timezone.localdate())
    return render(request, "waiting/alert.html", {
        "alert": found, "lines": list(lines.values()), "not_shown": len(children) - len(lines),
        "may_answer": found.answered_at is None and may(request.user, ACKNOWLEDGE_CAPACITY_ALERTS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ACKNOWLEDGE_CAPACITY_ALERTS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying what is done about an alert, and by when."""
    found = _alert(request, pk)
    form = opened(request, forms.Answer)
    if request.method == "POST" and form.is_valid():
        try:
            answer_alert(found, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
        except WordsMissing:
            form.add_error("answer", "Write what is done about it, and by when")
        except AnsweredAlready:
            found.refresh_from_db()
            reason = f"{found.answered_by} answered it first. What they said stands."
            return not_saved(request, form, reason, go_on=("Read the answer", reverse("waiting:alert", args=[pk])))
        else:
            done(request)
            messages.success(request, "Answered. Your answer stands beside the alert.")
            return redirect("waiting:alert", pk)
    if found.answered_at is not None and request.method == "GET":
        return redirect("waiting:alert", pk)
    return render(request, "waiting/answer.html", {"alert": found, "form": form})


def _alert(request: HttpRequest, pk: int) -> CapacityAlert:
    found = queries.alerts(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
