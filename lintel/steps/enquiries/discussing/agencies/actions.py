"""What somebody who signs in for an agency writes in a discussion that asks it, and what is written down for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import NotAllowed, require
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.enquiries.codes import Reply
from lintel.steps.enquiries.discussing.actions import HeldAlready, NotHeldYet, locked
from lintel.steps.enquiries.discussing.agencies.queries import asked_of_us
from lintel.steps.enquiries.discussing.following.actions import NothingSaid, dissent, minutes_are_read
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.discussing.rules import Span
from lintel.steps.enquiries.discussing.slots.actions import NoSuchInvitation, add_time, answered
from lintel.steps.enquiries.models import AgencyEntry, DiscussionMeeting, Invitation, InvitedParty
from lintel.steps.enquiries.permissions import ARRANGE_DISCUSSION

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotThenYet(Exception):
    """What is known has happened; it is not to come."""


class NotOfThem(Exception):
    """What is written is about a child the discussion is about, or about all of them."""


@transaction.atomic
def answer_for_agency(
    invited: InvitedParty, *, reply: Reply, because: str = "", by: User, at: datetime
) -> Invitation:  # fmt: skip
    """
    Say whether the agency can join at the time that is set; it may change its mind until then.

    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises NoSuchInvitation: if it is invited to no time that is kept, or the discussion is over.
    :raises SaysNotWhy: if it cannot and does not say why.
    """
    ours, meeting = _ours(invited, by=by)
    now = Invitation.objects.filter(invited=ours, slot_number=meeting.times_postponed + 1)
    return answered(now, reply, because, by=by, at=at)


@transaction.atomic
def offer_time_for_agency(invited: InvitedParty, *, span: Span, by: User, at: datetime) -> None:
    """
    Add a time the agency can join.

    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises NoSuchInvitation: if the discussion is over.
    :raises: what `add_time` raises.
    """
    ours, meeting = _ours(invited, by=by)
    if meeting.held_at is not None:
        raise NoSuchInvitation
    add_time(ours, span, by=by, at=at)


@transaction.atomic
def tell_what_is_known(
    invited: InvitedParty, *, happened_on: date, words: str, about: Person | None = None, by: User, at: datetime
) -> AgencyEntry:
    """
    Add something the agency knows to the discussion's chronology, with the day it happened; also afterwards.

    :param about: the child it is about; None for all of them.
    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises NothingSaid: if it says nothing.
    :raises NotThenYet: if that day is to come.
    :raises NotOfThem: if the discussion is not about that child.
    """
    ours, _ = _ours(invited, by=by)
    return _added(ours, happened_on=happened_on, words=words, about=about, by=by, at=at)


@transaction.atomic
def share_what_is_known(
    invited: InvitedParty, *, happened_on: date, words: str, about: Person | None = None, by: User, at: datetime
) -> AgencyEntry:
    """
    Put something on the shared page for a party: what social care knows itself, or what somebody said by telephone.

    Every agency that is asked to the discussion reads it.

    :param about: the child it is about; None for all of them.
    :raises NotAllowed: if this person may not arrange discussions, or may not read this one.
    :raises NothingSaid, NotThenYet, NotOfThem: see `tell_what_is_known`.
    """
    require(by, ARRANGE_DISCUSSION)
    if not meetings(viewer=by).filter(pk=invited.meeting_id).exists():
        raise NotAllowed(ARRANGE_DISCUSSION)
    return _added(invited, happened_on=happened_on, words=words, about=about, by=by, at=at)


@transaction.atomic
def write_view(invited: InvitedParty, *, words: str, by: User, at: datetime) -> InvitedParty:
    """
    Write what the agency knows and thinks; what it wrote before is kept as it was corrected.

    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises NothingSaid: if it says nothing.
    :raises HeldAlready: if it was held: what was said there stands, and dissent has a place of its own.
    """
    ours, meeting = _ours(invited, by=by)
    if not words.strip():
        raise NothingSaid
    if meeting.held_at is not None:
        raise HeldAlready
    ours.view = words.strip()
    ours.save(update_fields=["view"])
    note("agency wrote its view for a strategy discussion", by=by, at=at, subject=meeting, party=ours.party)
    return ours


@transaction.atomic
def dissent_for_agency(invited: InvitedParty, *, words: str, by: User, at: datetime) -> InvitedParty:
    """
    Say that the agency does not agree with what was decided, in its words.

    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises: what `record_dissent` raises.
    """
    ours, _ = _ours(invited, by=by)
    return dissent(ours, words=words, by=by, at=at)


@transaction.atomic
def say_we_read_the_minutes(invited: InvitedParty, *, by: User, at: datetime) -> InvitedParty:
    """
    Say that the agency has read the minutes; said twice, the first holds.

    :raises NotAllowed: if this person answers for no agency, or for another.
    :raises NotHeldYet: if they were not sent.
    """
    ours, _ = _ours(invited, by=by)
    if ours.minutes_sent_at is None:
        raise NotHeldYet
    return minutes_are_read(ours, by=by, at=at)


def _added(
    invited: InvitedParty, *, happened_on: date, words: str, about: Person | None, by: User, at: datetime
) -> AgencyEntry:  # fmt: skip
    meeting = locked(invited.meeting)
    if not words.strip():
        raise NothingSaid
    if happened_on > local_day(at):
        raise NotThenYet
    if about is not None and about.pk not in _children(meeting):
        raise NotOfThem
    entry = AgencyEntry.objects.create(
        invited=invited, child=about, happened_on=happened_on, words=words.strip(), written_at=at, written_by=by
    )
    note("added to the chronology of a strategy discussion", by=by, at=at, subject=meeting, party=invited.party)
    return entry


def _ours(invited: InvitedParty, *, by: User) -> tuple[InvitedParty, DiscussionMeeting]:
    """The party as it stands, held until the transaction is over, if this person answers for its agency."""
    require(by, WORK_FOR_AN_AGENCY)
    meeting = locked(invited.meeting)
    ours = asked_of_us(viewer=by).filter(pk=invited.pk).first()
    if ours is None:
        raise NotAllowed(WORK_FOR_AN_AGENCY)
    return ours, meeting


def _children(meeting: DiscussionMeeting) -> Sequence[int]:
    return list(meeting.asked_for.values_list("cause__child_id", flat=True))
