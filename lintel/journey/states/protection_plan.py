"""The child protection plan: it begins, goes on and ends as a conference decided; three things end it without one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.journey.states.discussion import WORKING_TOGETHER
from lintel.steps.plans import permissions
from lintel.steps.plans.protection import actions as protection

if TYPE_CHECKING:
    from lintel.steps.plans.models import CpPlan


class State(StrEnum):
    IN_FORCE = "in_force"
    ENDED = "ended"


def state_of(plan: CpPlan) -> State:
    """Whether a plan is in force."""
    return State.IN_FORCE if plan.ended_on is None else State.ENDED


PROTECTION_PLAN = Diagram(
    name="Child protection plan",
    of="Of one child’s plan.",
    words={State.IN_FORCE: "In force", State.ENDED: "Ended"},
    moves=(
        Move(
            before=BEGINNING, to=State.IN_FORCE, act=protection.begin_protection_plan,
            may=permissions.WRITE_CONFERENCE_DECISIONS, when="an initial conference decided so; a plan of a child in "
            "need ends with it", source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.IN_FORCE,), to=State.IN_FORCE, act=protection.go_on_with_protection_plan,
            may=permissions.WRITE_CONFERENCE_DECISIONS, when="a review decided so, under the category it named",
            source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.IN_FORCE,), to=State.ENDED, act=protection.end_protection_plan,
            may=permissions.WRITE_CONFERENCE_DECISIONS, when="a review decided so", source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.IN_FORCE,), to=State.ENDED, act=protection.end_without_conference,
            may=permissions.END_WITHOUT_CONFERENCE, when="a death, the eighteenth birthday, or another authority’s own "
            "conference, as the record has it", source=WORKING_TOGETHER,
        ),
    ),
    within=(protection,),
)  # fmt: skip
