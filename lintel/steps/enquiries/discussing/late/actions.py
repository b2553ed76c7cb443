"""Letting a cause join a discussion that was held and has not decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.actions import DecidedAlready, begin_discussion, locked
from lintel.steps.enquiries.models import MeetingCause, ReasonableCause, StrategyDiscussion

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotSpokenOf(Exception):
    """No discussion about this child was held that day that has not decided, or another answered the cause first."""


@transaction.atomic
def was_spoken_of(cause: ReasonableCause, *, by: User, at: datetime) -> StrategyDiscussion:
    """
    Say that a cause stamped on the day of a discussion about its child was spoken of in it, and let it decide of that
    as well: the child waits for no second discussion.

    :raises NotAllowed: if this person may not hold discussions.
    :raises NotSpokenOf: if there is none of that day, or the cause is answered.
    :raises DecidedAlready: if it has decided meanwhile: what is new then needs a discussion of its own.
    """
    require(by, permissions.HOLD_DISCUSSION)
    held = StrategyDiscussion.objects.filter(
        child=cause.child_id, held_on=local_day(cause.stamped_at), meeting__isnull=False
    )
    discussion = held.select_related("meeting").order_by("pk").last()
    if discussion is None or discussion.meeting is None:
        raise NotSpokenOf
    meeting = locked(discussion.meeting)
    if meeting.decided_at is not None:
        raise DecidedAlready
    cause = ReasonableCause.objects.select_for_update().get(pk=cause.pk)
    if cause.discussion_id is not None or MeetingCause.objects.filter(cause=cause).exists():
        raise NotSpokenOf
    MeetingCause.objects.create(meeting=meeting, cause=cause)
    cause.discussion = discussion
    cause.save(update_fields=["discussion"])
    note("cause was spoken of in a strategy discussion", by=by, at=at, subject=meeting, child_id=cause.child_id)
    return discussion


def discussion_follows(cause: ReasonableCause, *, by: User, at: datetime) -> None:
    """
    A cause is another child's than was thought; where a discussion was held and has not decided, it decides about that
    child too, and about the mistaken one no more unless another cause speaks of them. It follows from the correction,
    so there is no permission of its own.
    """
    if cause.discussion is None or cause.discussion.meeting is None:
        return
    mistaken, meeting = cause.discussion, locked(cause.discussion.meeting)
    if meeting.decided_at is not None:
        return
    theirs = StrategyDiscussion.objects.filter(meeting=meeting, child=cause.child_id).first()
    cause.discussion = theirs or begin_discussion(meeting, cause, by=by, at=at)
    cause.save(update_fields=["discussion"])
    if not mistaken.causes.exists():
        note("strategy discussion was not about this child", by=by, at=at, subject=meeting, child_id=mistaken.child_id)
        mistaken.delete()
