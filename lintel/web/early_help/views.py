"""What early help was asked, for those who answer and for those who asked: the same words on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.early_help import actions
from lintel.journey.handovers.early_help.queries import (
    Asked,
    asked_of_early_help,
    asked_together_with,
    met_by_early_help,
    one_asked,
    whether_they_held,
)
from lintel.journey.history.queries import child_known
from lintel.steps.early_help.actions import (
    AnsweredAlready,
    NotAcceptedYet,
    NothingSaid,
    NotMetYet,
    NotOnThatDay,
    OverAlready,
)
from lintel.steps.early_help.permissions import ANSWER_FOR_EARLY_HELP, ASK_EARLY_HELP, SEE_EARLY_HELP
from lintel.steps.early_help.queries import requests
from lintel.steps.early_help.rules import Stage
from lintel.steps.front_door.codes import Concern, Consent, Part
from lintel.steps.front_door.desk.page.actions import note_opened
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import adults_in, contacts, decisions_of
from lintel.web.components.keeping import done, opened
from lintel.web.early_help import forms

# In the order of the list: what waits for somebody first.
GROUPS = (
    (Stage.SENT_BACK, "Sent back: early help needs to know more"), (Stage.TO_ANSWER, "To answer"),
    (Stage.TO_MEET, "Accepted, not met yet"), (Stage.STEPPED_UP, "Stepped up, with the front door"),
    (Stage.WITH_EARLY_HELP, "With early help"),
)  # fmt: skip
REFUSALS: dict[type[Exception], str] = {
    AnsweredAlready: "A colleague has answered this already.", NotAcceptedYet: "Early help has not accepted it yet.",
    OverAlready: "Early help has ended for this child.", NothingSaid: "There was nothing written.",
    actions.NotWithEarlyHelp: "Somebody else has the family now; the page says who.",
    actions.AnsweredSince: "Early help was asked again already.",
    NotMetYet: "Nobody has met the family. Early help lets go of nobody unseen: meet them, or step up and say so.",
    NotOnThatDay: "The day must not be before early help was asked, nor after today",
}  # fmt: skip
HELD_ON_A_PAGE = 50


@dataclass(frozen=True)
class Act:
    """
    One thing that is done about a request.

    :param do: what it does with the request, or with it and its brothers and sisters; takes the form's one answer.
    :param said: what is said once it is done.
    """

    form: type[django_forms.Form]
    title: str
    do: Callable[..., Any]
    said: str
    is_for_family: bool = False


ACTS = {
    "accept": Act(
        forms.Accept, "Accept", actions.accept_for_early_help, "Accepted. The page says who has the family.", True
    ),
    "send_back": Act(
        forms.SendBack, "Send back", actions.send_back_to_front_door,
        "Sent back. The front door is told what is missing, and has the family.",
    ),
    "ask_again": Act(
        forms.AskAgain, "Ask early help again", actions.ask_early_help_again,
        "Early help is asked again, with your answer and all that was said before.",
    ),
    "met": Act(
        forms.Met, "The family was met", actions.first_met_by_early_help, "It is written down that the family was met.",
        True,
    ),
    "end": Act(
        forms.End, "End early help", actions.end_early_help,
        "Early help has ended. Whether it holds is looked at after six and twelve months, by itself.",
    ),
    "step_up": Act(
        forms.StepUp, "Step up", actions.step_up,
        "Stepped up. The front door has the family now: contact {0.reference}, among what is red.", True,
    ),
}  # fmt: skip


@require_GET
@allow(SEE_EARLY_HELP)
def asked(request: HttpRequest) -> HttpResponse:
    """Everything that waits, by the clock, with who has each family."""
    today = timezone.localdate()
    found = asked_of_early_help(viewer=request.user, today=today)
    groups = [(title, stage, [each for each in found if each.stage is stage]) for stage, title in GROUPS]
    return render(request, "early_help/asked.html", {
        "groups": [group for group in groups if group[2]], "today": today,
        "late": sum(each.stage is Stage.TO_ANSWER and each.accept_by < today for each in found),
    })  # fmt: skip


@require_GET
@allow(SEE_EARLY_HELP)
def held(request: HttpRequest) -> HttpResponse:
    """Whether it held, six and twelve months after the first meeting, worked out from the record."""
    met = met_by_early_help(viewer=request.user)
    page = Paginator(met, HELD_ON_A_PAGE).get_page(request.GET.get("page"))
    found = whether_they_held(list(page), viewer=request.user, today=timezone.localdate())
    return render(request, "early_help/held.html", {"found": found, "page": page})


@require_GET
@allow(SEE_EARLY_HELP)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with everything carried over, and what can be done about it now."""
    each = _asked(request, pk)
    return render(request, "early_help/one.html", _page(request, each) | {
        "may_answer": may(request.user, ANSWER_FOR_EARLY_HELP), "may_ask": may(request.user, ASK_EARLY_HELP),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ANSWER_FOR_EARLY_HELP)
def answer(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """What those who answer for early help do about a request: one form each, and one box in it."""
    return _do(request, pk, ACTS[act])


@require_http_methods(["GET", "POST"])
@allow(ASK_EARLY_HELP)
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking again with what was missing."""
    return _do(request, pk, ACTS["ask_again"])


def _do(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """
    A form about one request: shown, or done and back to the request with what happened. What is refused is said on the
    same page, and the words stay.
    """
    each = _asked(request, pk)
    family = asked_together_with(each, viewer=request.user, today=timezone.localdate()) if act.is_for_family else []
    details = {"family": [(other.request.pk, other.name) for other in family]} if act.is_for_family else {}
    is_step_down = act.form is forms.Accept and each.request.referral_id is not None
    form = opened(request, forms.AcceptStepDown if is_step_down else act.form, **details)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        chosen = {int(key) for key in typed.pop("together", [])}
        asked = [each.request, *(other.request for other in family if other.request.pk in chosen)]
        try:
            became = act.do(asked if act.is_for_family else each.request, **typed, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            if "joint_visit_on" in form.fields and isinstance(refusal, NotOnThatDay):
                form.add_error("joint_visit_on", "Book a day that is still to come")
            else:
                form.add_error("met_on" if isinstance(refusal, NotOnThatDay) else None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, act.said.format(became))
            is_theirs = requests(viewer=request.user).filter(pk=pk).exists()
            return redirect("early_help:one", pk) if is_theirs else redirect("early_help:asked")
    return render(request, "early_help/typed.html", {"each": each, "form": form, "title": act.title})


def _asked(request: HttpRequest, pk: int) -> Asked:
    if (found := one_asked(pk, viewer=request.user, today=timezone.localdate())) is None:
        raise Http404
    return found


def _page(request: HttpRequest, each: Asked) -> dict[str, Any]:
    """What was told, decided and agreed, and the child's history, as far as this viewer may see it."""
    line, viewer, today = each.request.child_contact, request.user, timezone.localdate()
    page: dict[str, Any] = {
        "each": each, "stage": each.stage, "today": today,
        "family": asked_together_with(each, viewer=viewer, today=today),
        "consent": Consent(each.request.consent).words if each.request.consent in set(Consent) else "",
        "contact": None, "adults": [], "decision": None, "child": None, "informant": "", "concerns": [],
    }  # fmt: skip
    contact = contacts(viewer=viewer).filter(pk=line.contact_id).first() if line else None
    if contact is None or line is None:
        return page
    note_opened(contact, by=viewer, at=timezone.now())
    decisions = [d for d in decisions_of(contact, viewer=viewer) if d.child_contact_id == line.pk and not d.returned_at]
    return page | {
        "contact": contact, "decision": decisions[-1] if decisions else None, "consent_reason": line.consent_reason,
        "concerns": [Concern(concern).words for concern in contact.concerns], "adults": _adults(contact, request),
        "child": _child(child_known(line, viewer=viewer, at=timezone.now())),
    }  # fmt: skip


def _adults(contact: Contact, request: HttpRequest) -> list[str]:
    return [
        f"{name_of(adult.person)}, {Part(adult.part).replace('_', ' ')}"
        for adult in adults_in(contact, viewer=request.user)
    ]


def _child(known: dict[str, Any]) -> dict[str, Any]:
    lines = [line | {"on": date.fromisoformat(line["on"])} for line in known["chronology"]]
    born = known["date_of_birth"]
    return known | {"chronology": lines, "born": date.fromisoformat(born) if born else None}
