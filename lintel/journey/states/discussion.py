"""The strategy discussion, from the moment somebody thinks a child is likely to be harmed to its minutes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lintel.journey.states.diagram import BEGINNING, Diagram, Move
from lintel.steps.enquiries import actions as stamping
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing import actions as discussing
from lintel.steps.enquiries.discussing.following import actions as following
from lintel.steps.enquiries.discussing.late import actions as late
from lintel.steps.enquiries.discussing.slots import actions as slots

if TYPE_CHECKING:
    from lintel.steps.enquiries.models import ReasonableCause

WORKING_TOGETHER = "Working Together to Safeguard Children, chapter 3"


class State(StrEnum):
    WAITS = "waits"
    ASKED = "asked"
    TIME_SET = "time_set"
    HELD = "held"
    NOT_QUORATE = "not_quorate"
    DECIDED = "decided"
    MINUTES_SENT = "minutes_sent"


def state_of(cause: ReasonableCause) -> State:
    """Where the discussion that a cause asks for stands: the last one, where it was held again."""
    asked = cause.meetings.order_by("pk").last()
    if asked is None:
        return State.WAITS
    meeting = asked.meeting
    if meeting.decided_at is not None:
        is_owed = meeting.parties.filter(minutes_sent_at__isnull=True).exists()
        return State.DECIDED if is_owed else State.MINUTES_SENT
    if meeting.held_at is not None:
        return State.HELD if meeting.is_quorate else State.NOT_QUORATE
    return State.ASKED if meeting.slot_starts_at is None else State.TIME_SET


TO_BE_HELD = (State.ASKED, State.TIME_SET)
WERE_HELD = (State.HELD, State.NOT_QUORATE, State.DECIDED, State.MINUTES_SENT)
OVER_THE_SAME_CHILD = "another discussion that carries this one on; without quorum it must be, in 24 hours"

DISCUSSION = Diagram(
    name="Strategy discussion",
    of="Of a child’s reasonable cause: the discussion it asks for, the last where it was held again.",
    words={
        State.WAITS: "Harm is thought likely; nobody has asked for a discussion",
        State.ASKED: "Asked for, without a time",
        State.TIME_SET: "A time is set", State.HELD: "Held with quorum",
        State.NOT_QUORATE: "Held urgently, not quorate", State.DECIDED: "Decided; minutes owed to somebody",
        State.MINUTES_SENT: "Decided, and all have the minutes",
    },
    moves=(
        Move(
            before=BEGINNING, to=State.WAITS, act=stamping.stamp_reasonable_cause,
            may=permissions.STAMP_REASONABLE_CAUSE, source="Children Act 1989, section 47; S11",
        ),
        Move(
            before=(State.WAITS,), to=State.ASKED, act=discussing.ask_for_discussion,
            may=permissions.ARRANGE_DISCUSSION, source=WORKING_TOGETHER,
        ),
        Move(
            before=WERE_HELD, to=State.ASKED, act=discussing.ask_for_discussion, may=permissions.ARRANGE_DISCUSSION,
            when=OVER_THE_SAME_CHILD, source="S45",
        ),
        Move(
            before=(State.ASKED,), to=State.TIME_SET, act=slots.set_slot, may=permissions.ARRANGE_DISCUSSION,
            source="S58",
        ),
        Move(
            before=(State.TIME_SET,), to=State.TIME_SET, act=slots.postpone, may=permissions.ARRANGE_DISCUSSION,
            hard_stops=(7,), when="to another time", source="S58, L4",
        ),
        Move(
            before=(State.TIME_SET,), to=State.ASKED, act=slots.postpone, may=permissions.ARRANGE_DISCUSSION,
            hard_stops=(7,), when="cancelled, with no other time yet", source="S58, L4",
        ),
        Move(
            before=TO_BE_HELD, to=State.HELD, act=discussing.record_held, may=permissions.HOLD_DISCUSSION,
            when="social care, police and health present", source=WORKING_TOGETHER,
        ),
        Move(
            before=TO_BE_HELD, to=State.NOT_QUORATE, act=discussing.record_held, may=permissions.HOLD_DISCUSSION,
            when="one of them missing, and why it could not wait", source="S45",
        ),
        *(
            Move(
                before=(State.WAITS,), to=held, act=late.was_spoken_of, may=permissions.HOLD_DISCUSSION,
                when="stamped on the day of a discussion about the child, and spoken of in it", source="S58",
            )
            for held in (State.HELD, State.NOT_QUORATE)
        ),
        Move(
            before=(State.HELD, State.NOT_QUORATE), to=State.DECIDED, act=discussing.decide,
            may=permissions.HOLD_DISCUSSION, when="all six purposes settled, and every child decided for",
            source=WORKING_TOGETHER,
        ),
        Move(
            before=(State.DECIDED,), to=State.DECIDED, act=following.send_minutes, may=permissions.ARRANGE_DISCUSSION,
            when="to some", source="S45",
        ),
        Move(
            before=(State.DECIDED,), to=State.MINUTES_SENT, act=following.send_minutes,
            may=permissions.ARRANGE_DISCUSSION, when="to the last", source="S45",
        ),
    ),
    within=(stamping, discussing, slots, following, late),
    keeps=(
        stamping.reasonable_cause_is_of, discussing.begin_discussion, slots.ask_party, slots.reach_party,
        slots.offer_times, slots.offer_time_by_token, slots.add_time, slots.invite, slots.invite_everybody, slots.reply,
        slots.reply_by_token, slots.answered, following.record_dissent, following.dissent, following.say_task_done,
        following.send_minutes_to_all, following.say_minutes_read, following.say_minutes_read_by_token,
        following.minutes_are_read, following.step_on_rung, following.answer_ladder, late.discussion_follows,
    ),
)  # fmt: skip
