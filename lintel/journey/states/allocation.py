"""A child given to a worker: until the worker accepts, the child stays with whoever holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.allocation import permissions
from lintel.steps.allocation.ending import actions as ending
from lintel.steps.allocation.giving import actions as giving

if TYPE_CHECKING:
    from lintel.steps.allocation.models import Allocation


class State(StrEnum):
    GIVEN = "given"
    HELD = "held"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LET_GO = "let_go"


def state_of(allocation: Allocation) -> State:
    """Where what was given stands."""
    if allocation.declined_at is not None:
        return State.DECLINED
    if allocation.withdrawn_at is not None:
        return State.TAKEN_BACK
    if allocation.involvement is None:
        return State.GIVEN
    return State.HELD if allocation.involvement.ended_on is None else State.LET_GO


ALLOCATION = Diagram(
    name="Allocation",
    of="Of one child and one worker. A child without a worker is held by a manager meanwhile (hard stop 5).",
    words={
        State.GIVEN: "Given, not answered", State.HELD: "Accepted: the worker holds the child",
        State.DECLINED: "Declined", State.TAKEN_BACK: "Taken back", State.LET_GO: "The worker has let go",
    },
    moves=(
        Move(
            before=BEGINNING, to=State.GIVEN, act=giving.give, may=permissions.ALLOCATE, hard_stops=(6,),
            when="above the ceiling with a named manager, a reason and a day", source="S3, S34",
        ),
        Move(
            before=(State.GIVEN,), to=State.HELD, act=giving.accept, may=permissions.HOLD_CHILDREN,
            when="whoever held the child lets go in the same moment", source="S6",
        ),
        Move(
            before=(State.GIVEN,), to=State.DECLINED, act=giving.decline, may=permissions.HOLD_CHILDREN, source="S6",
        ),
        Move(
            before=(State.GIVEN,), to=State.TAKEN_BACK, act=giving.withdraw, may=permissions.ALLOCATE, source="S6",
        ),
        Move(
            before=(State.GIVEN,), to=State.TAKEN_BACK, act=giving.fall_away, may=None,
            when="the child was passed on, or the episode is over", source="S6",
        ),
        Move(
            before=(State.HELD,), to=State.LET_GO, act=giving.leave, may=permissions.ALLOCATE, hard_stops=(5,),
            when="a manager holds the child from the same moment", source="S12",
        ),
        Move(
            before=(State.HELD,), to=State.LET_GO, act=giving.accept, may=permissions.HOLD_CHILDREN,
            when="another worker accepts the child", source="S12",
        ),
        Move(
            before=(State.HELD,), to=State.LET_GO, act=ending.let_go_with_the_episode, may=None, hard_stops=(5,),
            when="the episode is over", source="S33",
        ),
    ),
    within=(giving, ending),
    keeps=(giving.reach,),
)  # fmt: skip
