"""The room: who is there, when they are through, asking for help, and handing the desk over."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.codes import CallKind, Channel, Outcome, Priority
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.desk import actions, queries
from lintel.steps.front_door.desk.calls.actions import (
    CallEnded,
    NotYourCall,
    end_as_contact,
    end_in_one_line,
    take_call,
)
from lintel.steps.front_door.desk.models import Call, HelpAsked
from lintel.steps.front_door.desk.room import queries as room
from lintel.steps.front_door.desk.room.actions import MayNotWait, NobodyAsked, ask_for_help
from lintel.steps.front_door.intake.actions import Knock, TellsOf
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.tests.builders import NEIGHBOUR, chosen_for, knock
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def come_in(by, number, **more):
    child = TellsOf(particulars=Particulars(given=f"Child{number}"))
    return knock(by=by, once=str(number), children=[child], informant=NEIGHBOUR, **more)


def capacity(viewer, desk, at=LATER):
    return room.capacity(queries.queue(viewer=viewer, at=at), desk=desk, viewer=viewer, at=at)


def test_it_says_when_the_desk_is_through_and_how_many_are_out_of_time_by_then(cast, dawn, femi, rosa):
    for number in range(12):
        come_in(dawn, number, received_at=LATER - timedelta(hours=22))
    for who in (dawn, femi):
        actions.sit_down(cast.front_door, by=who, at=NOW)

    found = capacity(rosa, cast.front_door)

    assert (len(found.seats), found.deciding, found.pace.an_hour, found.pace.is_own) == (2, 1, 3, False)
    assert found.finish.done_at == LATER + timedelta(hours=2)
    assert found.finish.out_of_time == 0
    actions.get_up(by=femi, at=LATER)
    assert capacity(rosa, cast.front_door).finish.out_of_time == 6
    assert capacity(rosa, cast.front_door).is_too_little


def test_nobody_in_the_room_is_never_through(cast, dawn, rosa):
    come_in(dawn, 1)

    assert capacity(rosa, cast.front_door).finish.done_at is None


def test_the_desk_has_a_pace_of_its_own_after_two_weeks(cast, dawn, femi, rosa):
    actions.sit_down(cast.front_door, by=femi, at=NOW - timedelta(days=1))
    actions.get_up(by=femi, at=NOW - timedelta(days=1) + timedelta(hours=11))
    for number in range(22):
        contact = come_in(dawn, number, received_at=NOW - timedelta(days=2))
        record_decisions(
            contact, chosen_for(contact, Outcome.ADVICE), known={}, by=femi, at=NOW - timedelta(hours=number)
        )

    pace = room.pace(desk=cast.front_door, viewer=rosa, at=NOW)

    assert (pace.an_hour, pace.is_own) == (2, True)


def test_after_ninety_minutes_of_deciding_a_change_is_suggested_to_that_person_only(dawn, femi, rosa):
    for number in range(7):
        contact = come_in(dawn, number)
        at = NOW + timedelta(minutes=16 * number)
        record_decisions(contact, chosen_for(contact, Outcome.ADVICE), known={}, by=femi, at=at)

    assert room.should_change_over(viewer=femi, at=at)
    assert not room.should_change_over(viewer=rosa, at=at)
    assert not room.should_change_over(viewer=femi, at=at + timedelta(minutes=30))


def test_help_is_asked_and_what_may_wait_is_written_down_with_who_decided_so(cast, dawn, rosa, marcus, elsie):
    waits = come_in(dawn, 1)

    asked = ask_for_help(
        desk=cast.front_door, teams=[cast.north, cast.early_help], words="Two who decide until 5pm", defer=[waits],
        because="The school holds her until 3pm", by=rosa, at=LATER,
    )  # fmt: skip

    assert "Two who decide until 5pm" in notices(viewer=marcus)[0].words
    assert "Two who decide until 5pm" in notices(viewer=elsie)[0].words
    assert [(d.contact, d.by, d.because) for d in asked.deferrals.all()] == [
        (waits, rosa, "The school holds her until 3pm")
    ]
    assert queries.queue(viewer=dawn, at=LATER).rows[0].deferral.by == rosa
    assert room.help_asked(viewer=rosa, at=LATER) == [asked]


def test_letting_it_wait_moves_neither_its_place_nor_its_clock(cast, dawn, rosa):
    first, second = come_in(dawn, 1, received_at=NOW - timedelta(hours=1)), come_in(dawn, 2)
    before = [(row.pk, row.clock) for row in queries.queue(viewer=dawn, at=LATER).rows]

    ask_for_help(desk=cast.front_door, teams=[cast.north], words="Help", defer=[first], because="Safe at school",
                 by=rosa, at=LATER)  # fmt: skip

    assert [(row.pk, row.clock) for row in queries.queue(viewer=dawn, at=LATER).rows] == before
    assert before[0][0] == first.pk != second.pk


def test_what_was_called_urgent_is_never_let_wait(cast, dawn, rosa):
    red, danger = come_in(dawn, 1), come_in(dawn, 2, is_danger_now=True)
    actions.set_priority(red, priority=Priority.RED, reason="An injury", by=dawn, at=NOW)

    for contact in (red, danger):
        with pytest.raises(MayNotWait):
            ask_for_help(desk=cast.front_door, teams=[cast.north], words="Help", defer=[contact], because="Busy",
                         by=rosa, at=LATER)  # fmt: skip
    assert room.could_wait(queries.queue(viewer=rosa, at=LATER), viewer=rosa) == []
    assert not HelpAsked.objects.exists()


def test_help_is_asked_of_somebody_for_something_by_whoever_runs_the_desk(cast, dawn, rosa):
    with pytest.raises(NobodyAsked):
        ask_for_help(desk=cast.front_door, teams=[], words="Help", by=rosa, at=LATER)
    with pytest.raises(actions.NoReasonGiven):
        ask_for_help(desk=cast.front_door, teams=[cast.north], words=" ", by=rosa, at=LATER)
    with pytest.raises(NotAllowed):
        ask_for_help(desk=cast.front_door, teams=[cast.north], words="Help", by=dawn, at=LATER)


def test_out_of_hours_sees_all_of_today_decided_and_open_and_nothing_of_yesterday(dawn, femi, nell):
    yesterday = come_in(dawn, 0, received_at=NOW - timedelta(days=1))
    decided, still_open = come_in(dawn, 1), come_in(dawn, 2)
    record_decisions(decided, chosen_for(decided, Outcome.ADVICE), known={}, by=femi, at=NOW)

    rows = {row.pk: row for row in room.came_today(viewer=nell, at=LATER)}

    assert set(rows) == {decided.pk, still_open.pk}
    assert rows[decided.pk].is_decided
    assert yesterday.pk not in rows


def test_a_desk_is_handed_over_with_what_is_open_on_it_and_comes_back(cast, dawn, femi, nell):
    contact = come_in(dawn, 1)
    actions.hand_over(from_team=cast.front_door, to_team=cast.out_of_hours, words="The mother rings back at six",
                      by=femi, at=LATER)  # fmt: skip

    [given] = room.handovers(viewer=nell, at=LATER)
    assert (given.words, room.handed_over(given, viewer=nell)) == ("The mother rings back at six", [contact])
    assert contact.pk in [row.pk for row in queries.queue(viewer=dawn, at=LATER).rows]
    actions.hand_over(from_team=cast.out_of_hours, to_team=cast.front_door, words="She did not ring", by=nell, at=LATER)
    contact.refresh_from_db()
    assert contact.held_by_team == cast.front_door


def test_tom_sees_nobody_in_the_room_and_nothing_of_today(cast, dawn, tom):
    come_in(dawn, 1)

    assert room.came_today(viewer=tom, at=LATER) == []
    assert room.handovers(viewer=tom, at=LATER) == []
    assert room.lines_today(viewer=tom, at=LATER) == []


# --- calls ------------------------------------------------------------------------------------------------------------


def told(**more):
    asked = {"channel": Channel.TELEPHONE, "received_at": LATER, "words": "She cries all night", "once": "x"}
    return Knock(**(asked | more))


def test_a_call_is_received_when_it_was_taken_and_not_when_it_was_written_down(cast, dawn):
    call = take_call(by=dawn, at=NOW)

    contact = end_as_contact(call, told(), desk=cast.front_door, by=dawn, at=LATER)

    assert (contact.received_at, contact.recorded_at, contact.channel) == (NOW, LATER, Channel.TELEPHONE)


def test_a_call_out_of_hours_says_so_and_is_on_their_desk(cast, nell):
    contact = end_as_contact(take_call(by=nell, at=NOW), told(), desk=cast.out_of_hours, by=nell, at=LATER)

    assert (contact.channel, contact.held_by_team) == (Channel.OUT_OF_HOURS, cast.out_of_hours)


def test_when_a_call_began_cannot_be_edited_even_by_raw_sql(dawn):
    call = take_call(by=dawn, at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(begun_at=NOW - timedelta(hours=1))


def test_a_call_sent_twice_is_one_contact(cast, dawn):
    call = take_call(by=dawn, at=NOW)

    one = end_as_contact(call, told(), desk=cast.front_door, by=dawn, at=LATER)
    again = end_as_contact(call, told(words="Other words"), desk=cast.front_door, by=dawn, at=LATER)

    assert one == again
    assert Contact.objects.filter(channel=Channel.TELEPHONE, held_by_team__isnull=False).count() == 1


def test_a_call_becomes_one_thing(cast, dawn):
    call = take_call(by=dawn, at=NOW)
    line = end_in_one_line(call, kind=CallKind.WRONG_NUMBER, words="Wrong number", by=dawn, at=LATER)
    assert line.received_at == NOW

    with pytest.raises(CallEnded):
        end_as_contact(call, told(), desk=cast.front_door, by=dawn, at=LATER)
    with pytest.raises(CallEnded):
        end_in_one_line(call, kind=CallKind.ADVICE, words="Advice", by=dawn, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(one_line=None)


def test_nobody_writes_down_a_colleagues_call(cast, dawn, femi):
    with pytest.raises(NotYourCall):
        end_as_contact(take_call(by=dawn, at=NOW), told(), desk=cast.front_door, by=femi, at=LATER)


def test_those_who_do_not_work_at_the_desk_take_no_calls(priya):
    with pytest.raises(NotAllowed):
        take_call(by=priya, at=NOW)
