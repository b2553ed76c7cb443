"""The enquiry under section 47 about one child, from the discussion that began it to the manager's signature."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.journey.enquiring.reading import state_of as standing_of
from lintel.journey.enquiring.reading import still_open
from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.journey.states.discussion import WORKING_TOGETHER
from lintel.steps.conferences import permissions as conference_permissions
from lintel.steps.conferences.deciding import actions as conference
from lintel.steps.enquiries.discussing import actions as discussing
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.enquiries.permissions import HOLD_DISCUSSION
from lintel.steps.enquiries.settling import actions as settling
from lintel.steps.enquiry_work import actions as writing
from lintel.steps.enquiry_work import permissions
from lintel.steps.enquiry_work.codes import State
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.enquiry_work.signing import actions as signing
from lintel.steps.referrals.closing import actions as closing
from lintel.steps.referrals.permissions import CLOSE_EPISODES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

UNDER_WAY = (State.NOT_BEGUN, State.WRITING, State.WITH_MANAGER, State.SENT_BACK)


def state_of(enquiry: Section47Enquiry, *, on: date) -> State:
    """Where an enquiry stands on a day."""
    is_over = not still_open(Section47Enquiry.objects.filter(pk=enquiry.pk), on=on).exists()
    return standing_of(enquiry, EnquiryWork.objects.filter(enquiry=enquiry.pk).first(), is_over=is_over)


def _first_word(act: Callable[..., Any]) -> Move:
    return Move(
        before=(State.NOT_BEGUN,), to=State.WRITING, act=act, may=permissions.WRITE_ENQUIRIES, when="the first word",
        source="S47, S48",
    )  # fmt: skip


ENQUIRY = Diagram(
    name="Section 47 enquiry",
    of="Of one child’s enquiry; brothers and sisters have their own. A later discussion moves none of it.",
    words={state: state.words for state in State},
    moves=(
        Move(
            before=BEGINNING, to=State.NOT_BEGUN, act=discussing.decide, may=HOLD_DISCUSSION,
            when="an enquiry is decided for, and none is open", source=f"{WORKING_TOGETHER}; S46",
        ),
        *(_first_word(act) for act in (writing.write_passage, writing.weigh_item, signing.conclude)),
        Move(
            before=(State.WRITING, State.SENT_BACK), to=State.WITH_MANAGER, act=signing.send,
            may=permissions.WRITE_ENQUIRIES, when="with an outcome; what is missing is shown and stops nobody",
            source="S48",
        ),
        Move(
            before=(State.WITH_MANAGER,), to=State.SENT_BACK, act=signing.send_back, may=permissions.SIGN_ENQUIRIES,
            when="with what is missing", source="S48",
        ),
        Move(
            before=(State.WITH_MANAGER,), to=State.SIGNED, act=signing.sign, may=permissions.SIGN_ENQUIRIES,
            hard_stops=(8,), when="by somebody who wrote none of it; what nobody covered carries their name",
            source="S11, S47",
        ),
        Move(
            before=UNDER_WAY, to=State.ENDED, act=conference.decide,
            may=conference_permissions.CHAIR_CONFERENCES, when="a conference was held for it before it was signed",
            source=WORKING_TOGETHER,
        ),
        Move(
            before=UNDER_WAY, to=State.ENDED, act=closing.close, may=CLOSE_EPISODES,
            when="its episode of need is over", source="S41",
        ),
    ),
    within=(settling, writing, signing),
    keeps=(
        settling.give_enquiry, settling.settle_enquiry, writing.begin_work, writing.take_back_weighing,
        writing.mark_writer,
    ),
)  # fmt: skip
