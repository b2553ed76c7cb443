"""Asking everybody again, where a discussion was urgent and not quorate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.actions import Asked, ask_for_discussion, locked
from lintel.steps.enquiries.discussing.slots.actions import Asking, ask_party
from lintel.steps.enquiries.models import DiscussionMeeting

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotOwed(Exception):
    """It was quorate, or is not held yet."""


@transaction.atomic
def hold_again(meeting: DiscussionMeeting, *, by: User, at: datetime) -> DiscussionMeeting:
    """
    Ask for the discussion that carries on one without quorum, of the same parties, joined in the same way.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises NotOwed: if it need not be held again.
    :raises AskedAlready: if a colleague asked for it first.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    meeting = locked(meeting)
    if meeting.is_quorate is not False:
        raise NotOwed
    asked = Asked(
        dial_in=meeting.dial_in, minutes=meeting.minutes_long, also_for_quorum=[Party(each) for each in meeting.quorum]
    )
    again = ask_for_discussion([], asked=asked, reconvenes=meeting, by=by, at=at)
    for each in meeting.parties.select_related("agency").order_by("pk"):
        asking = Asking(
            party=Party(each.party), name=each.name, email=each.email, agency=each.agency, is_needed=each.is_needed
        )
        ask_party(again, asking=asking, by=by, at=at)
    return again
