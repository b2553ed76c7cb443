"""What both sides see: how late notices are and whose hours those were, backlogs, silences, and the ladder."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.models import Agency
from lintel.journey.notifications import queries
from lintel.journey.notifications.watching.actions import declaration_due_on, words_of_silence
from lintel.oversight.demand.what_if import actions as asking
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF
from lintel.statute.codes import REFERRAL_SOURCE_GROUP
from lintel.steps.police_notifications import queries as held
from lintel.steps.police_notifications.actions import NotForThisAgency
from lintel.steps.police_notifications.codes import Party, Reason
from lintel.steps.police_notifications.models import Escalation
from lintel.steps.police_notifications.partnership.actions import AnsweredAlready, answer_escalation
from lintel.steps.police_notifications.permissions import ANSWER_ESCALATIONS, SEE_PARTNERSHIP
from lintel.web.components.keeping import done, opened
from lintel.web.police import forms
from lintel.web.police.charts import chart_of_lags

DAYS = (7, 28, 91)
WEEKS_OF_A_WAVE = 4


@require_GET
@allow(SEE_PARTNERSHIP)
def partnership(request: HttpRequest) -> HttpResponse:
    """The numbers of each force, as both sides see them."""
    return render(request, "police/partnership.html", {
        "sides": [side_of(request, force) for force in held.forces(viewer=request.user)], "days": days_asked(request),
        "choices": DAYS, "may_ask": may(request.user, ASK_WHAT_IF),
        "may_answer": may(request.user, ANSWER_ESCALATIONS),
    })  # fmt: skip


def days_asked(request: HttpRequest) -> int:
    """`?days=91`, or four weeks."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in DAYS} else 28


def side_of(request: HttpRequest, force: Agency) -> dict[str, Any]:
    """All that is shown of one force: to us and, in the portal, to the force itself."""
    at, viewer = timezone.now(), request.user
    numbers = queries.numbers_of(force, viewer=viewer, at=at, days=days_asked(request))
    declared = held.declarations(force, viewer=viewer)
    due_on = declaration_due_on(declared[0]) if declared else None
    return {
        "force": force, "numbers": numbers, "chart": chart_of_lags(numbers.lags),
        "chart_narrow": chart_of_lags(numbers.lags, narrow=True), "declared": declared[:8],
        "declaration_due_on": due_on, "is_declaration_missing": due_on is None or timezone.localdate() > due_on,
        "silences": [words_of_silence(each, at=at) for each in held.silences_now(force, viewer=viewer)],
        "escalations": held.escalations(force, viewer=viewer), "parties": Party, "reasons": Reason,
    }  # fmt: skip


@require_POST
@allow(ASK_WHAT_IF)
def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """In one step: what if the declared backlog arrived, over four weeks from now?"""
    force = next((each for each in held.forces(viewer=request.user) if each.pk == pk), None)
    declared = held.declarations(force, viewer=request.user) if force else []
    if force is None or not declared or not declared[0].untriaged:
        raise Http404
    wave = {
        "source": REFERRAL_SOURCE_GROUP["6"], "contacts": declared[0].untriaged, "from_week": 0,
        "over_weeks": WEEKS_OF_A_WAVE,
    }  # fmt: skip
    try:
        asked = asking.draw_up_from_record(
            f"If the backlog of {force.name} arrived: {declared[0].untriaged:,} notices"[:120],
            on=timezone.localdate(), levers={"waves": [wave]}, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except asking.MakesNoSense as why:
        messages.error(request, " ".join(problem.words for problem in why.problems))
        return redirect("police:partnership")
    return redirect("planning:levers", asked.pk)


@require_http_methods(["GET", "POST"])
@allow(ANSWER_ESCALATIONS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answering for our side, or writing down what the police answered on the telephone."""
    return answered(request, pk, back_to="police:partnership")


def answered(request: HttpRequest, pk: int, *, back_to: str) -> HttpResponse:
    found, form = _escalation(request, pk), opened(request, forms.Answer)
    if request.method == "POST" and form.is_valid():
        try:
            answer_escalation(found, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
            done(request)
            messages.success(request, "Your answer is kept, with the time it took.")
        except AnsweredAlready:
            messages.info(request, "It was answered already, or went to the next rung.")
        except NotForThisAgency as nobody:
            raise Http404 from nobody
        return redirect(back_to)
    return render(request, "police/answer.html", {"it": found, "form": form, "back_to": back_to, "parties": Party})


def _escalation(request: HttpRequest, pk: int) -> Escalation:
    found = held.escalation(pk, viewer=request.user)
    if found is None:
        raise Http404
    return found
