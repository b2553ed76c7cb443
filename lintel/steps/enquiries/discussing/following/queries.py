"""Asking for the minutes of a discussion, as all of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.foundation.people.naming import name_of
from lintel.steps.enquiries.codes import Attendance, Party, Purpose
from lintel.steps.enquiries.discussing.agencies.queries import asked_of_us
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.discussing.rules import missing_from_quorum
from lintel.steps.enquiries.models import (
    ChildDecision,
    DiscussionMeeting,
    DiscussionTask,
    InvitedParty,
    PurposeAnswer,
)

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """
    What was said and decided.

    :param missing: who must have been there, and was not.
    :param answers: the purposes in their order, in words, each as it was settled.
    :param decisions: by the child's name.
    :param tasks: with the words of whose each is; first what is done before anybody visits.
    """

    parties: Sequence[InvitedParty]
    missing: Sequence[Party]
    answers: Sequence[tuple[str, PurposeAnswer]]
    decisions: Sequence[tuple[str, ChildDecision]]
    tasks: Sequence[tuple[Party, DiscussionTask]]

    @property
    def there(self) -> list[tuple[InvitedParty, Party, str]]:
        """Each party, whose it is, and how it took part."""
        words = {Attendance.PRESENT: "present", Attendance.SENT_INFORMATION: "sent information, was not there"}
        return [
            (each, Party(each.party), words.get(Attendance(each.attendance), f"absent: {each.absent_because}"))
            for each in self.parties
        ]


def minutes_of(meeting: DiscussionMeeting, *, viewer: User) -> Minutes | None:
    """The minutes for whoever works here and may read the meeting; None before it is decided."""
    found = meetings(viewer=viewer).filter(pk=meeting.pk, decided_at__isnull=False).first()
    return None if found is None else _minutes(found)


def minutes_sent_to(invited: InvitedParty, *, viewer: User) -> Minutes | None:
    """The minutes for an agency they were sent to."""
    ours = asked_of_us(viewer=viewer).filter(pk=invited.pk, minutes_sent_at__isnull=False).first()
    return None if ours is None else _minutes(ours.meeting)


def receipt_of(token_hash: str, *, viewer: User | None) -> InvitedParty | None:
    """
    Whose receipt a token is.

    :param viewer: None, for somebody without an account: the token is all they need.
    """
    return InvitedParty.objects.filter(receipt_sha256=token_hash).select_related("meeting").first()


def _minutes(meeting: DiscussionMeeting) -> Minutes:
    parties = list(meeting.parties.order_by("pk"))
    settled = {each.purpose: each for each in meeting.answers.all()}
    decided = ChildDecision.objects.filter(discussion__meeting=meeting).select_related("discussion__child")
    tasks = meeting.tasks.select_related("done_by").order_by("-is_before_visiting", "due_at", "pk")
    return Minutes(
        parties=parties, missing=missing_from_quorum(meeting.quorum, [(p.party, p.attendance) for p in parties]),
        answers=[(purpose.words, settled[purpose]) for purpose in Purpose if purpose in settled],
        decisions=[
            (name_of(each.discussion.child), each)
            for each in decided.prefetch_related("discussion__child__names").order_by("discussion__child_id")
        ],
        tasks=[(Party(each.party), each) for each in tasks],
    )  # fmt: skip
