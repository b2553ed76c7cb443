"""Sending an enquiry, sending it back, signing it, and asking for the conference it leads to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.journey.enquiring.actions import (
    ask_for_its_conference,
    open_to_write,
    send_back_to_author,
    send_to_manager,
    sign_enquiry,
)
from lintel.journey.enquiring.page import Page
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES
from lintel.steps.enquiry_work.codes import Outcome, Section, State
from lintel.steps.enquiry_work.permissions import SIGN_ENQUIRIES, WRITE_ENQUIRIES
from lintel.steps.enquiry_work.queries import wrote_in
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.enquiring import forms
from lintel.web.enquiring.opening import REFUSALS, REFUSED, page_of


@require_http_methods(["GET", "POST"])
@allow(WRITE_ENQUIRIES)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reader would miss, and which items nobody covered; then to the manager."""
    page = page_of(request, pk)
    if request.method == "POST":
        now = timezone.now()
        try:
            send_to_manager(open_to_write(page.enquiry, by=request.user, at=now), by=request.user, at=now)
        except REFUSED as refusal:
            messages.error(request, REFUSALS[type(refusal)])
        else:
            messages.success(request, "It is with the manager, who is told.")
        return redirect("enquiring:one", pk)
    can = page.state in (State.WRITING, State.SENT_BACK) and page.outcome is not None
    return render(request, "enquiring/send.html", {"page": page, "can_send": can})


@require_http_methods(["GET", "POST"])
@allow(SIGN_ENQUIRIES)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager's page: what is missing, what nobody covered, all that is written, and the signature."""
    page = page_of(request, pk)
    form = forms.Sign(request.POST or None, wait_for=_wait_for(page))
    if request.method == "POST" and form.is_valid():
        said, records = form.cleaned_data, form.cleaned_data["read_uncovered"].split()
        try:
            made = sign_enquiry(
                page.enquiry, read_at=said["read_at"], read_uncovered=records, asks_now=not said.get("later", False),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except REFUSED as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            asked = " The conference is asked for." if made.request else ""
            messages.success(request, f"Signed. The author is told.{asked}")
            return redirect("enquiring:one", pk)
    return render(request, "enquiring/sign.html", _to_sign(request, page, form))


@require_http_methods(["GET", "POST"])
@allow(SIGN_ENQUIRIES)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the author with what is missing."""
    page = page_of(request, pk)
    form = opened(request, forms.SendBack)
    if request.method == "POST" and form.is_valid():
        go_on = ("Read the enquiry", reverse("enquiring:one", args=[pk]))
        if page.work is None:
            return not_saved(request, form, "Nothing of it is written yet.", go_on=go_on)
        try:
            send_back_to_author(page.work, missing=form.cleaned_data["missing"], by=request.user, at=timezone.now())
        except REFUSED as refusal:
            return not_saved(request, form, REFUSALS[type(refusal)], go_on=go_on)
        done(request)
        messages.success(request, "Sent back. The author is told what is missing.")
        return redirect("enquiring:one", pk)
    context = {"page": page, "form": form, "is_with_manager": page.state is State.WITH_MANAGER}
    return render(request, "enquiring/send_back.html", context)


@require_POST
@allow(ASK_FOR_CONFERENCES)
def ask_conference(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the conference a signed enquiry leads to, where that was not done with the signature."""
    page = page_of(request, pk)
    try:
        ask_for_its_conference(page.enquiry, by=request.user, at=timezone.now())
    except REFUSED as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, "The conference is asked for.")
    return redirect("enquiring:one", pk)


def _wait_for(page: Page) -> str:
    """Brothers and sisters whose enquiries are not signed yet, where this one leads to a conference."""
    if page.outcome is not Outcome.CONFERENCE:
        return ""
    return " and ".join(each.name for each in page.begun.beside if each.state not in (State.SIGNED, State.ENDED))


def _to_sign(request: HttpRequest, page: Page, form: forms.Sign) -> dict[str, Any]:
    is_author = page.enquiry.worker_id is not None and page.enquiry.worker_id == request.user.worker_id
    wrote = page.work is not None and wrote_in(page.work, viewer=request.user)
    return {
        "page": page, "form": form, "sections": list(Section), "is_own": is_author or wrote,
        "read_at": timezone.now().isoformat(), "read_uncovered": " ".join(page.analysis.uncovered),
        "may_ask": may(request.user, ASK_FOR_CONFERENCES), "titles": {each.value: each.words for each in Section},
        "is_unknown_empty": not page.analysis.words(Section.NOT_KNOWN).strip(),
    }  # fmt: skip
