"""One child’s line of a contact, from the receipt to the decision that holds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.front_door import permissions
from lintel.steps.front_door.deciding import actions as deciding
from lintel.steps.front_door.desk import actions as desk
from lintel.steps.front_door.intake import actions as intake

if TYPE_CHECKING:
    from lintel.steps.front_door.models import ChildContact


class State(StrEnum):
    UNDECIDED = "undecided"
    READY = "ready"
    TO_SIGN = "to_sign"
    DECIDED = "decided"


def state_of(line: ChildContact) -> State:
    """How far a child’s line of a contact is decided."""
    if line.decided_on is not None:
        return State.DECIDED
    if line.decisions.filter(returned_at__isnull=True).exists():
        return State.TO_SIGN
    return State.UNDECIDED if line.contact.ready_at is None else State.READY


TO_BE_DECIDED = (State.UNDECIDED, State.READY)

CONTACT = Diagram(
    name="Contact",
    of="Of one child’s line of a contact. The desk, or somebody at it, holds the contact all the while (hard stop 2).",
    words={
        State.UNDECIDED: "To be decided", State.READY: "To be decided; all is gathered",
        State.TO_SIGN: "Decided; waits for a signature", State.DECIDED: "Decided, and it holds",
    },
    moves=(
        Move(
            before=BEGINNING, to=State.UNDECIDED, act=intake.receive_contact, may=permissions.RECEIVE_CONTACTS,
            hard_stops=(2,), source="S27",
        ),
        Move(
            before=BEGINNING, to=State.UNDECIDED, act=intake.add_child, may=permissions.RECEIVE_CONTACTS,
            when="a child told of later", source="S18",
        ),
        Move(
            before=(State.UNDECIDED,), to=State.READY, act=desk.say_ready, may=permissions.WORK_THE_DESK, source="S27",
        ),
        Move(
            before=TO_BE_DECIDED, to=State.DECIDED, act=deciding.record_decisions, may=permissions.DECIDE_CONTACT,
            hard_stops=(1, 4), source="S22",
        ),
        Move(
            before=TO_BE_DECIDED, to=State.TO_SIGN, act=deciding.record_decisions, may=permissions.DECIDE_CONTACT,
            hard_stops=(1, 4), when="policy asks for a manager’s signature", source="S19",
        ),
        Move(
            before=(State.TO_SIGN,), to=State.DECIDED, act=deciding.sign, may=permissions.SIGN_DECISIONS,
            hard_stops=(4,), when="nobody signs their own", source="S19",
        ),
        Move(
            before=(State.TO_SIGN,), to=State.UNDECIDED, act=deciding.return_to_decider,
            may=permissions.SIGN_DECISIONS, when="with the reason; the clock never stopped", source="S19",
        ),
        Move(
            before=(State.TO_SIGN,), to=State.READY, act=deciding.return_to_decider,
            may=permissions.SIGN_DECISIONS, when="with the reason; the clock never stopped", source="S19",
        ),
    ),
    within=(deciding,),
)  # fmt: skip
