"""After a discussion: who disagrees, what is done, who has the minutes; and the ladder of a child who still waits."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.actions import NotHeldYet, locked
from lintel.steps.enquiries.discussing.rules import Rung, kept_of
from lintel.steps.enquiries.models import (
    DiscussionEscalation,
    DiscussionMeeting,
    DiscussionTask,
    InvitedParty,
    ReasonableCause,
)

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NoSuchReceipt(Exception):
    """Nobody was sent such a token."""


class AnsweredAlready(Exception):
    """A colleague answered this rung first."""


@transaction.atomic
def record_dissent(invited: InvitedParty, *, words: str, by: User, at: datetime) -> InvitedParty:
    """
    Write down that an agency does not agree with what was decided, in its words; also after the discussion.

    :raises NotAllowed: if this person may not hold discussions.
    :raises NothingSaid: if it does not say with what.
    :raises NotHeldYet: if there is nothing to disagree with.
    """
    require(by, permissions.HOLD_DISCUSSION)
    return dissent(invited, words=words, by=by, at=at)


def dissent(invited: InvitedParty, *, words: str, by: User, at: datetime) -> InvitedParty:
    """
    An agency does not agree, as whoever was let through says.

    :raises: what `record_dissent` raises.
    """
    if not words.strip():
        raise NothingSaid
    invited = InvitedParty.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invited.pk)
    if invited.meeting.held_at is None:
        raise NotHeldYet
    invited.dissent = words.strip()
    invited.save(update_fields=["dissent"])
    note("dissent from a strategy discussion", by=by, at=at, subject=invited.meeting, party=invited.party)
    return invited


@transaction.atomic
def say_task_done(task: DiscussionTask, *, by: User, at: datetime) -> DiscussionTask:
    """
    Say that a party has done what was agreed; said twice, the first holds.

    :raises NotAllowed: if this person may not arrange discussions.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    task = DiscussionTask.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        note("task of a strategy discussion done", by=by, at=at, subject=task, party=task.party)
    return task


@transaction.atomic
def send_minutes(meeting: DiscussionMeeting, *, to: Sequence[InvitedParty], by: User, at: datetime) -> int:
    """
    Write down to which parties the minutes went; sent again, the first time holds.

    :return: to how many they went now.
    :raises NotAllowed: if this person may not arrange discussions.
    :raises NotHeldYet: if nothing is decided yet: minutes without decisions are none.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    meeting = locked(meeting)
    if meeting.decided_at is None:
        raise NotHeldYet
    fresh = list(meeting.parties.filter(pk__in=[each.pk for each in to], minutes_sent_at__isnull=True))
    for invited in fresh:
        invited.minutes_sent_at = at
        invited.save(update_fields=["minutes_sent_at"])
        note("minutes of a strategy discussion sent", by=by, at=at, subject=meeting, to=invited.pk)
    return len(fresh)


@transaction.atomic
def send_minutes_to_all(meeting: DiscussionMeeting, *, by: User, at: datetime) -> dict[InvitedParty, str]:
    """
    Write down that the minutes go to every party that has not had them, and give each the token of its receipt.

    :return: those they go to now, with their tokens, which are kept nowhere.
    :raises: what `send_minutes` raises.
    """
    meeting = locked(meeting)
    fresh = list(meeting.parties.filter(minutes_sent_at__isnull=True).order_by("pk"))
    send_minutes(meeting, to=fresh, by=by, at=at)
    tokens = {invited: secrets.token_urlsafe(32) for invited in fresh}
    for invited, token in tokens.items():
        invited.receipt_sha256 = kept_of(token)
        invited.save(update_fields=["receipt_sha256"])
    return tokens


@transaction.atomic
def say_minutes_read_by_token(token: str, *, at: datetime) -> InvitedParty:
    """
    Say that the minutes are read, by the token that came with the news of them; said twice, the first holds.

    :raises NoSuchReceipt: if there is no such token.
    """
    invited = InvitedParty.objects.select_for_update(of=("self",)).filter(receipt_sha256=kept_of(token)).first()
    if invited is None:
        raise NoSuchReceipt
    return minutes_are_read(invited, by=None, at=at)


@transaction.atomic
def say_minutes_read(invited: InvitedParty, *, by: User, at: datetime) -> InvitedParty:
    """
    Write down that a party has read the minutes; said twice, the first holds.

    :raises NotAllowed: if this person may not arrange discussions.
    :raises NotHeldYet: if they were not sent.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    invited = InvitedParty.objects.select_for_update().get(pk=invited.pk)
    if invited.minutes_sent_at is None:
        raise NotHeldYet
    return minutes_are_read(invited, by=by, at=at)


def minutes_are_read(invited: InvitedParty, *, by: User | None, at: datetime) -> InvitedParty:
    """A party has read what it was sent, as whoever was let through says; the party is locked."""
    if invited.minutes_read_at is None:
        invited.minutes_read_at = at
        invited.save(update_fields=["minutes_read_at"])
        note("minutes of a strategy discussion read", by=by, at=at, subject=invited, party=invited.party)
    return invited


@transaction.atomic
def step_on_rung(
    cause: ReasonableCause, *, rung: Rung, ours: str, theirs: str, by: User | None, at: datetime
) -> DiscussionEscalation | None:
    """
    Write down that a rung of the ladder is told that a child waits for a discussion; None where it was told before.

    It follows from the clock, so there is no permission of its own.
    """
    ReasonableCause.objects.select_for_update(no_key=True).get(pk=cause.pk)
    told, is_new = DiscussionEscalation.objects.get_or_create(
        cause=cause, rung=rung.number, defaults={"told_at": at, "ours": ours[:200], "theirs": theirs[:200]}
    )
    if not is_new:
        return None
    note("waits for a strategy discussion", by=by, at=at, subject=cause, child_id=cause.child_id, rung=rung.number)
    return told


@transaction.atomic
def answer_ladder(escalation: DiscussionEscalation, *, answer: str, by: User, at: datetime) -> DiscussionEscalation:
    """
    Answer why a child waits, and what happens now.

    :raises NotAllowed: if this person may not answer.
    :raises NothingSaid: if nothing is said.
    :raises AnsweredAlready: if a colleague answered first.
    """
    require(by, permissions.ANSWER_LADDER)
    if not answer.strip():
        raise NothingSaid
    held = DiscussionEscalation.objects.select_for_update(of=("self",)).select_related("cause").get(pk=escalation.pk)
    if held.answered_at is not None:
        raise AnsweredAlready
    held.answered_at, held.answered_by, held.answer = at, by, answer.strip()
    held.save(update_fields=["answered_at", "answered_by", "answer"])
    note("ladder answered", by=by, at=at, subject=held, child_id=held.cause.child_id, rung=held.rung)
    return held
