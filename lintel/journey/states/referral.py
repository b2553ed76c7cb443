"""The referral and the episode of need it opens."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.referrals import actions as referrals
from lintel.steps.referrals import permissions
from lintel.steps.referrals.closing import actions as closing

if TYPE_CHECKING:
    from lintel.steps.referrals.models import Referral


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


def state_of(referral: Referral) -> State:
    """Whether an episode is under way."""
    return State.OPEN if referral.closed_on is None and not referral.is_nfa else State.CLOSED


REFERRAL = Diagram(
    name="Referral",
    of="Of one child’s episode of need. A child who comes back has another, which follows this one.",
    words={State.OPEN: "Under way", State.CLOSED: "Closed"},
    moves=(
        Move(
            before=BEGINNING, to=State.OPEN, act=referrals.open_referral, may=permissions.OPEN_REFERRALS,
            when="from a decided contact; nothing is typed again", source="S22",
        ),
        Move(
            before=(State.OPEN,), to=State.CLOSED, act=closing.close, may=permissions.CLOSE_EPISODES,
            hard_stops=(4, 9), when="not over an open danger, nor before early help has met the family", source="S33",
        ),
    ),
    within=(referrals, closing),
    keeps=(referrals.hand_to_team,),
)  # fmt: skip
