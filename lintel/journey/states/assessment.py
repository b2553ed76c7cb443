"""The assessment of one child, from being begun to the manager’s authorisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.assessments import actions as assessing
from lintel.steps.assessments import permissions
from lintel.steps.assessments.authorising import actions as authorising
from lintel.steps.assessments.codes import State
from lintel.steps.assessments.rules import state

if TYPE_CHECKING:
    from lintel.steps.assessments.models import Assessment


def state_of(assessment: Assessment) -> State:
    """Where one child’s assessment stands, by what was sent and sent back."""
    last = assessment.sendings.order_by("pk").last()
    return state(
        is_sent=last is not None and last.returned_at is None,
        is_returned=last is not None and last.returned_at is not None,
        is_authorised=assessment.authorised_on is not None,
    )


WORKING_TOGETHER = "Working Together to Safeguard Children, chapter 3"

ASSESSMENT = Diagram(
    name="Assessment",
    of="Of one child’s part of a family’s assessment; brothers and sisters may differ.",
    words={each: each.words for each in State},
    moves=(
        Move(
            before=BEGINNING, to=State.WRITING, act=assessing.begin, may=permissions.WRITE_ASSESSMENTS,
            source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.WRITING, State.SENT_BACK), to=State.WITH_MANAGER, act=authorising.send,
            may=permissions.WRITE_ASSESSMENTS, when="with an outcome; what is missing is shown and stops nobody",
            source="S9",
        ),
        Move(
            before=(State.WITH_MANAGER,), to=State.SENT_BACK, act=authorising.send_back,
            may=permissions.AUTHORISE_ASSESSMENTS, when="with what is missing", source="S9",
        ),
        Move(
            before=(State.WITH_MANAGER,), to=State.AUTHORISED, act=authorising.authorise,
            may=permissions.AUTHORISE_ASSESSMENTS, hard_stops=(8,), when="by somebody who wrote none of it",
            source=WORKING_TOGETHER,
        ),
    ),
    within=(assessing, authorising),
    keeps=(
        assessing.say_told, assessing.plan_to_see, assessing.answer_to_see, assessing.record_view,
        assessing.weigh_history, assessing.hold_midpoint, authorising.conclude,
    ),
)  # fmt: skip
