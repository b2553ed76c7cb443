"""Finding the time of a discussion: whom to ask, what they offer, the slot, invitations and answers, postponing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party, PostponedBecause, Reply
from lintel.steps.enquiries.discussing.actions import HeldAlready, locked
from lintel.steps.enquiries.discussing.rules import Span, kept_of, missing_to_postpone
from lintel.steps.enquiries.models import DiscussionMeeting, Invitation, InvitedParty, OfferedTime, Postponement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.agencies.models import Agency


class AskedTwice(Exception):
    """This party is asked to the discussion already, by the same name."""


class NobodyNamed(Exception):
    """A party is asked by the name of a person, a desk or an organisation."""


class EndsBeforeItStarts(Exception):
    """A time that is offered takes a while."""


class NoSlot(Exception):
    """There is no time to invite to, or to postpone."""


class SlotSetAlready(Exception):
    """It has a time: moving that is a postponement, and says by whom, why, and what keeps the child safe."""


class InThePast(Exception):
    """Nobody is invited to a time that is over."""


class NotWhole(Exception):
    """A postponement says by whom, why, and what keeps the child safe until then; `missing` says what is not said."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


class NoSuchInvitation(Exception):
    """Nobody was sent such a token, or it is of a time that is no longer kept, or the discussion is over."""


class SaysNotWhy(Exception):
    """Whoever cannot join says why."""


class TooManyTimes(Exception):
    """A party has offered as many times as anybody reads."""


MOST_TIMES = 20


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whom to ask for a party."""

    party: Party
    name: str
    email: str = ""
    agency: Agency | None = None
    is_needed: bool = True


@transaction.atomic
def ask_party(meeting: DiscussionMeeting, *, asking: Asking, by: User, at: datetime) -> InvitedParty:
    """
    Ask a party to a discussion. A party of the quorum is always needed for a slot.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises NobodyNamed: if it does not say who.
    :raises HeldAlready: if it was held.
    :raises AskedTwice: if they are asked already.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    if not asking.name.strip():
        raise NobodyNamed
    meeting = _to_be_held(meeting)
    name = asking.name.strip()[:120]
    if meeting.parties.filter(party=asking.party, name=name).exists():
        raise AskedTwice
    invited = InvitedParty.objects.create(
        meeting=meeting, party=asking.party, name=name, email=asking.email.strip(), agency=asking.agency,
        is_needed=asking.is_needed or asking.party in meeting.quorum,
    )  # fmt: skip
    note("party asked to a strategy discussion", by=by, at=at, subject=meeting, party=asking.party)
    return invited


@transaction.atomic
def offer_times(invited: InvitedParty, *, spans: Sequence[Span], by: User, at: datetime) -> list[OfferedTime]:
    """
    Write down when a party can join; it takes the place of what it said before.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises EndsBeforeItStarts: if one of the times takes no while.
    :raises HeldAlready: if it was held.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    if any(span.ends_at <= span.starts_at for span in spans):
        raise EndsBeforeItStarts
    meeting = _to_be_held(invited.meeting)
    OfferedTime.objects.filter(invited=invited).delete()
    offered = OfferedTime.objects.bulk_create(
        OfferedTime(invited=invited, starts_at=span.starts_at, ends_at=span.ends_at, said_at=at, said_by=by)
        for span in spans
    )
    note("times for a strategy discussion offered", by=by, at=at, subject=meeting, party=invited.party)
    return offered


@transaction.atomic
def offer_time_by_token(token: str, *, span: Span, at: datetime) -> OfferedTime:
    """
    Add a time a party can join, by the token of its invitation; also where the time it was invited to is off.

    :raises NoSuchInvitation: if there is no such token, or the discussion is over.
    :raises InThePast: if it is over.
    :raises EndsBeforeItStarts: if it takes no while.
    :raises TooManyTimes: if they have offered a great many.
    """
    asked = Invitation.objects.filter(sha256=kept_of(token)).select_related("invited__meeting").first()
    if asked is None or locked(asked.invited.meeting).held_at is not None:
        raise NoSuchInvitation
    return add_time(asked.invited, span, by=None, at=at)


def add_time(invited: InvitedParty, span: Span, *, by: User | None, at: datetime) -> OfferedTime:
    """
    One more time, beside those that were offered, by whoever was let through to say so; the meeting is locked.

    :raises: what `offer_time_by_token` raises, but for the token.
    """
    if span.ends_at <= span.starts_at:
        raise EndsBeforeItStarts
    if span.ends_at <= at:
        raise InThePast
    if invited.offers.count() >= MOST_TIMES:
        raise TooManyTimes
    offered = OfferedTime.objects.create(
        invited=invited, starts_at=span.starts_at, ends_at=span.ends_at, said_at=at, said_by=by
    )
    note("times for a strategy discussion offered", by=by, at=at, subject=invited.meeting, party=invited.party)
    return offered


@transaction.atomic
def set_slot(meeting: DiscussionMeeting, *, starts_at: datetime, by: User, at: datetime) -> DiscussionMeeting:
    """
    Set the time of a discussion that has none.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises HeldAlready: if it was held.
    :raises SlotSetAlready: if it has one: postpone it.
    :raises InThePast: if that time is over.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    meeting = _to_be_held(meeting)
    if meeting.slot_starts_at is not None:
        raise SlotSetAlready
    if starts_at < at:
        raise InThePast
    meeting.slot_starts_at = starts_at
    meeting.save(update_fields=["slot_starts_at"])
    note("time of a strategy discussion set", by=by, at=at, subject=meeting, starts_at=starts_at.isoformat())
    return meeting


@dataclass(frozen=True)
class Sent:
    """An invitation, and the token that answers it: whoever is sent it needs no account. It is not kept."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(invited: InvitedParty, *, by: User, at: datetime) -> Sent:
    """
    Invite a party to the slot as it stands; invited again, the token that was lost is no longer good.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises HeldAlready: if it was held.
    :raises NoSlot: if there is no time yet.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    meeting = _to_be_held(invited.meeting)
    if meeting.slot_starts_at is None:
        raise NoSlot
    token = secrets.token_urlsafe(32)
    invitation, _ = Invitation.objects.update_or_create(
        invited=invited, slot_number=meeting.times_postponed + 1,
        defaults={
            "slot_starts_at": meeting.slot_starts_at, "sha256": kept_of(token), "sent_at": at, "sent_by": by,
        },
    )  # fmt: skip
    note("invited to a strategy discussion", by=by, at=at, subject=meeting, party=invited.party)
    return Sent(invitation, token)


@transaction.atomic
def invite_everybody(meeting: DiscussionMeeting, *, by: User, at: datetime) -> list[Sent]:
    """
    Invite to the slot as it stands each party that is not invited to it yet.

    :raises: what `invite` raises.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    meeting = _to_be_held(meeting)
    to_this_slot = Invitation.objects.filter(invited__meeting=meeting, slot_number=meeting.times_postponed + 1)
    asked = meeting.parties.exclude(pk__in=to_this_slot.values("invited")).order_by("pk")
    return [invite(invited, by=by, at=at) for invited in asked]


@transaction.atomic
def reply(
    invitation: Invitation, *, reply: Reply, because: str = "", by: User, at: datetime
) -> Invitation:  # fmt: skip
    """
    Write down what a party said on the telephone to the time it is invited to; it may change its mind until then.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises NoSuchInvitation: if that time is no longer kept, or the discussion is over.
    :raises SaysNotWhy: if it cannot and does not say why.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    return answered(Invitation.objects.filter(pk=invitation.pk), reply, because, by=by, at=at)


@transaction.atomic
def reply_by_token(token: str, *, reply: Reply, because: str = "", at: datetime) -> Invitation:
    """
    Answer an invitation by the token that came with it. Whoever has it may; nobody signs in, and no child is named.

    :raises NoSuchInvitation: if there is no such token, its time is no longer kept, or the discussion is over.
    :raises SaysNotWhy: if they cannot and do not say why.
    """
    return answered(Invitation.objects.filter(sha256=kept_of(token)), reply, because, by=None, at=at)


@dataclass(frozen=True, kw_only=True)
class Postponing:
    """By whom, why, and what keeps each child safe until the discussion is held."""

    party: Party
    because: PostponedBecause
    reason: str
    interim_safety: str


@transaction.atomic
def postpone(
    meeting: DiscussionMeeting, *, to: datetime | None, said: Postponing, by: User, at: datetime
) -> Postponement:
    """
    Move a slot, or cancel it: either is a postponement (hard stop 7). Invitations to the old time are no longer good.

    :param to: the new time; None where none is found yet.
    :raises NotAllowed: if this person may not arrange discussions.
    :raises NotWhole: if it does not say by whom, why, or what keeps the child safe until then.
    :raises HeldAlready: if it was held.
    :raises NoSlot: if there is no time to move, or it is not moved.
    :raises InThePast: if the new time is over.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    if missing := missing_to_postpone(party=said.party, reason=said.reason, interim_safety=said.interim_safety):
        raise NotWhole(missing)
    meeting = _to_be_held(meeting)
    if meeting.slot_starts_at is None or meeting.slot_starts_at == to:
        raise NoSlot
    if to is not None and to < at:
        raise InThePast
    postponement = Postponement.objects.create(
        meeting=meeting, number=meeting.times_postponed + 1, slot_starts_at=meeting.slot_starts_at, moved_to=to,
        party=said.party, because=said.because, reason=said.reason.strip(),
        interim_safety=said.interim_safety.strip(), postponed_at=at, postponed_by=by,
    )  # fmt: skip
    meeting.slot_starts_at, meeting.times_postponed = to, postponement.number
    meeting.save(update_fields=["slot_starts_at", "times_postponed"])
    note(
        "strategy discussion postponed", by=by, at=at, subject=meeting, party=said.party, because=said.because,
        times=postponement.number,
    )  # fmt: skip
    return postponement


def _to_be_held(meeting: DiscussionMeeting) -> DiscussionMeeting:
    meeting = locked(meeting)
    if meeting.held_at is not None:
        raise HeldAlready
    return meeting


def answered(
    found: QuerySet[Invitation], said: Reply, because: str, *, by: User | None, at: datetime
) -> Invitation:  # fmt: skip
    """
    An invitation with its answer, by whoever was let through to give it.

    :raises: what `reply_by_token` raises.
    """
    asked = found.select_related("invited__meeting").first()
    if asked is None:
        raise NoSuchInvitation
    # The meeting is the lock: it may be postponed in the moment somebody accepts its old time.
    meeting = locked(asked.invited.meeting)
    is_kept = meeting.slot_starts_at is not None and asked.slot_number == meeting.times_postponed + 1
    invitation = found.select_related("invited").first()
    if invitation is None or meeting.held_at is not None or not is_kept:
        raise NoSuchInvitation
    if said is Reply.CANNOT and not because.strip():
        raise SaysNotWhy
    invitation.reply, invitation.because = said, because.strip()
    invitation.replied_at, invitation.replied_by = at, by
    invitation.save(update_fields=["reply", "because", "replied_at", "replied_by"])
    note(
        "invitation to a strategy discussion answered", by=by, at=at, subject=meeting, reply=said,
        party=invitation.invited.party,
    )  # fmt: skip
    return invitation
