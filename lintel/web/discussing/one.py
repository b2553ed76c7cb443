"""One strategy discussion: since when, who is asked and when they can, and the first time all who are needed can."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.actions import HeldAlready
from lintel.steps.enquiries.discussing.queries import meetings, slot_for
from lintel.steps.enquiries.discussing.rules import Span
from lintel.steps.enquiries.discussing.slots import actions
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing import forms
from lintel.web.discussing.waiting import how_it_stands, rung_at

CHANGED = "The times changed meanwhile. Look again at the first time that suits all."


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """One discussion, and what is to be done for its time."""
    meeting, now = _meeting(request, pk), timezone.now()
    about = dict.fromkeys(each.cause.child_id for each in meeting.asked_for.select_related("cause").order_by("pk"))
    for child_id in about:
        note("strategy discussion opened", by=request.user, at=now, subject=meeting, child_id=child_id)
    since: datetime = meeting.triggered_at  # type: ignore[attr-defined]
    can_set = meeting.held_at is None and meeting.slot_starts_at is None
    context = {
        "party_words": {party: party.words for party in Party},
        "meeting": meeting, "children": child_lines(about, viewer=request.user).values(), "since": since,
        "stands": how_it_stands(meeting), "rung": rung_at(now, since=since, held_at=meeting.held_at),
        "parties": meeting.parties.prefetch_related("offers", "invitations").order_by("pk"),
        "slot": slot_for(meeting, not_before=now, viewer=request.user) if can_set else None,
        "postponements": meeting.postponements.select_related("postponed_by").order_by("number"),
        "may_arrange": may(request.user, permissions.ARRANGE_DISCUSSION) and meeting.held_at is None,
    }  # fmt: skip
    return render(request, "discussing/one.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def times(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down another time a party can join, as it said on the telephone."""
    meeting = _meeting(request, pk)
    invited = meeting.parties.filter(pk=number).first()
    if invited is None:
        raise Http404
    form = opened(request, forms.Times)
    if request.method == "POST" and form.is_valid():
        known = [Span(each.starts_at, each.ends_at) for each in invited.offers.order_by("starts_at")]
        try:
            spans = [*known, Span(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])]
            actions.offer_times(invited, spans=spans, by=request.user, at=timezone.now())
        except HeldAlready:
            go_on = ("Read the discussion", reverse("discussing:one", args=[pk]))
            return not_saved(request, form, "The discussion is held already.", go_on=go_on)
        done(request)
        messages.success(request, "Written down.")
        return redirect("discussing:one", pk)
    return render(request, "discussing/times.html", {"meeting": meeting, "invited": invited, "form": form})


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def set_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the time that was shown, if it still is the first that suits all who are needed."""
    meeting, now = _meeting(request, pk), timezone.now()
    slot = slot_for(meeting, not_before=now, viewer=request.user)
    if slot is None or slot.starts_at is None or slot.starts_at.isoformat() != request.POST.get("starts_at"):
        messages.error(request, CHANGED)
        return redirect("discussing:one", pk)
    try:
        actions.set_slot(meeting, starts_at=slot.starts_at, by=request.user, at=now)
    except (actions.SlotSetAlready, HeldAlready):
        messages.error(request, "A colleague set its time first.")
    else:
        messages.success(request, "The time is set. Tell everybody how to join.")
    return redirect("discussing:one", pk)


def _meeting(request: HttpRequest, pk: int) -> DiscussionMeeting:
    if (found := meetings(viewer=request.user).filter(pk=pk).first()) is None:
        raise Http404
    return found
