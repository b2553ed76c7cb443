"""The step-down: early help is asked to go on with a child, and social care holds on until it has met the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.journey.handovers.early_help.queries import standings_of
from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.early_help import actions as early_help
from lintel.steps.early_help import permissions
from lintel.steps.early_help.rules import Stage, stage
from lintel.steps.front_door.deciding import actions as deciding
from lintel.steps.front_door.permissions import DECIDE_CONTACT

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.early_help.models import EarlyHelpRequest


def state_of(request: EarlyHelpRequest, *, viewer: User) -> Stage:
    """Where a step-down stands."""
    return stage(standings_of([request], viewer=viewer)[request.pk])


ANSWER = permissions.ANSWER_FOR_EARLY_HELP
NOT_OVER = (Stage.TO_ANSWER, Stage.TO_MEET, Stage.WITH_EARLY_HELP)


def _given_back(to: Stage) -> Move:
    return Move(
        before=(Stage.STEPPED_UP,), to=to, act=deciding.record_decisions, may=DECIDE_CONTACT, hard_stops=(1, 4),
        when="the front door leaves the family where it was", source="S33",
    )  # fmt: skip


STEP_DOWN = Diagram(
    name="Step-down",
    of="Of what early help is asked for one child. A decision of the front door that waits for a signature counts "
    "from the signature.",
    words={
        Stage.TO_ANSWER: "Proposed, not answered", Stage.SENT_BACK: "Sent back for information",
        Stage.ASKED_AGAIN: "Asked again: another request goes on", Stage.TO_MEET: "Accepted, not met",
        Stage.WITH_EARLY_HELP: "Met: early help has the family", Stage.STEPPED_UP: "Stepped up to the front door",
        Stage.OVER: "Over",
    },
    moves=(
        Move(
            before=BEGINNING, to=Stage.TO_ANSWER, act=early_help.propose_step_down, may=permissions.ASK_EARLY_HELP,
            hard_stops=(9,), when="with the family’s agreement in words", source="S33",
        ),
        Move(before=(Stage.TO_ANSWER,), to=Stage.SENT_BACK, act=early_help.send_back, may=ANSWER, source="S33"),
        Move(
            before=(Stage.SENT_BACK,), to=Stage.ASKED_AGAIN, act=early_help.propose_step_down,
            may=permissions.ASK_EARLY_HELP, when="with what was missing; the clock never stopped", source="S33",
        ),
        Move(
            before=(Stage.TO_ANSWER,), to=Stage.TO_MEET, act=early_help.accept, may=ANSWER,
            when="social care holds the child until they are met", source="S33",
        ),
        Move(
            before=(Stage.TO_MEET,), to=Stage.WITH_EARLY_HELP, act=early_help.record_first_met, may=ANSWER,
            hard_stops=(9,), source="S33",
        ),
        Move(before=(Stage.WITH_EARLY_HELP,), to=Stage.OVER, act=early_help.end, may=ANSWER, source="S33"),
        Move(
            before=NOT_OVER, to=Stage.STEPPED_UP, act=early_help.mark_stepped_up, may=ANSWER,
            when="in one act, onto the desk, among what is red", source="S33",
        ),
        Move(
            before=(Stage.STEPPED_UP,), to=Stage.OVER, act=deciding.record_decisions, may=DECIDE_CONTACT,
            hard_stops=(1,), when="social care has the family again", source="S33",
        ),
        *(_given_back(to) for to in NOT_OVER),
    ),
    within=(early_help,),
    keeps=(early_help.ask_early_help, early_help.let_go),
)  # fmt: skip
