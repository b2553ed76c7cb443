"""Asking for a strategy discussion, and holding it: who was there, what was decided, who has the minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Attendance, Party, Purpose
from lintel.steps.enquiries.discussing.rules import (
    Answered,
    Decided,
    Enquiry,
    begins_an_enquiry,
    missing_from_quorum,
    missing_to_decide,
    quorum_of,
    unsettled,
    was_moved,
)
from lintel.steps.enquiries.models import (
    ChildDecision,
    DiscussionMeeting,
    DiscussionTask,
    InvitedParty,
    MeetingCause,
    PurposeAnswer,
    ReasonableCause,
    Section47Enquiry,
    StrategyDiscussion,
)

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.referrals.models import Referral

SCREEN = "strategy discussion"


class AskedForNobody(Exception):
    """A discussion is about at least one child with reasonable cause."""


class AskedAlready(Exception):
    """A discussion is asked for by this cause already, and is not held yet."""


class HeldAlready(Exception):
    """A colleague has written down that it was held."""


class NotHeldYet(Exception):
    """It decides, and its minutes go out, after it was held."""


class NotThen(Exception):
    """A discussion is not held before it was asked for, nor later than now."""


class HeldAfterItsTime(Exception):
    """Its time was over: it was postponed, and nobody has said by whom, why, and what kept the child safe."""


class NotQuorate(Exception):
    """A party that must be there was not: only where it could not wait may it be held, and it says why."""

    def __init__(self, missing: Sequence[Party]) -> None:
        super().__init__(", ".join(party.words for party in missing))
        self.missing = list(missing)


class NotSettled(Exception):
    """Something that a discussion must say is not said; `missing` says what, in words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


class DecidedAlready(Exception):
    """What it decided stands; another discussion may decide anew."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How long a meeting takes, how to join it, and who must be there besides whom the authority's list says."""

    dial_in: str
    minutes: int = 60
    also_for_quorum: Sequence[Party] = ()


@transaction.atomic
def ask_for_discussion(
    causes: Sequence[ReasonableCause], *, asked: Asked, reconvenes: DiscussionMeeting | None = None, by: User,
    at: datetime,
) -> DiscussionMeeting:  # fmt: skip
    """
    Ask for one discussion about a child, or about brothers and sisters together. It was triggered when the first of
    them was thought likely to suffer significant harm, by whoever thought so, however late it is asked for.

    :param reconvenes: the discussion it carries on, about the same children: one without quorum must be held again.
    :raises NotAllowed: if this person may not arrange discussions.
    :raises AskedForNobody: if it is asked for by no cause.
    :raises NotHeldYet: if it is to carry on one that was not held.
    :raises AskedAlready: if one of the causes, or the same discussion before it, has another that is not held yet.
    """
    require(by, permissions.ARRANGE_DISCUSSION)
    # The meeting before its causes, as whoever writes down that it was held locks them.
    if reconvenes is not None and locked(reconvenes).held_at is None:
        raise NotHeldYet
    of_before = MeetingCause.objects.filter(meeting=reconvenes).values("cause")
    asking = Q(pk__in=[cause.pk for cause in causes]) | Q(pk__in=of_before)
    held = list(ReasonableCause.objects.select_for_update().filter(asking).order_by("pk"))
    if not held:
        raise AskedForNobody
    if MeetingCause.objects.filter(cause__in=held, meeting__held_at__isnull=True).exists() or (
        reconvenes is not None and DiscussionMeeting.objects.filter(reconvenes=reconvenes).exists()
    ):
        raise AskedAlready
    meeting = DiscussionMeeting.objects.create(
        asked_at=at, asked_by=by, minutes_long=asked.minutes, dial_in=asked.dial_in.strip(), reconvenes=reconvenes,
        quorum=quorum_of([*settings.STRATEGY_QUORUM, *asked.also_for_quorum]),
    )  # fmt: skip
    MeetingCause.objects.bulk_create(MeetingCause(meeting=meeting, cause=cause) for cause in held)
    for cause in held:
        note("strategy discussion asked for", by=by, at=at, subject=meeting, child_id=cause.child_id)
    return meeting


@dataclass(frozen=True, kw_only=True)
class TookPart:
    """How one party took part, and its own view; kept apart from the others'."""

    how: Attendance
    view: str = ""
    absent_because: str = ""
    dissent: str = ""


@transaction.atomic
def record_held(
    meeting: DiscussionMeeting, *, parties: Mapping[int, TookPart], chaired_by: str, held_at: datetime,
    urgent_because: str = "", by: User, at: datetime,
) -> DiscussionMeeting:  # fmt: skip
    """
    Write down that a discussion was held, and how each party took part. Whoever is not spoken of was not there.

    :param parties: by the number of the party asked.
    :param urgent_because: why it could not wait for all who must be there; it must then be held again in time.
    :raises NotAllowed: if this person may not hold discussions.
    :raises HeldAlready: if a colleague wrote it down first.
    :raises NotThen: if it was not asked for then, or is yet to come.
    :raises HeldAfterItsTime: if its slot was over: say first that it was postponed (hard stop 7).
    :raises NotSettled: if an absence has no reason, or information that was sent is missing.
    :raises NotQuorate: if somebody who must be there was not, and it is not said why it could not wait.
    """
    require(by, permissions.HOLD_DISCUSSION)
    meeting = locked(meeting)
    if meeting.held_at is not None:
        raise HeldAlready
    if not meeting.asked_at <= held_at <= at:
        raise NotThen
    if was_moved(slot_starts_at=meeting.slot_starts_at, minutes=meeting.minutes_long, held_at=held_at):
        raise HeldAfterItsTime
    asked = list(meeting.parties.order_by("pk"))
    _write_attendance(asked, parties)
    missing = missing_from_quorum(meeting.quorum, [(each.party, each.attendance) for each in asked])
    if missing and not urgent_because.strip():
        raise NotQuorate(missing)
    meeting.held_at, meeting.held_by, meeting.chaired_by = held_at, by, chaired_by.strip()[:120]
    meeting.is_quorate = not missing
    if missing:
        limit = time_limit_in_force("strategy_reconvened", on=local_day(held_at))
        meeting.urgent_because, meeting.reconvene_by = urgent_because.strip(), limit.due_at(held_at)
    meeting.save()
    _begin_discussions(meeting, by=by, at=at)
    return meeting


@dataclass(frozen=True, kw_only=True)
class TaskSaid:
    """Who does what by when, and whether before anybody visits."""

    party: Party
    who: str
    what: str
    due_at: datetime
    is_before_visiting: bool = True


@transaction.atomic
def decide(
    meeting: DiscussionMeeting, *, purposes: Mapping[Purpose, Answered], children: Mapping[int, Decided],
    tasks: Sequence[TaskSaid], by: User, at: datetime,
) -> DiscussionMeeting:  # fmt: skip
    """
    Write down what a discussion answered, what it decided for each child and who does what before anybody visits.

    An enquiry begins where one is decided for and none is open; where one is, it goes on as it began.

    :param children: by the child's number; every child it was about.
    :raises NotAllowed: if this person may not hold discussions.
    :raises NotHeldYet: if it was not held.
    :raises DecidedAlready: if a colleague wrote it down first.
    :raises NotSettled: if a purpose is neither answered nor set aside, a child is left out, a decision is not whole, or
        nobody does anything though there is an enquiry.
    """
    require(by, permissions.HOLD_DISCUSSION)
    meeting = locked(meeting)
    if meeting.held_at is None:
        raise NotHeldYet
    if meeting.decided_at is not None:
        raise DecidedAlready
    discussions = {each.child_id: each for each in meeting.discussions.select_related("child").order_by("child_id")}
    if missing := _missing(list(discussions), purposes, children, tasks):
        raise NotSettled(missing)
    PurposeAnswer.objects.bulk_create(
        PurposeAnswer(
            meeting=meeting, purpose=purpose, answer=said.answer.strip(),
            set_aside_because=said.set_aside_because.strip(),
        )
        for purpose, said in purposes.items()
    )  # fmt: skip
    DiscussionTask.objects.bulk_create(
        DiscussionTask(
            meeting=meeting, party=task.party, who=task.who.strip(), what=task.what.strip(), due_at=task.due_at,
            is_before_visiting=task.is_before_visiting,
        )
        for task in tasks
    )  # fmt: skip
    for child_id, discussion in discussions.items():
        _decide_for(discussion, children[child_id], by=by, at=at)
    meeting.decided_at, meeting.decided_by = at, by
    meeting.save(update_fields=["decided_at", "decided_by"])
    return meeting


def locked(meeting: DiscussionMeeting) -> DiscussionMeeting:
    """The meeting as it stands now, held until the transaction is over."""
    return DiscussionMeeting.objects.select_for_update().get(pk=meeting.pk)


def _write_attendance(asked: Sequence[InvitedParty], parties: Mapping[int, TookPart]) -> None:
    unsaid = TookPart(how=Attendance.ABSENT, absent_because="Was asked, and did not come.")
    missing = []
    for invited in asked:
        said = parties.get(invited.pk, unsaid)
        if said.how is Attendance.ABSENT and not said.absent_because.strip():
            missing.append(f"why {invited.name} was absent")
        if said.how is Attendance.SENT_INFORMATION and not said.view.strip():
            missing.append(f"what {invited.name} sent")
        invited.attendance, invited.absent_because = said.how, said.absent_because.strip()
        invited.view, invited.dissent = said.view.strip(), said.dissent.strip()
    if missing:
        raise NotSettled(missing)
    InvitedParty.objects.bulk_update(asked, ["attendance", "absent_because", "view", "dissent"])


def _begin_discussions(meeting: DiscussionMeeting, *, by: User, at: datetime) -> None:
    """Each child's own discussion, with when harm was thought likely for that child."""
    assert meeting.held_at is not None
    causes = ReasonableCause.objects.select_for_update(of=("self",)).filter(meetings__meeting=meeting)
    first: dict[int, StrategyDiscussion] = {}
    for cause in causes.select_related("child").order_by("stamped_at", "pk"):
        if cause.child_id not in first:
            first[cause.child_id] = begin_discussion(meeting, cause, by=by, at=at)
        if cause.discussion_id is None:
            cause.discussion = first[cause.child_id]
            cause.save(update_fields=["discussion"])


def begin_discussion(
    meeting: DiscussionMeeting, cause: ReasonableCause, *, by: User, at: datetime
) -> StrategyDiscussion:  # fmt: skip
    """The discussion of a cause's child, in a meeting that was held; the meeting is locked."""
    assert meeting.held_at is not None
    discussion = StrategyDiscussion.objects.create(
        key=f"meeting/{meeting.pk}/{cause.child_id}", screen=SCREEN, recorded_at=at, child=cause.child,
        referral=_episode_of(cause.child), meeting=meeting, triggered_at=cause.stamped_at,
        held_on=local_day(meeting.held_at), held_at=meeting.held_at,
    )  # fmt: skip
    note(
        "strategy discussion held", by=by, at=at, subject=meeting, child_id=cause.child_id,
        is_quorate=meeting.is_quorate,
    )  # fmt: skip
    return discussion


def _episode_of(child: Person) -> Referral | None:
    """The episode of need that is under way."""
    return child.referrals.filter(closed_on__isnull=True).exclude(is_nfa=True).order_by("referred_on").last()


def _missing(
    about: Sequence[int], purposes: Mapping[Purpose, Answered], children: Mapping[int, Decided],
    tasks: Sequence[TaskSaid],
) -> list[str]:  # fmt: skip
    missing = [purpose.words for purpose in unsettled(purposes)]
    if set(children) != set(about):
        return [*missing, "a decision for each child, and for no other"]
    missing += [what for child in about for what in missing_to_decide(children[child])]
    if any(not (task.who.strip() and task.what.strip()) for task in tasks):
        missing.append("who does what")
    if not tasks and any(decided.is_enquiry for decided in children.values()):
        missing.append("who does what before anybody visits")
    return missing


def _decide_for(discussion: StrategyDiscussion, decided: Decided, *, by: User, at: datetime) -> None:
    # The child is the lock: two discussions may decide in the same moment, and only one of them begins the enquiry.
    Person.objects.select_for_update(no_key=True).get(pk=discussion.child_id)
    discussion.began_enquiry = begins_an_enquiry(
        decides_for_one=decided.is_enquiry, held_on=discussion.held_on, enquiries=_enquiries_of(discussion.child_id)
    )
    discussion.save(update_fields=["began_enquiry"])
    ChildDecision.objects.create(
        discussion=discussion, is_enquiry=decided.is_enquiry, because=decided.because.strip(),
        conduct=decided.conduct or "", is_medical_needed=decided.is_medical_needed, who_speaks=decided.who_speaks,
        speaks_at=decided.speaks_at, safety_tonight=decided.safety_tonight.strip(),
    )  # fmt: skip
    note(
        "strategy discussion decided", by=by, at=at, subject=discussion, child_id=discussion.child_id,
        is_enquiry=decided.is_enquiry, began_enquiry=discussion.began_enquiry,
    )  # fmt: skip
    if discussion.began_enquiry:
        enquiry = Section47Enquiry.objects.create(
            key=f"enquiry/{discussion.key}", screen=SCREEN, recorded_at=at, child_id=discussion.child_id,
            referral_id=discussion.referral_id, begun_by=discussion, started_on=discussion.held_on,
        )  # fmt: skip
        note("enquiry begun", by=by, at=at, subject=enquiry, child_id=discussion.child_id)


def _enquiries_of(child_id: int) -> list[Enquiry]:
    found = Section47Enquiry.objects.filter(child=child_id).select_related("referral").prefetch_related("conferences")
    return [
        Enquiry(
            ended_on=held.ended_on,
            conference_on=min((each.held_on for each in held.conferences.all()), default=None),
            conference_not_required=bool(held.conference_not_required),
            episode_closed_on=held.referral.closed_on if held.referral else None,
        )
        for held in found
    ]  # fmt: skip
