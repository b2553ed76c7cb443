"""Open enquiries; one child's enquiry; saying that a task is done; and the record as it was signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.journey.enquiring.page import Listed
from lintel.journey.enquiring.queries import open_enquiries
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.following.actions import say_task_done
from lintel.steps.enquiries.permissions import ARRANGE_DISCUSSION
from lintel.steps.enquiry_work.codes import Became, Section, State
from lintel.steps.enquiry_work.permissions import SEE_ENQUIRIES, SIGN_ENQUIRIES, WRITE_ENQUIRIES
from lintel.steps.visits.permissions import RECORD_VISIT
from lintel.web.enquiring.opening import page_of


@require_GET
@allow(SEE_ENQUIRIES)
def listed(request: HttpRequest) -> HttpResponse:
    """Enquiries under way: those with a manager, one's own, and others; each by the day its conference is due."""
    now = timezone.now()
    found = open_enquiries(viewer=request.user, at=now)
    if found:
        note("enquiries opened", by=request.user, at=now)
    with_manager = [each for each in found if each.state is State.WITH_MANAGER]
    rest = [each for each in found if each not in with_manager]
    groups: list[tuple[str, list[Listed]]] = [
        ("With the manager", with_manager), ("Yours", [each for each in rest if each.is_mine]),
        ("Others", [each for each in rest if not each.is_mine]),
    ]  # fmt: skip
    return render(request, "enquiring/listed.html", {"groups": groups, "now": now})


@require_GET
@allow(SEE_ENQUIRIES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How it began, who does what, who was seen, and how far the writing is."""
    page = page_of(request, pk)
    context = {
        "page": page, "now": timezone.now(), "sections": list(Section),
        "party_words": {party: party.words for party in Party},
        "may_write": may(request.user, WRITE_ENQUIRIES) and page.may_be_written,
        "may_sign": may(request.user, SIGN_ENQUIRIES) and page.state is State.WITH_MANAGER,
        "may_say_done": may(request.user, ARRANGE_DISCUSSION), "may_ask": may(request.user, ASK_FOR_CONFERENCES),
        "may_record_visit": may(request.user, RECORD_VISIT) and page.may_be_written,
    }  # fmt: skip
    return render(request, "enquiring/one.html", context)


@require_POST
@allow(ARRANGE_DISCUSSION)
def task_done(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that what an agency took on is done."""
    page = page_of(request, pk)
    task = next((each for each in page.begun.tasks if each.pk == number), None)
    if task is None:
        raise Http404
    say_task_done(task, by=request.user, at=timezone.now())
    messages.success(request, "Written down as done.")
    return redirect("enquiring:one", pk)


@require_GET
@allow(SEE_ENQUIRIES)
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as it was signed, to be read or printed; nothing in it changes any more."""
    page = page_of(request, pk)
    if page.state is not State.SIGNED:
        raise Http404
    context = {
        "page": page, "sections": list(Section), "titles": {section.value: section.words for section in Section},
        "uncovered": page.signed(Became.UNCOVERED), "used": page.signed(Became.USED),
        "set_aside": page.signed(Became.SET_ASIDE),
    }  # fmt: skip
    return render(request, "enquiring/signed.html", context)
