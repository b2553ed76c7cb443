"""The e-mails that ask whoever is invited, and tell them that a time is off. None of them names a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.slots.actions import Sent
from lintel.steps.enquiries.discussing.slots.queries import calendar_entry_by_token
from lintel.steps.enquiries.models import InvitedParty


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    Somebody who was sent a link.

    :param address: the link; it is shown once.
    :param went_to: the e-mail address it went to; empty where it must be read out or copied.
    """

    name: str
    party: str
    address: str
    went_to: str
    did_not_go: bool = False


def send_invitations(request: HttpRequest, sent: Sequence[Sent], *, at: datetime) -> list[Asked]:
    """Send each invitation to whoever has an address, with its entry for a calendar."""
    found = []
    for each in sent:
        invited, meeting = each.invitation.invited, each.invitation.invited.meeting
        link = request.build_absolute_uri(reverse("discussing:answer", args=[each.token]))
        entry = calendar_entry_by_token(each.token, link=link, organiser=settings.DEFAULT_FROM_EMAIL, viewer=None)
        said = {"meeting": meeting, "starts_at": each.invitation.slot_starts_at, "link": link}
        letter = _letter(request, "invitation", invited, **said)
        if entry is not None:
            letter.attach("strategy-discussion.ics", entry.text(at=at), "text/calendar")
        went = bool(invited.email) and _went(letter)
        found.append(
            Asked(
                name=invited.name, party=Party(invited.party).words, address=link,
                went_to=invited.email if went else "", did_not_go=bool(invited.email) and not went,
            )
        )  # fmt: skip
    return found


def say_it_is_off(request: HttpRequest, asked: Sequence[InvitedParty], *, starts_at: datetime) -> list[InvitedParty]:
    """Tell whoever has an address that a time is no longer kept; who must be rung instead."""
    return [
        each for each in asked
        if not each.email or not _went(_letter(request, "off", each, starts_at=starts_at))
    ]  # fmt: skip


def send_receipts(request: HttpRequest, tokens: dict[InvitedParty, str]) -> list[Asked]:
    """Tell whoever has an address that the minutes are out, with the link by which they say that they read them."""
    found = []
    for invited, token in tokens.items():
        link = request.build_absolute_uri(reverse("discussing:receipt", args=[token]))
        held = {"held_at": invited.meeting.held_at, "link": link}
        went = bool(invited.email) and _went(_letter(request, "minutes", invited, **held))
        found.append(
            Asked(
                name=invited.name, party=Party(invited.party).words, address=link,
                went_to=invited.email if went else "", did_not_go=bool(invited.email) and not went,
            )
        )  # fmt: skip
    return found


SUBJECTS = {
    "invitation": "Strategy discussion: can you join?", "off": "Strategy discussion: this time is off",
    "minutes": "Strategy discussion: the minutes are out",
}  # fmt: skip


def _letter(request: HttpRequest, kind: str, invited: InvitedParty, **said: object) -> EmailMessage:
    portal = request.build_absolute_uri(reverse("partners:discussions")) if invited.agency_id else ""
    context = {"invited": invited, "portal": portal, "telephone": settings.FRONT_DOOR_TELEPHONE, **said}
    words = render(request, f"discussing/letters/{kind}.txt", context).content.decode()
    return EmailMessage(subject=SUBJECTS[kind], body=words, to=[invited.email])


def _went(letter: EmailMessage) -> bool:
    try:
        return bool(letter.send())
    except (OSError, SMTPException):
        return False
