"""The discussion and the party an address names, where whoever asks may read them."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.models import DiscussionMeeting, InvitedParty


def meeting_of(request: HttpRequest, pk: int) -> DiscussionMeeting:
    """:raises Http404: if there is none, or they may not see every child of it."""
    if (found := meetings(viewer=request.user).filter(pk=pk).first()) is None:  # type: ignore[arg-type]
        raise Http404
    return found


def party_of(meeting: DiscussionMeeting, number: int) -> InvitedParty:
    """:raises Http404: if it is asked to no such discussion."""
    if (found := meeting.parties.filter(pk=number).first()) is None:
        raise Http404
    return found


def children_of(request: HttpRequest, meeting: DiscussionMeeting) -> list[ChildLine]:
    """Whom it is about, in the order they were spoken of."""
    about = dict.fromkeys(each.cause.child_id for each in meeting.asked_for.select_related("cause").order_by("pk"))
    return list(child_lines(about, viewer=request.user).values())  # type: ignore[arg-type]
