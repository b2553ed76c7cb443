"""Asking for what an invitation says, to whoever arranges it and to whoever has its token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.steps.enquiries.discussing.calendar_entry import CalendarEntry
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.discussing.rules import Span, kept_of
from lintel.steps.enquiries.models import DiscussionMeeting, Invitation

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def calendar_entry_of(invitation: Invitation, *, link: str, organiser: str, viewer: User) -> CalendarEntry | None:
    """
    What the calendar of whoever is invited is told: the time as it was set or, once it is no longer kept, that it is
    off. The new time has an invitation of its own, and the same entry moves. None for whoever may not read the meeting.

    :param link: where to answer; the only place that holds the token.
    """
    meeting = meetings(viewer=viewer).filter(parties__invitations=invitation.pk).first()
    return None if meeting is None else _entry_of(invitation, meeting, link=link, organiser=organiser)


def calendar_entry_by_token(token: str, *, link: str, organiser: str, viewer: User | None) -> CalendarEntry | None:
    """
    The same for whoever has the token; None if there is no such token.

    :param viewer: None, for somebody without an account: the token is all they need.
    """
    invitation = _by_token(token)
    if invitation is None:
        return None
    return _entry_of(invitation, invitation.invited.meeting, link=link, organiser=organiser)


def calendar_entry_for_us(
    meeting: DiscussionMeeting, *, link: str, organiser: str, viewer: User
) -> CalendarEntry | None:  # fmt: skip
    """The time for the calendar of whoever signs in here; None if there is none, or they may not read the meeting."""
    found = meetings(viewer=viewer).filter(pk=meeting.pk).first()
    if found is None or found.slot_starts_at is None:
        return None
    return CalendarEntry(
        uid=_uid(found), starts_at=found.slot_starts_at, link=link, minutes=found.minutes_long, dial_in=found.dial_in,
        organiser=organiser, invited=viewer.email, sequence=found.times_postponed,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Offered:
    """
    What whoever has a token may know: when, how long, how to join, and what they said. Nothing of any child.

    :param starts_at: None once the time they were invited to is no longer kept.
    :param times: when they said they can join.
    """

    starts_at: datetime | None
    minutes: int
    dial_in: str
    name: str
    reply: str
    because: str
    times: list[Span]


def offered_to(token: str, *, viewer: User | None) -> Offered | None:
    """
    What a token invites to; None if there is no such token, or the discussion is over.

    :param viewer: None, for somebody without an account: the token is all they need.
    """
    invitation = _by_token(token)
    if invitation is None or invitation.invited.meeting.held_at is not None:
        return None
    invited, meeting = invitation.invited, invitation.invited.meeting
    is_kept = _is_kept(invitation, meeting)
    return Offered(
        starts_at=meeting.slot_starts_at if is_kept else None, minutes=meeting.minutes_long, dial_in=meeting.dial_in,
        name=invited.name, reply=invitation.reply, because=invitation.because,
        times=[Span(each.starts_at, each.ends_at) for each in invited.offers.order_by("starts_at")],
    )  # fmt: skip


def invitations_now(meeting: DiscussionMeeting, *, viewer: User) -> dict[int, Invitation]:
    """By party, its invitation to the time as it stands; none without a time, or for who may not read the meeting."""
    found = meetings(viewer=viewer).filter(pk=meeting.pk, slot_starts_at__isnull=False).first()
    if found is None:
        return {}
    now = Invitation.objects.filter(invited__meeting=found, slot_number=found.times_postponed + 1)
    return {each.invited_id: each for each in now.order_by("pk")}


def _by_token(token: str) -> Invitation | None:
    return Invitation.objects.filter(sha256=kept_of(token)).select_related("invited__meeting").first()


def _is_kept(invitation: Invitation, meeting: DiscussionMeeting) -> bool:
    return meeting.slot_starts_at is not None and invitation.slot_number == meeting.times_postponed + 1


def _uid(meeting: DiscussionMeeting) -> str:
    return f"strategy-discussion-{meeting.pk}@lintel"


def _entry_of(invitation: Invitation, meeting: DiscussionMeeting, *, link: str, organiser: str) -> CalendarEntry:
    return CalendarEntry(
        uid=_uid(meeting), starts_at=invitation.slot_starts_at, link=link, minutes=meeting.minutes_long,
        dial_in=meeting.dial_in, organiser=organiser, invited=invitation.invited.email,
        sequence=meeting.times_postponed, is_cancelled=not _is_kept(invitation, meeting),
    )  # fmt: skip
