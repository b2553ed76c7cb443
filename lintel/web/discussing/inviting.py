"""Inviting to the time that is set, asking further parties, and writing down what they say by telephone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.queries import agencies
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.actions import HeldAlready
from lintel.steps.enquiries.discussing.slots import actions
from lintel.steps.enquiries.discussing.slots.queries import calendar_entry_for_us, invitations_now
from lintel.web.components.joining import WhetherTheyCan
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.discussing import forms
from lintel.web.discussing.found import meeting_of, party_of
from lintel.web.discussing.letters import send_invitations
from lintel.web.discussing.public import calendar_file

HELD = "The discussion is held already."
NO_TIME = "It has no time any more. Set one first."


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite everybody who is not invited to the time yet; what was not sent is shown once."""
    meeting, now = meeting_of(request, pk), timezone.now()
    try:
        sent = actions.invite_everybody(meeting, by=request.user, at=now)
    except (actions.NoSlot, HeldAlready):
        messages.error(request, NO_TIME if meeting.held_at is None else HELD)
        return redirect("discussing:one", pk)
    return links_shown_once(request, pk, sent)


@require_POST
@allow(permissions.ARRANGE_DISCUSSION)
def invite_again(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Invite one party anew, whose link was lost; the lost one is no longer good."""
    invited = party_of(meeting_of(request, pk), number)
    try:
        sent = actions.invite(invited, by=request.user, at=timezone.now())
    except (actions.NoSlot, HeldAlready):
        messages.error(request, NO_TIME)
        return redirect("discussing:one", pk)
    return links_shown_once(request, pk, [sent])


def links_shown_once(request: HttpRequest, pk: int, sent: list[actions.Sent]) -> HttpResponse:
    """Send what was invited, and show where the letters went and which links must be read out or copied."""
    asked = send_invitations(request, sent, at=timezone.now())
    return render(request, "discussing/invited.html", {"asked": asked, "meeting": meeting_of(request, pk)})


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def ask_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking one more party."""
    meeting = meeting_of(request, pk)
    form = opened(request, forms.AskParty, agencies=agencies(viewer=request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_party(meeting, asking=form.asking, by=request.user, at=timezone.now())
        except actions.AskedTwice:
            form.add_error("name", "They are asked already")
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=("Read the discussion", reverse("discussing:one", args=[pk])))
        else:
            done(request)
            messages.success(request, "They are asked.")
            return redirect("discussing:one", pk)
    return render(request, "discussing/ask_party.html", {"meeting": meeting, "form": form})


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_DISCUSSION)
def reply(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down what a party said on the telephone to the time that is set."""
    meeting, now = meeting_of(request, pk), timezone.now()
    invited = party_of(meeting, number)
    form = opened(request, WhetherTheyCan)
    if request.method == "POST" and form.is_valid():
        try:
            asked = invitations_now(meeting, viewer=request.user).get(number)
            invitation = asked or actions.invite(invited, by=request.user, at=now).invitation
            because = form.cleaned_data["because"]
            actions.reply(invitation, reply=form.said, because=because, by=request.user, at=now)
        except (actions.NoSlot, actions.NoSuchInvitation, HeldAlready):
            go_on = ("Read the discussion", reverse("discussing:one", args=[pk]))
            return not_saved(request, form, "The time was moved, or the discussion is held.", go_on=go_on)
        done(request)
        messages.success(request, "Written down.")
        return redirect("discussing:one", pk)
    return render(request, "discussing/reply.html", {"meeting": meeting, "invited": invited, "form": form})


@require_GET
@allow(permissions.SEE_DISCUSSIONS)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The time for one's own calendar; it leads to the discussion's page, behind signing in."""
    link = request.build_absolute_uri(reverse("discussing:one", args=[pk]))
    entry = calendar_entry_for_us(
        meeting_of(request, pk), link=link, organiser=settings.DEFAULT_FROM_EMAIL, viewer=request.user
    )
    if entry is None:
        raise Http404
    return calendar_file(entry.text(at=timezone.now()))
