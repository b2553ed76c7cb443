"""Signing decisions: the list, and one decision with what was known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.actions import NoEarlyHelp, return_decision, sign_decision
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.deciding.actions import AlreadySigned, DangerOpen, NotYourOwn
from lintel.steps.front_door.deciding.queries import decision_of
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.permissions import SIGN_DECISIONS
from lintel.steps.front_door.queries import decisions_to_sign
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.deciding import reading
from lintel.web.deciding.forms import Reason

STILL_IN_DANGER = "Somebody said since that a child is in danger now. It cannot be closed before that is over."

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

NO_EARLY_HELP = "There is no early help team to hand the family to. Nothing is signed; ask for one to be named first."


@require_GET
@allow(SIGN_DECISIONS)
def to_sign(request: HttpRequest) -> HttpResponse:
    """Decisions that wait for a signature and are not one's own; the clock of each runs on."""
    now = timezone.now()
    waiting = [_waiting(each, viewer=request.user, at=now) for each in decisions_to_sign(viewer=request.user)]
    return render(request, "deciding/to_sign.html", {"waiting": waiting})


@require_http_methods(["GET", "POST"])
@allow(SIGN_DECISIONS)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with what was known then: sign it, or return it and say why."""
    decision, now = decision_of(pk, viewer=request.user), timezone.now()
    if decision is None or not decision.signature_asked_because:
        raise Http404
    form = opened(
        request, Reason, label="Why it goes back", missing="Write why it goes back",
        hint="Whoever decided is told, and decides again. The clock runs on.",
    )  # fmt: skip
    if request.method == "POST" and request.POST.get("step") == "sign":
        return _sign(request, decision, now)
    if request.method == "POST" and form.is_valid():
        return _return(request, decision, form, now)
    return render(request, "deciding/sign.html", {
        "form": form, "known": reading.shown_again(decision, viewer=request.user, at=now),
        "is_own": decision.decided_by == request.user, "contact": decision.child_contact.contact,
        **_waiting(decision, viewer=request.user, at=now),
    })  # fmt: skip


def _sign(request: HttpRequest, decision: Decision, now: datetime) -> HttpResponse:
    try:
        sign_decision(decision, by=request.user, at=now)
        messages.success(request, "Signed. From now on it holds.")
    except NotYourOwn:
        messages.error(request, "Nobody signs their own decision. Another manager signs it.")
    except AlreadySigned:
        messages.info(request, "A colleague has signed or returned it already.")
    except DangerOpen:
        messages.error(request, STILL_IN_DANGER)
    except NoEarlyHelp:
        messages.error(request, NO_EARLY_HELP)
    return redirect("deciding:to_sign")


def _return(request: HttpRequest, decision: Decision, form: Reason, now: datetime) -> HttpResponse:
    try:
        return_decision(decision, because=form.cleaned_data["because"], by=request.user, at=now)
    except AlreadySigned:
        to_sign = ("Decisions to sign", reverse("deciding:to_sign"))
        return not_saved(request, form, "A colleague has signed or returned it already.", go_on=to_sign)
    done(request)
    messages.success(request, f"Returned. {decision.decided_by.name} is told, and the child is undecided again.")
    return redirect("deciding:to_sign")


def _waiting(decision: Decision, *, viewer: User, at: datetime) -> dict[str, object]:
    line = decision.child_contact
    return {
        "decision": decision, "name": name_of(line.child), "outcome": Outcome(decision.outcome).words,
        "clock": reading.clock_in_words(line, viewer=viewer, at=at) if line.decided_on is None else "",
    }  # fmt: skip
