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
from lintel.steps.front_door.desk.page.actions import note_opened
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
    note_opened(contact, by=request.user, at=now)
    if step == "open":
        return _ask(request, page, Tell(initial=page["first"] | _typed(request)), _why_not(request))
    if step == "not":
        why_not = opened(request, Reason, **WHY_NOT)
        if why_not.is_valid():
            do_not_tell(contact, because=why_not.cleaned_data["because"], by=request.user, at=now)
            done(request)
            messages.success(request, "It is written down why they are not told.")
            return redirect("deciding:decide", contact.pk)
        return _ask(request, page, Tell(initial=page["first"] | _typed(request)), why_not, wrong=why_not)
    form = opened(request, Tell, initial=page["first"])
    if request.method == "POST" and form.is_valid() and (answer := _told(request, contact, form, step, now)):
        return answer
    return _ask(request, page, form, _why_not(request), wrong=form)


def _ask(
    request: HttpRequest, page: dict[str, Any], letter: Tell, why_not: Reason, *, wrong: Tell | Reason | None = None
) -> HttpResponse:
    """The page, with both halves of its form; what is wrong in one of them stands at its head."""
    return render(request, "deciding/tell.html", page | {"letter": letter, "why_not": why_not, "form": wrong})


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stood in the letter when something else was pressed: it stays."""
    return {name: said for name in Tell.base_fields if (said := request.POST.get(name, "").strip())}


def _why_not(request: HttpRequest) -> Reason:
    """The other half of the form while nobody has sent it: with what was typed in it."""
    if request.method == "POST":
        return Reason(initial={"because": request.POST.get("not-because", "")}, **WHY_NOT)
    return opened(request, Reason, **WHY_NOT)


WHY_NOT: dict[str, Any] = {
    "label": "Why they are not told", "missing": "Write why they are not told",
    "hint": "For example: they left no name, or it would not be safe.", "prefix": "not",
}  # fmt: skip


def _page(request: HttpRequest, contact: Contact, informant: Informant | None) -> dict[str, Any]:
    # Somebody sealed is greeted without a name: the letter is kept where others read it.
    name = informant.name if informant and not informant.is_sealed else ""
    draft = drafted(contact, council=settings.COUNCIL_NAME, name=name, viewer=request.user)
    means = MEANS_AT_FIRST.get(InformantKind(informant.kind), "") if informant else ""
    text = draft.text if draft else ""
    subject = quote(f"Your contact {contact.reference}")
    return {
        "contact": contact, "informant": informant, "draft": draft,
        "who": reading.INFORMANTS.get(InformantKind(informant.kind), "") if informant else "",
        "told": told_about(contact, viewer=request.user, opened=informant), "can_send": bool(settings.EMAIL_HOST),
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
