"""The minutes of a discussion: reading, printing and sending them, who has read them or disagrees, what is done."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.statute.calendar import england, local_day
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.actions import NotHeldYet
from lintel.steps.enquiries.discussing.following import actions
from lintel.steps.enquiries.discussing.following.queries import minutes_of
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.components.keeping import done, opened
from lintel.web.discussing.found import children_of, meeting_of, party_of
from lintel.web.discussing.holding_forms import InWords
from lintel.web.discussing.letters import send_receipts


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes on one page, to be read or printed."""
    meeting, now = meeting_of(request, pk), timezone.now()
    found = minutes_of(meeting, viewer=request.user)
    if found is None:
        return redirect("discussing:one", pk)
    children = children_of(request, meeting)
    for each in children:
        note("minutes of a strategy discussion opened", by=request.user, at=now, subject=meeting, child_id=each.pk)
    due_on = minutes_due_on(meeting)
    unsent = [each for each in found.parties if each.minutes_sent_at is None]
    context = {
        "meeting": meeting, "it": found, "children": children, "due_on": due_on, "unsent": unsent,
        "is_late": bool(unsent) and due_on is not None and due_on < local_day(now),
        "may_arrange": may(request.user, permissions.ARRANGE_DISCUSSION),
        "may_hold": may(request.user, permissions.HOLD_DISCUSSION),
    }  # fmt: skip
    return render(request, "discussing/minutes.html", context)


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the minutes to everybody who has not had them, and show the links that must be read out or copied."""
    meeting = meeting_of(request, pk)
    try:
        tokens = actions.send_minutes_to_all(meeting, by=request.user, at=timezone.now())
    except NotHeldYet:
        messages.error(request, "Nothing is decided yet: minutes without decisions are none.")
        return redirect("discussing:one", pk)
    asked = send_receipts(request, tokens)
    return render(request, "discussing/minutes_sent.html", {"asked": asked, "meeting": meeting})


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def read_by(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down that a party said on the telephone that it has read the minutes."""
    invited = party_of(meeting_of(request, pk), number)
    try:
        actions.say_minutes_read(invited, by=request.user, at=timezone.now())
    except NotHeldYet:
        messages.error(request, "They were not sent the minutes yet.")
    return redirect("discussing:minutes", pk)


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def task_done(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying that a task is done."""
    task = meeting_of(request, pk).tasks.filter(pk=number).first()
    if task is None:
        raise Http404
    actions.say_task_done(task, by=request.user, at=timezone.now())
    messages.success(request, "It is written down as done.")
    return redirect("discussing:minutes", pk)


@require_http_methods(["GET", "POST"])
@allow(permissions.HOLD_DISCUSSION)
def dissent(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down that an agency does not agree, in its words."""
    meeting = meeting_of(request, pk)
    invited = party_of(meeting, number)
    if meeting.held_at is None:
        return redirect("discussing:one", pk)
    form = opened(
        request, InWords, label=f"With what {invited.name} does not agree, and why", initial={"words": invited.dissent},
        hint="In their words. It stands in the minutes beside what was decided.",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.record_dissent(invited, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "Written down.")
        return redirect("discussing:minutes" if meeting.decided_at else "discussing:one", pk)
    return render(request, "discussing/in_words.html", {
        "meeting": meeting, "form": form, "title": f"{invited.name} does not agree",
    })  # fmt: skip


def minutes_due_on(meeting: DiscussionMeeting) -> date | None:
    """The last day on which minutes are in time; None before it is held."""
    if meeting.held_at is None:
        return None
    day = local_day(meeting.held_at)
    return time_limit_in_force("strategy_minutes", on=day).due_on(day, england())
