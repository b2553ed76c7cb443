"""What somebody who signs in for an agency sees: the discussions that ask it, and nothing else of any child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.people.models import Person
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.models import AgencyEntry, DiscussionMeeting, Invitation, InvitedParty, MeetingCause

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def asked_of_us(*, viewer: User) -> QuerySet[InvitedParty]:
    """
    Where this person's agency is asked to a discussion, the latest asked first; not one about a child whose record is
    restricted, nor one from whom they are kept: whoever is needed there is told by telephone.
    """
    agency = agency_of(viewer=viewer) if may(viewer, WORK_FOR_AN_AGENCY) else None
    if agency is None:
        return InvitedParty.objects.none()
    hidden = MeetingCause.objects.filter(meeting=OuterRef("meeting"), cause__child__in=kept_from(viewer))
    found = InvitedParty.objects.filter(agency=agency).exclude(Exists(hidden))
    return found.select_related("meeting", "agency").order_by("-meeting__asked_at", "pk")


def children_asked_about(invited: InvitedParty, *, viewer: User) -> list[Person]:
    """The children of a discussion this person's agency is asked to, with their names; none of any other."""
    if not asked_of_us(viewer=viewer).filter(pk=invited.pk).exists():
        return []
    children = Person.objects.filter(reasonable_causes__meetings__meeting=invited.meeting_id).distinct()
    return list(children.prefetch_related("names").order_by("date_of_birth", "pk"))


def invitation_of_ours(invited: InvitedParty, *, viewer: User) -> Invitation | None:
    """The invitation of this person's agency to the time as it stands; None without one, or once it was held."""
    ours = asked_of_us(viewer=viewer).filter(pk=invited.pk, meeting__slot_starts_at__isnull=False).first()
    if ours is None or ours.meeting.held_at is not None:
        return None
    return Invitation.objects.filter(invited=ours, slot_number=ours.meeting.times_postponed + 1).first()


def entries_shared_with(invited: InvitedParty, *, viewer: User) -> QuerySet[AgencyEntry]:
    """What every party added to the shared chronology of a discussion that asks this person's agency, by the day."""
    ours = asked_of_us(viewer=viewer).filter(pk=invited.pk)
    found = AgencyEntry.objects.filter(invited__meeting__in=ours.values("meeting"))
    found = found.select_related("invited__agency", "written_by", "child").prefetch_related("child__names")
    return found.order_by("happened_on", "pk")


def entries_of(meeting: DiscussionMeeting, *, viewer: User) -> QuerySet[AgencyEntry]:
    """What every agency added to the chronology of a discussion this viewer may read."""
    found = AgencyEntry.objects.filter(invited__meeting__in=meetings(viewer=viewer).filter(pk=meeting.pk).values("pk"))
    return found.select_related("invited__agency", "written_by").order_by("happened_on", "pk")
