"""An e-mail handed in at the desk: read, shown beside what is made of it, and taken in as a contact once."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.queries import agencies
from lintel.steps.front_door.codes import Channel, Concern, InformantKind
from lintel.steps.front_door.intake.actions import InformantTold, Knock, receive_contact
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.web.components.keeping import done, opened, without_errors
from lintel.web.knock import emails, forms
from lintel.web.knock.emails import Email, NotAnEmail
from lintel.web.knock.rows import Together, number, with_rows
from lintel.web.knock.told import adult_of, child_of

SEALED = "The message as it came is kept with who sent it, since that is sealed."
STATED = "e-mail, time as stated at the desk"
LONGEST = 3_000_000


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def take_in(request: HttpRequest) -> HttpResponse:
    """Hand in an e-mail: first the message, then who tells us and whom it is about."""
    form = opened(request, forms.Message)
    if "raw" in form.data:
        return _made_of_it(request, form.data, is_kept=request.method != "POST")
    if request.method == "POST":
        return _read(request, form)
    return render(request, "knock/email.html", {"form": form, "problem": ""})


def _read(request: HttpRequest, form: forms.Message) -> HttpResponse:
    try:
        if not form.is_valid():
            raise NotAnEmail("The text is too long, or cannot be read. Save the e-mail as a file instead.")
        file = form.cleaned_data["file"]
        if file is not None and file.size > emails.LARGEST:
            raise NotAnEmail(f"The file is larger than {emails.LARGEST // 1024 // 1024} MB.")
        raw = file.read() if file is not None else emails.bytes_of(form.cleaned_data["pasted"])
        message = emails.read(raw, now=timezone.now())
        raw = emails.without_attachments(raw)
        if len(raw) > LONGEST:
            raise NotAnEmail("The text of this e-mail is too long. Paste the part that matters.")
    except NotAnEmail as problem:
        return render(request, "knock/email.html", {"form": form, "problem": str(problem)}, status=422)
    return _page(request, message, _typed_from(message, raw), is_checked=False)


def _made_of_it(request: HttpRequest, typed: Any, *, is_kept: bool) -> HttpResponse:
    try:
        raw = base64.b64decode(typed.get("raw", ""), validate=True)
        message = emails.read(raw, now=timezone.now())
    except (binascii.Error, ValueError, NotAnEmail):
        said = "The message was lost on the way. Hand it in once more."
        return render(request, "knock/email.html", {"form": forms.Message(), "problem": said}, status=422)
    typed, step = typed.copy(), typed.get("step", "")
    if step in ("child", "adult"):
        typed[f"{step}-TOTAL_FORMS"] = str(number(typed.get(f"{step}-TOTAL_FORMS")) + 1)
    if step == "inner" and message.forwarded:
        typed["name"], typed["email"] = message.forwarded.name, message.forwarded.address
    if is_kept or step != "send":
        return _page(request, message, typed, is_checked=False)
    page = _forms(message, typed, request)
    if not all(each.is_valid() for each in (page["form"], page["children"], page["adults"])):
        return _page(request, message, typed, is_checked=True)
    now, viewer = timezone.now(), request.user
    contact = receive_contact(_knock(message, raw, page), by=viewer, at=now)  # type: ignore[arg-type]
    if contact.recorded_at is not None and contact.recorded_at < now:
        # What was typed this time is in no contact, so it stays on the page.
        return _page(request, message, typed, is_checked=True, taken_before=contact)
    done(request)
    messages.success(request, f"Taken in as {contact.reference}.")
    return redirect("front_door:contact", contact.pk)


def _knock(message: Email, raw: bytes, page: dict[str, Any]) -> Knock:
    """The knock an e-mail is; the same message handed in again, by whomever and from whichever mailbox, is one."""
    said, kind = page["form"].cleaned_data, InformantKind(page["form"].cleaned_data["kind"])
    agency = next((each for each in page["agencies"] if each.key == said["agency"]), None)
    received_at: datetime = message.received_at or said["stated"]
    original = raw.decode("utf-8", "backslashreplace").replace("\0", "\ufffd")
    names_it = message.message_id or f"{message.sender} {message.subject}"
    return Knock(
        channel=Channel.EMAIL, received_at=received_at, words=said["words"],
        once=hashlib.sha256(f"{names_it}\n{message.text}".encode()).hexdigest(),
        original=SEALED if kind.is_sealed else original, screen="e-mail" if message.received_at else STATED,
        informant=InformantTold(
            kind=kind, name=said["name"], email=said["email"], post=said["post"],
            organisation=said["organisation"] or (agency.name if agency else ""),
            agency_id=agency.pk if agency else None, original=original if kind.is_sealed else "",
        ),
        source=AgencyKind(agency.kind).source if agency else "", is_danger_now=said["danger"],
        concerns=[Concern(each) for each in said["concerns"]],
        children=[child_of(row.cleaned_data, received_at) for row in page["children"] if row.says_something()],
        adults=[adult_of(row.cleaned_data) for row in page["adults"] if row.says_something()],
    )  # fmt: skip


# --- the page ---------------------------------------------------------------------------------------------------------


def _typed_from(message: Email, raw: bytes) -> QueryDict:
    """What the page begins with: what the message says of itself, to be corrected."""
    typed = QueryDict(mutable=True)
    subject = f"{message.subject}\n\n" if message.subject else ""
    typed["raw"], typed["words"] = base64.b64encode(raw).decode(), subject + message.text
    typed["name"], typed["email"] = message.sender.name, message.sender.address
    if stated := emails.stated_in(raw):
        typed["arrived_on-day"], typed["arrived_on-month"] = str(stated.day), str(stated.month)
        typed["arrived_on-year"], typed["arrived_at"] = str(stated.year), f"{stated:%H:%M}"
    return typed


def _forms(message: Email, typed: QueryDict, request: HttpRequest) -> dict[str, Any]:
    known = agencies(viewer=request.user)  # type: ignore[arg-type]
    typed = with_rows(typed)
    return {
        "agencies": known,
        "form": forms.FromAnEmail(
            typed, agencies=[(each.key, each.name) for each in known], has_time=message.received_at is not None
        ),
        "children": forms.Children(typed, prefix="child"), "adults": forms.Adults(typed, prefix="adult"),
    }  # fmt: skip


def _page(
    request: HttpRequest, message: Email, typed: QueryDict, *, is_checked: bool, taken_before: Contact | None = None
) -> HttpResponse:
    page = _forms(message, typed, request)
    if not is_checked:
        for each in ("form", "children", "adults"):
            without_errors(page[each])
    return render(request, "knock/from_an_email.html", {
        "message": message, "it": page["form"], "children": page["children"], "adults": page["adults"],
        "form": Together(page["form"], page["children"], page["adults"]), "taken_before": taken_before,
    })  # fmt: skip
