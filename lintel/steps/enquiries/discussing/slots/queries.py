"""Asking for what an invitation says, to whoever arranges it and to whoever has its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.steps.enquiries.discussing.calendar_entry import CalendarEntry
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.models import Invitation

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def calendar_entry_of(invitation: Invitation, *, link: str, organiser: str, viewer: User) -> CalendarEntry | None:
    """
    What the calendar of whoever is invited is told: the time as it was set or, once it is no longer kept, that it is
    off. The new time has an invitation of its own, and the same entry moves. None for whoever may not read the meeting.

    :param link: where to answer; the only place that holds the token.
    """
    meeting = meetings(viewer=viewer).filter(parties__invitations=invitation.pk).first()
    if meeting is None:
        return None
    is_kept = meeting.slot_starts_at is not None and invitation.slot_number == meeting.times_postponed + 1
    return CalendarEntry(
        uid=f"strategy-discussion-{meeting.pk}@lintel", starts_at=invitation.slot_starts_at, link=link,
        minutes=meeting.minutes_long, dial_in=meeting.dial_in, organiser=organiser, invited=invitation.invited.email,
        sequence=meeting.times_postponed, is_cancelled=not is_kept,
    )  # fmt: skip
