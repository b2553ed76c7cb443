"""What early help was asked, for those who answer and for those who asked: the same words on both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.early_help import actions
from lintel.journey.handovers.early_help.queries import Asked, asked_of_early_help, one_asked
from lintel.journey.history.queries import child_known
from lintel.steps.early_help.actions import (
    AnsweredAlready,
    NotAcceptedYet,
    NothingSaid,
    NotMetYet,
    NotOnThatDay,
    OverAlready,
)
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.permissions import ANSWER_FOR_EARLY_HELP, ASK_EARLY_HELP, SEE_EARLY_HELP
from lintel.steps.early_help.queries import of_the_same_contact
from lintel.steps.early_help.rules import Stage
from lintel.steps.front_door.codes import Concern, Consent, Part
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
    found = asked_of_early_help(viewer=request.user, today=timezone.localdate())
    met = [each for each in found if each.verdicts]
    met.sort(key=lambda each: each.verdicts[0].judged_on, reverse=True)
    return render(request, "early_help/held.html", {"found": met})


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
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepting, with a lead practitioner."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        who = typed["lead_practitioner"]
        actions.accept_for_early_help(asked, lead_practitioner=who, by=request.user, at=timezone.now())
        return "Early help has the family from now on."

    return _do(request, pk, forms.Accept, "Accept", act, family=True)


@require_http_methods(["GET", "POST"])
@allow(ANSWER_FOR_EARLY_HELP)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sending back what cannot be accepted yet, and saying what is missing."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        actions.send_back_to_front_door(asked[0], missing=typed["missing"], by=request.user, at=timezone.now())
        return "Sent back. The front door is told what is missing, and has the family."

    return _do(request, pk, forms.SendBack, "Send back", act)


@require_http_methods(["GET", "POST"])
@allow(ASK_EARLY_HELP)
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking again with what was missing."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        actions.ask_early_help_again(asked[0], answer=typed["answer"], by=request.user, at=timezone.now())
        return "Early help is asked again, with your answer and all that was said before."

    return _do(request, pk, forms.AskAgain, "Ask early help again", act)


@require_http_methods(["GET", "POST"])
@allow(ANSWER_FOR_EARLY_HELP)
def met(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying on which day the family was first met."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        actions.first_met_by_early_help(asked, met_on=typed["met_on"], by=request.user, at=timezone.now())
        return "It is written down that the family was met."

    return _do(request, pk, forms.Met, "The family was met", act, family=True)


@require_http_methods(["GET", "POST"])
@allow(ANSWER_FOR_EARLY_HELP)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ending early help for a child."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        actions.end_early_help(asked[0], because=typed["because"], by=request.user, at=timezone.now())
        return "Early help has ended. Whether it holds is looked at after six and twelve months, by itself."

    return _do(request, pk, forms.End, "End early help", act)


@require_http_methods(["GET", "POST"])
@allow(ANSWER_FOR_EARLY_HELP)
def step_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stepping up: one box; the front door has everything, and the family, at once."""

    def act(asked: list[EarlyHelpRequest], typed: dict[str, Any]) -> str:
        contact = actions.step_up(asked, because=typed["because"], by=request.user, at=timezone.now())
        return f"Stepped up. The front door has the family now: contact {contact.reference}, among what is red."

    return _do(request, pk, forms.StepUp, "Step up", act, family=True)


def _do(
    request: HttpRequest, pk: int, form_class: type[django_forms.Form], title: str,
    act: Callable[[list[EarlyHelpRequest], dict[str, Any]], str], *, family: bool = False,
) -> HttpResponse:  # fmt: skip
    """A form about one request: shown, or done and back to the request with what happened, or with who was first."""
    each = _asked(request, pk)
    others = {other.request.pk: other for other in _family(request, each)} if family else {}
    details = {"family": [(key, other.name) for key, other in others.items()]} if family else {}
    form = opened(request, form_class, **details)
    if request.method == "POST" and form.is_valid():
        together = [others[key].request for key in form.others] if isinstance(form, forms._Together) else []
        try:
            messages.success(request, act([each.request, *together], form.cleaned_data))
        except NotOnThatDay:
            form.add_error("met_on", "The day must not be before early help was asked, nor after today")
            return render(request, "early_help/typed.html", {"each": each, "form": form, "title": title})
        except tuple(REFUSALS) as refusal:
            messages.info(request, REFUSALS[type(refusal)])
        done(request)
        return redirect("early_help:one", pk) if _is_still_theirs(request, pk) else redirect("early_help:asked")
    return render(request, "early_help/typed.html", {"each": each, "form": form, "title": title})


def _asked(request: HttpRequest, pk: int) -> Asked:
    if (found := one_asked(pk, viewer=request.user, today=timezone.localdate())) is None:
        raise Http404
    return found


def _is_still_theirs(request: HttpRequest, pk: int) -> bool:
    return one_asked(pk, viewer=request.user, today=timezone.localdate()) is not None


def _family(request: HttpRequest, each: Asked) -> list[Asked]:
    """Brothers and sisters of the same contact who stand where this child stands."""
    same = {other.pk for other in of_the_same_contact(each.request, viewer=request.user)}
    found = asked_of_early_help(viewer=request.user, today=timezone.localdate())
    return [other for other in found if other.request.pk in same and other.stage is each.stage]


def _page(request: HttpRequest, each: Asked) -> dict[str, Any]:
    """What was told, decided and agreed, and the child's history, as far as this viewer may see it."""
    line, viewer = each.request.child_contact, request.user
    page: dict[str, Any] = {
        "each": each, "stage": each.stage, "today": timezone.localdate(), "family": _family(request, each),
        "consent": Consent(each.request.consent).words if each.request.consent in set(Consent) else "",
        "contact": None, "adults": [], "decision": None, "child": None, "informant": "", "concerns": [],
    }  # fmt: skip
    contact = contacts(viewer=viewer).filter(pk=line.contact_id).first() if line else None
    if contact is None or line is None:
        return page
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
