"""The child protection conference about one child, from being asked for to what it decided."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.journey.states.discussion import WORKING_TOGETHER
from lintel.steps.conferences import actions as asking
from lintel.steps.conferences import permissions
from lintel.steps.conferences.deciding import actions as deciding
from lintel.steps.conferences.inviting import actions as inviting

if TYPE_CHECKING:
    from lintel.steps.conferences.models import ChildInConference


class State(StrEnum):
    ASKED = "asked"
    BOOKED = "booked"
    HELD = "held"
    DECIDED = "decided"
    CALLED_OFF = "called_off"


def state_of(part: ChildInConference) -> State:
    """Where one child's part of a conference stands."""
    if part.withdrawn_at is not None:
        return State.CALLED_OFF
    if part.conference_id is not None:
        return State.DECIDED
    if part.request.held_on is not None:
        return State.HELD
    return State.ASKED if part.request.booked_for is None else State.BOOKED


TO_BE_HELD = (State.ASKED, State.BOOKED)

CONFERENCE = Diagram(
    name="Child protection conference",
    of="Of one child’s part of a conference; brothers and sisters share it and nothing that it decides.",
    words={
        State.ASKED: "Asked for", State.BOOKED: "Booked", State.HELD: "Held; nothing decided for this child yet",
        State.DECIDED: "Decided for this child", State.CALLED_OFF: "Called off",
    },
    moves=(
        Move(
            before=BEGINNING, to=State.ASKED, act=asking.ask_for_conference, may=permissions.ASK_FOR_CONFERENCES,
            when="after an enquiry, about a plan, or for a child who moves here", source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.ASKED,), to=State.BOOKED, act=asking.book, may=permissions.ARRANGE_CONFERENCES,
            when="late is shown, and not refused", source="S11",
        ),
        Move(
            before=(State.BOOKED,), to=State.BOOKED, act=asking.postpone, may=permissions.ARRANGE_CONFERENCES,
            when="who could not, and why; what is due stays due", source="S11",
        ),
        Move(
            before=TO_BE_HELD, to=State.CALLED_OFF, act=asking.call_off, may=permissions.ASK_FOR_CONFERENCES,
            when="for a reason that stays in the record", source="S11",
        ),
        Move(
            before=TO_BE_HELD, to=State.HELD, act=deciding.hold, may=permissions.CHAIR_CONFERENCES,
            when="by its chair, who is independent of the case", source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.HELD,), to=State.DECIDED, act=deciding.decide, may=permissions.CHAIR_CONFERENCES,
            when="a plan with its category, or none, and why", source=WORKING_TOGETHER,
        ),
    ),
    within=(asking, inviting, deciding),
    keeps=(
        asking.name_chair, inviting.invite, inviting.say_who_came, inviting.hand_in_report, inviting.share_report,
        deciding.say_view,
    ),
)  # fmt: skip
