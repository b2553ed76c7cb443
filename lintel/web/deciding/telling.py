"""Telling whoever told us: who is still owed an answer, and one answer, drafted in plain words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.steps.front_door.codes import InformantKind, Means
from lintel.steps.front_door.models import Contact, Informant
from lintel.steps.front_door.permissions import OPEN_SEALED_INFORMANT, WORK_THE_DESK
from lintel.steps.front_door.queries import informant_of
from lintel.steps.front_door.telling.actions import (
    NotDecidedYet,
    NothingSaid,
    NotSafeToWrite,
    do_not_tell,
    send_and_tell,
    tell_informant,
)
from lintel.steps.front_door.telling.queries import drafted, safe_contact_rules, to_tell, told_about
from lintel.steps.front_door.telling.rules import MEANS_AT_FIRST
from lintel.web.components.keeping import done, opened
from lintel.web.deciding import reading
from lintel.web.deciding.forms import Reason, Tell

INSTEAD = (
    "Do not write. Ring them, or tell them when you see them, in the way they said is safe; then write down here that "
    "you told them by telephone."
)


@require_GET
@allow(WORK_THE_DESK)
def still_to_tell(request: HttpRequest) -> HttpResponse:
    """Everybody who is owed an answer, overdue first."""
    owed = to_tell(viewer=request.user, today=timezone.localdate())
    return render(request, "deciding/to_tell.html", {
        "owed": owed, "overdue": sum(each.is_overdue for each in owed), "who": reading.INFORMANTS,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: the text to start from, how it goes, and that it went; or why nobody is told."""
    contact, now = reading.contact_of(pk, viewer=request.user), timezone.now()
    step = request.POST.get("step", "")
    informant = informant_of(contact, viewer=request.user, opened_at=now if step == "open" else None)
    page = _page(request, contact, informant)
    why_not = Reason(request.POST if step == "not" else None, **WHY_NOT, prefix="not")
    if step == "not" and why_not.is_valid():
        do_not_tell(contact, because=why_not.cleaned_data["because"], by=request.user, at=now)
        messages.success(request, "It is written down why they are not told.")
        return redirect("deciding:decide", contact.pk)
    if step in ("", "open", "not"):
        form = Tell(initial=page["first"]) if step else opened(request, Tell, initial=page["first"])
        return render(request, "deciding/tell.html", page | {"form": form, "why_not": why_not})
    form = opened(request, Tell)
    if form.is_valid() and (answer := _told(request, contact, form, step, now)):
        return answer
    return render(request, "deciding/tell.html", page | {"form": form, "why_not": why_not})


WHY_NOT: dict[str, Any] = {
    "label": "Why they are not told", "missing": "Write why they are not told",
    "hint": "For example: they left no name, or it would not be safe.",
}  # fmt: skip


def _page(request: HttpRequest, contact: Contact, informant: Informant | None) -> dict[str, Any]:
    draft = drafted(
        contact, council=settings.COUNCIL_NAME, name=informant.name if informant else "", viewer=request.user
    )
    means = MEANS_AT_FIRST.get(InformantKind(informant.kind), "") if informant else ""
    text = draft.text if draft else ""
    subject = quote(f"Your contact {contact.reference}")
    return {
        "contact": contact, "informant": informant, "draft": draft,
        "who": reading.INFORMANTS.get(InformantKind(informant.kind), "") if informant else "",
        "told": told_about(contact, viewer=request.user), "can_send": bool(settings.EMAIL_HOST),
        "rules": [(name_of(rule.person), rule) for rule in safe_contact_rules(contact, viewer=request.user)],
        "reasons": [(name_of(line.child), line.rationale) for line in contact.children.select_related("child")],
        "may_open": may(request.user, OPEN_SEALED_INFORMANT),
        "first": {"means": means, "text": text} | _where(informant),
        "mail": f"mailto:{quote(informant.email)}?subject={subject}&body={quote(text)}"
        if informant and informant.email
        else "",
    }  # fmt: skip


def _where(informant: Informant | None) -> dict[str, str]:
    """Where the first means leads: the portal of their agency, else the address they gave, whichever there is."""
    if informant is None:
        return {}
    agency = informant.agency.name if informant.agency else informant.organisation
    if informant.kind == InformantKind.POLICE:
        return {"to": agency or "Police"}
    return {"to": informant.email or informant.telephone or informant.address}


def is_one_address(text: str) -> bool:
    """Whether it is exactly one e-mail address, so that nothing about a child goes to anybody else by mistake."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


def _told(request: HttpRequest, contact: Contact, form: Tell, step: str, now: datetime) -> HttpResponse | None:
    """Tell, and go back to the contact; None where it may not go, with the reason in the form."""
    how = {"means": Means(form.cleaned_data["means"]), "to": form.cleaned_data["to"], "text": form.cleaned_data["text"]}
    is_sent = step == "send" and how["means"] == Means.EMAIL and bool(settings.EMAIL_HOST)
    if is_sent and not is_one_address(how["to"]):
        form.add_error("to", "Write one e-mail address, such as name@school.example")
        return None
    try:
        if is_sent:
            send_and_tell(contact, to=how["to"], text=how["text"], by=request.user, at=now)
        else:
            tell_informant(contact, **how, by=request.user, at=now)
    except NotSafeToWrite as rule:
        form.add_error("means", f"Not safe: {rule.why}. {INSTEAD}")
        return None
    except NotDecidedYet:
        form.add_error(None, "A child in this contact is still undecided, or waits for a signature. Tell them then.")
        return None
    except NothingSaid:
        form.add_error("text", "Write what you tell them")
        return None
    done(request)
    messages.success(request, "Sent, and written down." if is_sent else "It is written down that they were told.")
    return redirect("deciding:decide", contact.pk)
