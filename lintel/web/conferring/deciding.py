"""For the chair: that it was held, what each agency thinks about each child, and what is decided about each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.handing_over.queries import worker_of
from lintel.journey.conferring.actions import decide_about
from lintel.statute.calendar import local_day
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences import permissions
from lintel.steps.conferences.actions import NotIndependent, NotOnThatDay
from lintel.steps.conferences.carrying_out.actions import NotASocialWorker
from lintel.steps.conferences.codes import ReformRole, Side, View
from lintel.steps.conferences.deciding import actions
from lintel.steps.conferences.deciding.reach import DecidedAlready, NotTheChair
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest
from lintel.steps.conferences.queries import leads_of, may_lead, titles, views_of
from lintel.steps.conferences.reach import HeldAlready
from lintel.steps.conferences.rules import dissents, why_not_lead
from lintel.steps.plans.actions import HasAPlan, PlanIsOver
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.conferring import deciding_forms as forms
from lintel.web.conferring.reading import conference_of, in_words, line_of, part_of

HAS_A_PLAN = "The child is under a protection plan already. A review conference decides how it goes on."
IS_OVER = "The plan this conference reviews has ended meanwhile."
DECIDED = "What was decided about this child is written down already, and stands."


@require_http_methods(["GET", "POST"])
@allow(permissions.CHAIR_CONFERENCES)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying on which day it was held."""
    found, now = conference_of(request, pk), timezone.now()
    booked, today = found.booked_for and local_day(found.booked_for), local_day(now)
    form = opened(request, forms.Hold, initial={"held_on": booked if booked and booked <= today else today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold(found, held_on=form.cleaned_data["held_on"], by=request.user, at=now)
        except HeldAlready:
            return redirect("conferring:one", pk)
        except NotIndependent as why:
            form.add_error(None, str(why))
        except NotTheChair:
            form.add_error(None, "The chair says that it was held, and somebody else chairs it.")
        except NotOnThatDay:
            form.add_error("held_on", "It must be between the day it was asked for and today")
        else:
            done(request)
            messages.success(request, "Held. Say who came, and write down what is decided about each child.")
            return redirect("conferring:one", pk)
    return render(request, "conferring/arrange.html", {
        "conference": found, "about": in_words(found), "form": form, "title": "Say that it was held",
        "button": "It was held", "shows_due": False,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.SEE_CONFERENCES)
def views(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What each agency thinks about one child, apart; and, for the chair, writing down another."""
    found, now = conference_of(request, pk), timezone.now()
    part = part_of(found, number)
    line = line_of(part, request.user)
    may_say = found.chair_id == request.user.pk and may(request.user, permissions.CHAIR_CONFERENCES)
    may_say = may_say and part.conference_id is None
    form = (
        opened(request, forms.SayView, invited=_unheard(found, part)) if may_say or request.method == "POST" else None
    )
    if request.method == "POST":
        require(request.user, permissions.CHAIR_CONFERENCES)
        answer = _say(request, part, form, now)
        if answer is not None:
            return answer
    note("views of agencies opened", by=request.user, at=now, subject=found, child_id=part.child_id)
    return render(request, "conferring/views.html", {
        "conference": found, "about": in_words(found), "part": part, "line": line, "form": form, "may_say": may_say,
        "views": views_of(part, viewer=request.user), "may_decide": may_say and found.held_on is not None,
        "categories": dict(forms.CATEGORIES), "sides": {side: side.words for side in Side},
        "thinks": {view: view.words for view in View},
    })  # fmt: skip


def _say(request: HttpRequest, part: ChildInConference, form: Any, now: datetime) -> HttpResponse | None:
    go_on = ("Read it", reverse("conferring:views", args=[part.request_id, part.pk]))
    if not form.is_valid():
        return None
    try:
        actions.say_view(part, **form.cleaned_data, by=request.user, at=now)
    except DecidedAlready:
        why = DECIDED if part.conference_id else "They have said it already. It is never written over."
        return not_saved(request, form, why, go_on=go_on)
    except NotTheChair:
        return not_saved(request, form, "The chair writes it down, and somebody else chairs it.", go_on=go_on)
    done(request)
    messages.success(request, f"Written down for {form.cleaned_data['said_by']}.")
    return redirect("conferring:views", part.request_id, part.pk)


def _unheard(found: ConferenceRequest, part: ChildInConference) -> list[tuple[str, str, Side]]:
    """Those of agencies who are invited and have not said yet what they think about this child."""
    heard = set(part.views.values_list("side", "said_by"))
    return [
        (str(each.pk), each.name, Side(each.side))
        for each in found.invitations.order_by("pk")
        if Side(each.side).is_agency and (each.side, each.name) not in heard
    ]


@require_http_methods(["GET", "POST"])
@allow(permissions.CHAIR_CONFERENCES)
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What is decided about one child: writing it, checking it with who dissents, and deciding."""
    found, now = conference_of(request, pk), timezone.now()
    part = part_of(found, number)
    line, leads = line_of(part, request.user), list(may_lead(viewer=request.user))
    form = opened(request, forms.Decide, **_about_the_lead(part, leads, request.user, now))
    if (stopped := _stopped(request, found, part, form)) is not None:
        return stopped
    context = {
        "conference": found, "about": in_words(found), "part": part, "line": line, "form": form,
        "views": views_of(part, viewer=request.user), "categories": dict(forms.CATEGORIES),
        "sides": {side: side.words for side in Side}, "thinks": {view: view.words for view in View},
    }  # fmt: skip
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "conferring/decide.html", context)
    lead = next((each for each in leads if each.pk == form.cleaned_data["lead"]), None)
    if request.POST.get("step") == "confirm":
        return _decide(request, part, form, lead, now) or render(request, "conferring/decide.html", context)
    decided = form.decided
    against = [
        view for view, _ in context["views"]
        if dissents(View(view.view), view.category, led_to_plan=decided.led_to_plan, decided=decided.category)
    ]  # fmt: skip
    return render(request, "conferring/decide_check.html", context | {
        "decided": decided, "lead": lead, "against": against, "category": ABUSE_CATEGORY.label(decided.category)
        if decided.category else "",
    })  # fmt: skip


def _stopped(request: HttpRequest, found: ConferenceRequest, part: ChildInConference, form: Any) -> HttpResponse | None:
    """Where nothing is decided here: it was not held yet, was decided before, or somebody else chairs it."""
    go_on = ("Read the conference", reverse("conferring:one", args=[found.pk]))
    why = ""
    if part.conference_id is not None:
        why = DECIDED
    elif found.chair_id != request.user.pk:
        why = "The chair writes it down, and somebody else chairs it."
    elif found.held_on is None:
        why = "Nothing is decided before the conference was held. Say first that it was."
    if not why:
        return None
    return not_saved(request, form, why, go_on=go_on) if request.method == "POST" else redirect(go_on[1])


def _decide(
    request: HttpRequest, part: ChildInConference, form: Any, lead: Worker | None, now: datetime
) -> HttpResponse | None:  # fmt: skip
    try:
        decide_about(part, form.decided, lead=lead, by=request.user, at=now)
    except DecidedAlready:
        return not_saved(request, form, DECIDED, go_on=("Read it", reverse("conferring:one", args=[part.request_id])))
    except NotASocialWorker as why:
        form.add_error("lead", str(why))
        return None
    except (HasAPlan, PlanIsOver) as refusal:
        form.add_error(None, HAS_A_PLAN if isinstance(refusal, HasAPlan) else IS_OVER)
        return None
    done(request)
    messages.success(request, "Decided.")
    return redirect("conferring:outcome", part.request_id)


def _about_the_lead(part: ChildInConference, leads: list[Worker], viewer: User, now: datetime) -> dict[str, Any]:
    """Who may lead, what the role is called, and who does or, before there is a plan, holds the child."""
    today = local_day(now)
    now_leading = leads_of(part.child_id, viewer=viewer).filter(until_on__isnull=True).first()
    holds = worker_of(part.child, viewer=viewer, on=today)
    usual = now_leading.worker if now_leading else holds.worker if holds else None
    able = {each.pk for each in leads}
    hint = why_not_lead(usual.name, swe_number=usual.swe_number) if usual and usual.pk not in able else ""
    return {
        "leads": [(each.pk, each.name) for each in leads], "hint": hint,
        "role": titles(viewer=viewer, on=today)[ReformRole.LEAD],
        "initial": {"lead": usual.pk if usual and usual.pk in able else None},
    }  # fmt: skip
