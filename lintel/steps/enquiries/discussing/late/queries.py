"""Which discussion, held the same day and not decided, a cause that waits may still join."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lintel.statute.calendar import local_day
from lintel.steps.enquiries.discussing.queries import meetings
from lintel.steps.enquiries.models import DiscussionMeeting, ReasonableCause, StrategyDiscussion

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def may_still_join(causes: Iterable[ReasonableCause], *, viewer: User) -> dict[int, DiscussionMeeting]:
    """By the cause's number, the last discussion about its child that was held that day and has not decided."""
    waiting = list(causes)
    found = StrategyDiscussion.objects.filter(
        child__in=[each.child_id for each in waiting], meeting__decided_at__isnull=True,
        meeting__in=meetings(viewer=viewer).order_by().values("pk"),
    )  # fmt: skip
    held = {(each.child_id, each.held_on): each.meeting for each in found.select_related("meeting").order_by("pk")}
    joins = {each.pk: held.get((each.child_id, local_day(each.stamped_at))) for each in waiting}
    return {pk: meeting for pk, meeting in joins.items() if meeting is not None}
