"""The two forms for whoever has no account: fill in, check, send; or save, and come back by a link."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lintel.foundation.access.channels.actions import channel_account
from lintel.foundation.access.gate import PUBLIC, allow
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.queries import agencies
from lintel.foundation.drafts.actions import forget_saved, save_for_later
from lintel.foundation.drafts.queries import saved_form
from lintel.foundation.drafts.rules import SAVED_FOR, worth_keeping
from lintel.foundation.local_limits.queries import all_limits
from lintel.steps.front_door.intake.actions import NoDesk, receive_contact
from lintel.web.components.keeping import without_errors
from lintel.web.knock import forms
from lintel.web.knock.rates import is_too_often
from lintel.web.knock.rows import Together, number, with_rows
from lintel.web.knock.told import Told, knock_of, told_by

KINDS = {"professional": "The professional’s form", "public": "The public form"}
TOKEN = re.compile(r"[0-9a-f]{32}")
RECEIPTS = "receipt"
TOO_OFTEN = (
    "A great many messages came from your network in the last hour, so this one could not be taken in. It is still "
    "here, on this page: send it again later, or ring us."
)
NO_DESK = "This could not be taken in just now. It is still here, on this page. Please ring us instead."


@dataclass
class Filled:
    """A form with its rows, as one page has it."""

    kind: str
    form: Any
    children: Any
    adults: Any
    agencies: list[Agency]
    once: str
    link: str

    @property
    def is_professional(self) -> bool:
        return self.kind == "professional"

    def is_valid(self) -> bool:
        return all(each.is_valid() for each in (self.form, self.children, self.adults))

    def words_of(self, bound: Any) -> str:
        """What was chosen from a list, in the words of the list."""
        words, chosen = dict(bound.field.choices), self.form.cleaned_data[bound.name]
        return ", ".join(words[each] for each in ([chosen] if isinstance(chosen, str) else chosen))

    def told(self) -> Told:
        chosen = self.form.cleaned_data.get("agency")
        agency = next((each for each in self.agencies if each.key == chosen), None)
        return told_by(self.form, self.children, self.adults, agency=agency, is_professional=self.is_professional)

    def without_errors(self) -> Filled:
        for each in (self.form, self.children, self.adults):
            without_errors(each)
        return self


@require_safe
@allow(PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    """Which of the two forms, and whom to ring when it cannot wait."""
    return render(request, "knock/start.html", ringing())


# Forging this form from elsewhere gains nobody anything: it acts for nobody who is signed in, and anybody may send it.
# A token gone stale would lose a worried person's words, and nothing keeps those of somebody without an account.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@allow(PUBLIC)
def tell(request: HttpRequest, kind: str) -> HttpResponse:
    """The form. Which button was pressed says what happens; without one it is checked."""
    if kind not in KINDS:
        raise Http404
    if request.method != "POST":
        return _page(request, _filled(kind, QueryDict(mutable=True)).without_errors())
    typed, step = request.POST.copy(), request.POST.get("step", "check")
    if step in ("child", "adult"):
        typed[f"{step}-TOTAL_FORMS"] = str(number(typed.get(f"{step}-TOTAL_FORMS")) + 1)
        return _page(request, _filled(kind, typed).without_errors(), added=step)
    filled = _filled(kind, typed)
    if step == "change":
        return _page(request, filled.without_errors())
    if step == "save":
        return _save(request, filled)
    if not filled.is_valid():
        return _page(request, filled)
    return _send(request, filled) if step == "send" else _check(request, filled)


@never_cache
@require_safe
@allow(PUBLIC)
def again(request: HttpRequest, link: str) -> HttpResponse:
    """A form somebody saved, opened by its link."""
    found = saved_form(link, viewer=request.user, at=timezone.now())
    if found is None:
        return render(request, "knock/run_out.html", ringing(), status=404)
    typed = QueryDict(mutable=True)
    for name, texts in found.fields.items():
        typed.setlist(name, texts)
    typed["link"] = link
    return _page(request, _filled(found.kind, typed).without_errors(), saved_at=found.saved_at)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(PUBLIC)
def saved(request: HttpRequest, link: str) -> HttpResponse:
    """The link of a saved form, to write down or to have sent."""
    found = saved_form(link, viewer=request.user, at=timezone.now())
    if found is None:
        return render(request, "knock/run_out.html", ringing(), status=404)
    form = forms.SendTheLink(request.POST or None)
    address = request.build_absolute_uri(reverse("knock:again", args=[link]))
    until = timezone.localtime(found.saved_at + SAVED_FOR)
    sent_to, problem = "", ""
    if request.method == "POST" and form.is_valid():
        problem = _send_link(request, form.cleaned_data["email"], address, until=f"{until:%-d %B %Y}")
        sent_to = "" if problem else form.cleaned_data["email"]
    return render(request, "knock/saved.html", {
        "form": form, "address": address, "link": link, "until": until, "sent_to": sent_to, "problem": problem,
        "can_send": bool(settings.EMAIL_HOST) or settings.PEOPLE_ARE_INVENTED, **ringing(),
    })  # fmt: skip


@never_cache
@require_safe
@allow(PUBLIC)
def received(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt: its number, when it came, and what happens next. It says nothing of what was sent."""
    try:
        said = signing.loads(receipt, salt=RECEIPTS)
    except signing.BadSignature as forged:
        raise Http404 from forged
    today, limits = timezone.localdate(), all_limits()
    return render(request, "knock/received.html", {
        **said, "hours": limits.time_limit("contact_decision", on=today).amount,
        "working_days": limits.time_limit("referrer_told", on=today).amount, **ringing(),
    })  # fmt: skip


def ringing() -> dict[str, Any]:
    """Whom to ring."""
    return {
        "telephone": settings.FRONT_DOOR_TELEPHONE, "hours_open": settings.FRONT_DOOR_HOURS,
        "out_of_hours": settings.OUT_OF_HOURS_TELEPHONE,
    }  # fmt: skip


# --- the steps of the form --------------------------------------------------------------------------------------------


def _filled(kind: str, typed: QueryDict) -> Filled:
    typed = with_rows(typed)
    known = agencies(viewer=channel_account(KINDS[kind], at=timezone.now())) if kind == "professional" else []
    form: Any = (
        forms.Professional(typed, agencies=[(each.key, each.name) for each in known])
        if kind == "professional"
        else forms.Public(typed)
    )
    once, link = typed.get("once", ""), typed.get("link", "")
    return Filled(
        kind=kind, form=form, agencies=known,
        children=forms.Children(typed, prefix="child"), adults=forms.Adults(typed, prefix="adult"),
        once=once if TOKEN.fullmatch(once) else uuid4().hex, link=link,
    )  # fmt: skip


def _page(request: HttpRequest, filled: Filled, *, problem: str = "", status: int = 200, **more: Any) -> HttpResponse:
    shown = {"added": "", "saved_at": None, "problem": problem} | more
    return render(request, "knock/tell.html", {
        "filled": filled, "kind": filled.kind, "asked": _asked(filled), **shown, **ringing(),
        "form": Together(filled.form, filled.children, filled.adults),
    }, status=status)  # fmt: skip


def _asked(filled: Filled) -> list[dict[str, Any]]:
    """What the completeness meter lists, and which boxes each item looks at."""
    asked = Told(answers={}, children=(), adults=(), is_professional=filled.is_professional).asked
    return [{"words": item.words, "boxes": forms.BOXES[item]} for item in asked]


def _check(request: HttpRequest, filled: Filled) -> HttpResponse:
    kept = [
        (name, text)
        for name, texts in worth_keeping(request.POST.lists()).items()
        for text in texts
        if name not in ("step", "once")
    ]
    return render(request, "knock/check.html", {
        "filled": filled, "told": filled.told(), "kind": filled.kind, "kept": kept, "once": filled.once, **ringing(),
    })  # fmt: skip


def _send(request: HttpRequest, filled: Filled) -> HttpResponse:
    if is_too_often(request, "send"):
        return _page(request, filled, problem=TOO_OFTEN, status=429)
    now = timezone.now()
    by = channel_account(KINDS[filled.kind], at=now)
    knock = knock_of(filled.told(), once=filled.once, received_at=now)
    try:
        with transaction.atomic():
            contact = receive_contact(knock, by=by, at=now)
    except NoDesk:
        return _page(request, filled, problem=NO_DESK, status=503)
    if filled.link:
        forget_saved(filled.link)
    receipt = {
        "reference": contact.reference, "kind": filled.kind, "is_danger": knock.is_danger_now,
        "is_reachable": bool(knock.informant and (knock.informant.telephone or knock.informant.email)),
        "at": f"{timezone.localtime(contact.received_at or now):%-d %B %Y at %H:%M}",
    }  # fmt: skip
    return redirect("knock:received", signing.dumps(receipt, salt=RECEIPTS, compress=True))


def _save(request: HttpRequest, filled: Filled) -> HttpResponse:
    fields = {name: texts for name, texts in worth_keeping(request.POST.lists()).items() if name != "step"}
    if is_too_often(request, "save") or not fields:
        return _page(request, filled.without_errors(), problem=TOO_OFTEN if fields else forms.TOO_LONG, status=429)
    now = timezone.now()
    known = bool(filled.link) and saved_form(filled.link, viewer=request.user, at=now) is not None
    link = filled.link if known else secrets.token_urlsafe(24)
    save_for_later({**fields, "once": [filled.once]}, link=link, kind=filled.kind, at=now)
    return redirect("knock:saved", link)


def _send_link(request: HttpRequest, to: str, address: str, *, until: str) -> str:
    """Send the link; what went wrong, in words, or nothing."""
    if is_too_often(request, "letter"):
        return "Too many links were sent from your network in the last hour. Write the link down instead."
    words = render(request, "knock/link.txt", {"address": address, "until": until}).content.decode()
    try:
        send_mail("The form you began", words, None, [to])
    except (OSError, SMTPException):
        return "The e-mail could not be sent. Write the link down instead."
    return ""
