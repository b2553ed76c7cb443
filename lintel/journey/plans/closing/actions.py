"""Closing an episode and all that hangs on it, for a child and for each brother or sister of whom it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.actions import WAITS, drop_offers, episode_of, stop_seeing
from lintel.journey.plans.closing.queries import standing_of
from lintel.statute.calendar import local_day
from lintel.statute.codes import CLOSURE_REASON
from lintel.steps.allocation.ending.actions import let_go_with_the_episode
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.actions import end_with_the_episode
from lintel.steps.plans.codes import EndOfPlan
from lintel.steps.referrals.closing.actions import MayNotClose, Words, close
from lintel.steps.referrals.models import Closing, Referral
from lintel.steps.referrals.permissions import CLOSE_EPISODES
from lintel.steps.referrals.rules import Bar

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class SomethingStands(Exception):
    """Something stands in the way for one of the children; `name` says for whom, and `bars` what."""

    def __init__(self, child: Person, found: list[Bar]) -> None:
        super().__init__(name_of(child))
        self.name, self.bars = name_of(child), found


@transaction.atomic
def close_episodes(
    referrals: Sequence[Referral], *, reason: str, words: Words, by: User, at: datetime
) -> list[Closing]:  # fmt: skip
    """
    Close the episodes of a child and of those brothers and sisters of whom it was decided, all or none: with each end
    the plan, the worker's hold and the reasons to see the child. The managers of the team are told.

    :raises NotAllowed: if this person closes no episodes.
    :raises SomethingStands: if something stands in the way for one of them.
    :raises: what `close` raises.
    """
    require(by, CLOSE_EPISODES)
    # The children first, in one order, as everybody does who hands them on.
    children = sorted({each.child_id for each in referrals})
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    return [
        _close(each, reason, words, by=by, at=at)
        for each in sorted(referrals, key=lambda referral: referral.child_id)
    ]  # fmt: skip


def _close(referral: Referral, reason: str, words: Words, *, by: User, at: datetime) -> Closing:
    standing = standing_of(referral, viewer=by)
    try:
        closing = close(referral, reason=reason, words=words, standing=standing, by=by, at=at)
    except MayNotClose as barred:
        raise SomethingStands(referral.child, barred.bars) from barred
    drop_offers([referral], because="The episode was closed.", by=by, at=at)
    for involvement in let_go_with_the_episode(episode_of(referral), by=by, at=at):
        stop_seeing(involvement, by=by, at=at)
    end_reason(key=WAITS.format(referral.pk), ends_on=local_day(at), by=by, at=at)
    end_with_the_episode(
        referral.child_id, reason=EndOfPlan.STEPPED_DOWN if standing.steps_down else EndOfPlan.CLOSED,
        because=words.outcome, by=by, at=at,
    )  # fmt: skip
    _tell(closing, by=by, at=at)
    return closing


def _tell(closing: Closing, *, by: User, at: datetime) -> None:
    referral = closing.referral
    if referral.team_id is not None:
        # Without a name: whoever reads it may see the child no longer.
        tell(
            key=f"closed/{referral.pk}", path="/", team_id=referral.team_id, by=by, at=at,
            words=f"{by.name} closed an episode: {CLOSURE_REASON.label(closing.reason)}",
        )  # fmt: skip
    asked = EarlyHelpRequest.objects.filter(
        referral=referral, sent_back_at__isnull=True, ended_at__isnull=True, stepped_up_at__isnull=True
    )
    for request in asked:
        waited = f", without waiting: {closing.despite}" if closing.despite else ""
        tell(
            key=f"closed for early help/{request.pk}", path=f"/early-help/{request.pk}/", child_id=referral.child_id,
            words=f"Children’s social care has closed, {name_of(referral.child)} is with you{waited}",
            team_id=request.team_id, by=by, at=at,
        )  # fmt: skip
