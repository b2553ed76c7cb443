"""One strategy discussion: since when, who is asked and when they can, and the first time all who are needed can."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party, PostponedBecause, Reply
from lintel.steps.enquiries.discussing.actions import HeldAlready
from lintel.steps.enquiries.discussing.queries import slot_for
from lintel.steps.enquiries.discussing.rules import Span
from lintel.steps.enquiries.discussing.slots import actions
from lintel.steps.enquiries.discussing.slots.queries import invitations_now
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.components.joining import Times
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing.found import children_of, meeting_of, party_of
from lintel.web.discussing.waiting import how_it_stands, rung_at

CHANGED = "The times changed meanwhile. Look again at the first time that suits all."


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """One discussion, and what is to be done next."""
    meeting, now = meeting_of(request, pk), timezone.now()
    children = children_of(request, meeting)
    for each in children:
        note("strategy discussion opened", by=request.user, at=now, subject=meeting, child_id=each.pk)
    since: datetime = meeting.triggered_at  # type: ignore[attr-defined]
    parties = meeting.parties.select_related("agency").prefetch_related("offers", "invitations").order_by("pk")
    invited = invitations_now(meeting, viewer=request.user)
    can_set = meeting.held_at is None and meeting.slot_starts_at is None
    context = {
        "party_words": {party: party.words for party in Party}, "invited": invited, "parties": parties,
        "meeting": meeting, "children": children, "since": since, "now": now,
        "stands": how_it_stands(meeting), "rung": rung_at(now, since=since, held_at=meeting.held_at),
        "to_invite": [each for each in parties if each.pk not in invited] if meeting.slot_starts_at else [],
        "cannot": [
            each for each in parties
            if each.is_needed and each.pk in invited and invited[each.pk].reply == Reply.CANNOT
        ],
        "slot": slot_for(meeting, not_before=now, viewer=request.user) if can_set else None,
        "postponements": meeting.postponements.select_related("postponed_by").order_by("number"),
        "may_arrange": may(request.user, permissions.ARRANGE_DISCUSSION) and meeting.held_at is None,
        "may_hold": may(request.user, permissions.HOLD_DISCUSSION),
        "arrange": permissions.ARRANGE_DISCUSSION,
        "again": DiscussionMeeting.objects.filter(reconvenes=meeting).first(),
        "because_words": {because: because.words for because in PostponedBecause},
    }  # fmt: skip
    return render(request, "discussing/one.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def times(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down another time a party can join, as it said on the telephone."""
    meeting = meeting_of(request, pk)
    invited = party_of(meeting, number)
    form = opened(request, Times)
    if request.method == "POST" and form.is_valid():
        known = [Span(each.starts_at, each.ends_at) for each in invited.offers.order_by("starts_at")]
        try:
            actions.offer_times(invited, spans=[*known, form.span], by=request.user, at=timezone.now())
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
    meeting, now = meeting_of(request, pk), timezone.now()
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
