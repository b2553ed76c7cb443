"""
Asking about strategy discussions; always only what speaks of children the viewer may see.

A meeting, its views and its tasks speak of all its children at once: whoever may not see one of them does not read it.
What was decided for a child is read by whoever may see that child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.rules import Span, first_slot, in_the_way
from lintel.steps.enquiries.models import (
    ChildDecision,
    DiscussionEscalation,
    DiscussionMeeting,
    DiscussionTask,
    InvitedParty,
    MeetingCause,
    Postponement,
    ReasonableCause,
    StrategyDiscussion,
)

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def meetings(*, viewer: User) -> QuerySet[DiscussionMeeting]:
    """
    The meetings about children all of whom this viewer may see, the longest waiting first; `triggered_at` says since
    when: the first of its causes was stamped then.
    """
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return DiscussionMeeting.objects.none()
    asked_for = MeetingCause.objects.filter(meeting=OuterRef("pk"))
    hidden = asked_for.exclude(cause__child__in=visible_children(viewer))
    found = DiscussionMeeting.objects.filter(Exists(asked_for)).exclude(Exists(hidden))
    return found.annotate(triggered_at=Min("asked_for__cause__stamped_at")).order_by("triggered_at", "pk")


def causes_that_wait(*, viewer: User) -> QuerySet[ReasonableCause]:
    """Reasonable causes for children this viewer may see that no discussion has answered, the longest waiting first."""
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return ReasonableCause.objects.none()
    found = ReasonableCause.objects.filter(child__in=visible_children(viewer), discussion__isnull=True)
    return found.select_related("child", "stamped_by").order_by("stamped_at", "pk")


def ladder_of(cause: ReasonableCause, *, viewer: User) -> list[DiscussionEscalation]:
    """The rungs that were told that a child waits, and what was answered."""
    if not causes_that_may_be_read(viewer=viewer).filter(pk=cause.pk).exists():
        return []
    return list(DiscussionEscalation.objects.filter(cause=cause).select_related("answered_by").order_by("rung"))


def ladder_to_answer(*, viewer: User) -> QuerySet[DiscussionEscalation]:
    """The rungs that were told of children this viewer may see and that wait still, the earliest told first."""
    waiting = causes_that_wait(viewer=viewer).order_by().values("pk")
    return DiscussionEscalation.objects.filter(cause__in=waiting).select_related("cause").order_by("told_at", "rung")


def causes_that_may_be_read(*, viewer: User) -> QuerySet[ReasonableCause]:
    """Every reasonable cause for a child this viewer may see, answered by a discussion or not."""
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return ReasonableCause.objects.none()
    return ReasonableCause.objects.filter(child__in=visible_children(viewer))


def decisions(*, viewer: User) -> QuerySet[ChildDecision]:
    """What was decided for children this viewer may see, newest first."""
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return ChildDecision.objects.none()
    found = ChildDecision.objects.filter(discussion__child__in=visible_children(viewer))
    return found.select_related("discussion__child", "discussion__meeting").order_by("-discussion__held_at", "-pk")


def outstanding_tasks(*, viewer: User, party: Party | None = None) -> QuerySet[DiscussionTask]:
    """What was agreed and is not done, the earliest due first; of one party where it is named."""
    found = DiscussionTask.objects.filter(meeting__in=meetings(viewer=viewer).values("pk"), done_at__isnull=True)
    return (found if party is None else found.filter(party=party)).select_related("meeting").order_by("due_at", "pk")


def to_be_reconvened(*, viewer: User) -> QuerySet[DiscussionMeeting]:
    """Discussions without quorum that are not held again yet, the earliest due first."""
    found = meetings(viewer=viewer).filter(is_quorate=False)
    return found.exclude(reconvened_by__held_at__isnull=False).order_by("reconvene_by", "pk")


def without_minutes(*, viewer: User) -> QuerySet[InvitedParty]:
    """The parties of decided discussions to whom the minutes are not sent yet."""
    found = InvitedParty.objects.filter(
        meeting__in=meetings(viewer=viewer).values("pk"), meeting__decided_at__isnull=False, minutes_sent_at=None
    )
    return found.select_related("meeting").order_by("meeting__held_at", "pk")


def postponed(*, viewer: User, since: datetime) -> list[Postponement]:
    """What was postponed since a moment of meetings this viewer may read, the newest first."""
    found = Postponement.objects.filter(
        meeting__in=meetings(viewer=viewer).order_by().values("pk"), postponed_at__gte=since
    )
    return list(
        found.select_related("meeting").prefetch_related("meeting__asked_for__cause").order_by("-postponed_at", "-pk")
    )


# --- finding a time ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Slot:
    """
    The first time that suits all who are needed, or who is in the way.

    :param also: others who are not needed and can make it.
    :param silent: the needed parties that have not said when they can.
    :param in_the_way: without any one of them the others could meet.
    """

    starts_at: datetime | None
    also: list[InvitedParty]
    silent: list[InvitedParty]
    in_the_way: list[InvitedParty]
    missing: list[Party]


def slot_for(meeting: DiscussionMeeting, *, not_before: datetime, viewer: User) -> Slot | None:
    """The slot of a meeting this viewer may read; a party of the quorum that nobody has asked yet keeps it from one."""
    if not meetings(viewer=viewer).filter(pk=meeting.pk).exists():
        return None
    asked = {each.pk: each for each in meeting.parties.prefetch_related("offers").order_by("pk")}
    times = {pk: [Span(o.starts_at, o.ends_at) for o in each.offers.all()] for pk, each in asked.items()}
    needed = {pk: times[pk] for pk, each in asked.items() if each.is_needed}
    missing = [Party(party) for party in meeting.quorum if party not in {each.party for each in asked.values()}]
    minutes = meeting.minutes_long
    starts_at = None if missing else first_slot(needed, minutes=minutes, not_before=not_before)
    others = {pk: spans for pk, spans in times.items() if pk not in needed}
    can = [
        pk for pk, spans in others.items()
        if starts_at and first_slot({pk: spans}, minutes=minutes, not_before=starts_at) == starts_at
    ]  # fmt: skip
    hinder = in_the_way(needed, minutes=minutes, not_before=not_before)
    return Slot(
        starts_at=starts_at, also=[asked[pk] for pk in can], missing=missing,
        silent=[asked[pk] for pk, spans in needed.items() if not spans], in_the_way=[asked[pk] for pk in hinder],
    )  # fmt: skip


# --- raw facts for the indicators -------------------------------------------------------------------------------------


class Trigger(NamedTuple):
    """K60: a child's reasonable cause, who stamped it, and the first quorate start after it; None if there is none."""

    cause_id: int
    child_id: int
    triggered_at: datetime
    stamped_by_id: int
    quorate_at: datetime | None


class Held(NamedTuple):
    """K61: a discussion that was held here about a child; a meeting about brothers and sisters gives one for each."""

    discussion_id: int
    child_id: int
    meeting_id: int
    held_at: datetime
    is_quorate: bool


class Postponed(NamedTuple):
    """K62: a postponement, with a child it was about; the interim safety plan is always there (hard stop 7)."""

    postponement_id: int
    child_id: int
    meeting_id: int
    party: Party
    because: PostponedBecause
    slot_starts_at: datetime
    postponed_at: datetime


class PostponedTimes(NamedTuple):
    """How often a party postponed for a reason."""

    party: Party
    because: PostponedBecause
    times: int


def triggers_to_quorate_start(*, viewer: User) -> list[Trigger]:
    """K60, of children this viewer may see. What a file says was held does not say who was there, so it is left out."""
    quorate = Q(meetings__meeting__is_quorate=True, meetings__meeting__held_at__gte=F("stamped_at"))
    found = causes_that_may_be_read(viewer=viewer).annotate(
        quorate_at=Min("meetings__meeting__held_at", filter=quorate)
    )
    columns = ("pk", "child_id", "stamped_at", "stamped_by_id", "quorate_at")
    return [Trigger(*row) for row in found.order_by("stamped_at", "pk").values_list(*columns)]


def discussions_held(*, viewer: User) -> list[Held]:
    """K61, of children this viewer may see."""
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return []
    found = StrategyDiscussion.objects.filter(child__in=visible_children(viewer), meeting__held_at__isnull=False)
    columns = ("pk", "child_id", "meeting_id", "meeting__held_at", "meeting__is_quorate")
    return [Held(*row) for row in found.order_by("meeting__held_at", "pk").values_list(*columns)]


def postponements(*, viewer: User) -> list[Postponed]:
    """K62, of children this viewer may see: once for each of the children a meeting is about."""
    if not may(viewer, permissions.SEE_DISCUSSIONS):
        return []
    found = Postponement.objects.filter(meeting__asked_for__cause__child__in=visible_children(viewer)).distinct()
    rows = found.order_by("postponed_at", "pk").values_list(
        "pk", "meeting__asked_for__cause__child_id", "meeting_id", "party", "because", "slot_starts_at", "postponed_at"
    )
    return [
        Postponed(pk, child, meeting, Party(p), PostponedBecause(b), *when) for pk, child, meeting, p, b, *when in rows
    ]


def postponed_by_party_and_reason(*, viewer: User, since: datetime, until: datetime) -> list[PostponedTimes]:
    """How often each party postponed, and why, from a moment until another; each postponement counts once."""
    seen = meetings(viewer=viewer).order_by().values("pk")
    found = Postponement.objects.filter(meeting__in=seen, postponed_at__gte=since, postponed_at__lt=until)
    rows = found.values_list("party", "because").annotate(times=Count("pk")).order_by("-times", "party", "because")
    return [PostponedTimes(Party(party), PostponedBecause(because), times) for party, because, times in rows]


def slots_scheduled(*, viewer: User) -> int:
    """All slots that were ever set, kept or not: what K62 divides by. Each postponement was of a slot."""
    rows = meetings(viewer=viewer).order_by().values_list("times_postponed", "slot_starts_at")
    return sum(times + (starts_at is not None) for times, starts_at in rows)
