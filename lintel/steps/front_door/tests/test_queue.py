"""The queue: what stands first, what belongs together, whose it is, and that nothing drops out of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.codes import Channel, InformantKind, Outcome, Priority
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.desk import actions, queries
from lintel.steps.front_door.desk.rules import (
    Traits,
    first_of,
    hours_at_desk,
    in_blocks,
    left_in_words,
    may_be_deferred,
    may_belong_together,
    pace_of,
)
from lintel.steps.front_door.intake.actions import InformantTold, TellsOf
from lintel.steps.front_door.tests.builders import NEIGHBOUR, SCHOOL, chosen_for, knock, tells_of
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def a_child(given, **more):
    return TellsOf(particulars=Particulars(given=given, family="Oakapple", **more))


def waiting(viewer, at=LATER):
    return queries.queue(viewer=viewer, at=at)


def order(viewer, at=LATER):
    return [row.pk for row in waiting(viewer, at).rows]


def test_it_is_in_order_of_danger_then_rating_then_time_left(dawn, bells):
    late = knock(by=dawn, once="late", received_at=NOW - timedelta(hours=30), children=[a_child("Ann")])
    red = knock(by=dawn, once="red", children=[a_child("Ben")])
    danger = knock(by=dawn, once="now", received_at=LATER, children=[a_child("Cyn")], is_danger_now=True)
    actions.set_priority(red, priority=Priority.RED, reason="An injury", by=dawn, at=NOW)

    assert order(dawn) == [danger.pk, red.pk, late.pk]


def test_a_danger_that_is_still_open_stands_first_whatever_it_was_rated_since(dawn):
    rated_now = knock(by=dawn, once="now", received_at=NOW - timedelta(hours=1), children=[a_child("Ann")])
    danger = knock(by=dawn, once="danger", received_at=NOW - timedelta(hours=3), is_danger_now=True)
    actions.set_priority(rated_now, priority=Priority.NOW, reason="An injury", by=dawn, at=NOW)
    actions.set_priority(danger, priority=Priority.GREEN, reason="Mistaken", by=dawn, at=NOW)

    assert order(dawn) == [danger.pk, rated_now.pk]


def test_what_is_out_of_time_and_undecided_is_counted(dawn):
    knock(by=dawn, once="late", received_at=NOW - timedelta(hours=30))
    knock(by=dawn, once="new")

    assert (len(waiting(dawn).rows), waiting(dawn).overdue) == (2, 1)


@pytest.mark.parametrize("asked", [{"only": "mine"}, {"only": "ready"}, {"only": "overdue"}, {"channel": "email"}])
def test_no_filter_hides_what_cannot_wait(dawn, asked):
    danger = knock(by=dawn, once="now", is_danger_now=True)
    knock(by=dawn, once="other", children=[a_child("Ann")], informant=NEIGHBOUR)

    blocks = queries.shown(waiting(dawn), viewer=dawn, **asked)

    assert [[row.pk for row in block] for block in blocks] == [[danger.pk]]


def test_a_decided_contact_leaves_it_and_one_waiting_for_a_signature_does_not(dawn, femi, bells):
    decided = knock(by=dawn, once="1", children=[a_child("Ann")], informant=NEIGHBOUR)
    record_decisions(decided, chosen_for(decided, Outcome.REFERRAL), known={}, by=femi, at=NOW)
    for number in range(3):
        repeated = knock(by=dawn, once=f"again {number}", children=[tells_of(bells.kit)])
    record_decisions(repeated, chosen_for(repeated, Outcome.ADVICE), known={}, by=femi, at=NOW)

    rows = {row.pk: row for row in waiting(dawn).rows}

    assert decided.pk not in rows
    assert rows[repeated.pk].waits_for_signature
    assert repeated.pk not in [row.pk for row in queries.next_for(waiting(femi), viewer=femi, desk=None)]


def test_the_same_child_is_suggested_as_one_piece_of_thinking_and_an_officer_confirms(dawn, bells):
    first = knock(by=dawn, once="1", children=[tells_of(bells.mia)])
    second = knock(by=dawn, once="2", children=[tells_of(bells.mia)], informant=NEIGHBOUR)
    [suggested] = [row.may_belong for row in waiting(dawn).rows if row.may_belong]
    assert (suggested.pk, suggested.first, suggested.because) == (second.pk, first.pk, "the same child")

    actions.think_of_together(second, first=first, by=dawn, at=NOW)

    assert [[row.pk for row in block] for block in waiting(dawn).blocks] == [[first.pk, second.pk]]
    assert not [row for row in waiting(dawn).rows if row.may_belong]


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (a_child("Ann", address="4 Mill Lane"), a_child("Ben", address="4, mill lane"), "the same address"),
        (
            a_child("Ann", date_of_birth=NOW.date()),
            a_child("ann", date_of_birth=NOW.date()),
            "a child of the same name and date of birth",
        ),
        (a_child("Ann"), a_child("Ben"), "the same person told us on the same day"),
    ],
)
def test_what_contacts_have_in_common_is_said(dawn, one, other, because):
    knock(by=dawn, once="1", children=[one], informant=SCHOOL)
    knock(by=dawn, once="2", children=[other], informant=SCHOOL)

    assert [row.may_belong.because for row in waiting(dawn).rows if row.may_belong] == [because]


def test_brothers_and_sisters_in_two_contacts_are_suggested_by_their_parent(dawn, bells):
    knock(by=dawn, once="1", children=[tells_of(bells.mia)], informant=NEIGHBOUR)
    knock(by=dawn, once="2", children=[tells_of(bells.noah)], informant=SCHOOL)

    assert [row.may_belong.because for row in waiting(dawn).rows if row.may_belong] == ["the same parent or carer"]


def test_that_two_sealed_callers_are_one_is_never_said(dawn):
    for number, given in enumerate(("Ann", "Ben")):
        knock(by=dawn, once=str(number), children=[a_child(given)], informant=NEIGHBOUR)

    assert not [row for row in waiting(dawn).rows if row.may_belong]


def test_two_at_one_confidential_address_are_not_said_to_be_there(dawn):
    knock(by=dawn, once="1", children=[a_child("Ann", address="4 Mill Lane", is_address_confidential=True)])
    knock(by=dawn, once="2", children=[a_child("Ben", address="4 Mill Lane")], informant=NEIGHBOUR)

    assert not [row for row in waiting(dawn).rows if row.may_belong]


def test_two_notices_of_one_police_desk_are_not_suggested_for_that(dawn):
    police = InformantTold(kind=InformantKind.POLICE, name="Ravenshire Police", organisation="Ravenshire Police")
    for number, given in enumerate(("Ann", "Ben")):
        knock(by=dawn, once=str(number), children=[a_child(given)], informant=police, channel=Channel.POLICE_FEED)

    assert not [row for row in waiting(dawn).rows if row.may_belong]


def test_the_first_clock_of_a_concern_that_came_back_stands_in_it(dawn, femi, bells):
    first = knock(by=dawn, once="1", children=[tells_of(bells.kit)])
    record_decisions(first, chosen_for(first, Outcome.AWAITING_INFORMATION), known={}, by=femi, at=NOW)
    knock(by=dawn, once="2", received_at=NOW + timedelta(days=3), children=[tells_of(bells.kit)])

    [row] = waiting(dawn, NOW + timedelta(days=3)).rows

    assert row.clock.started_at == NOW
    assert row.left == "Out of time for 2 days"


def test_a_holder_who_is_not_at_the_desk_is_visibly_so(dawn, femi):
    contact = knock(by=dawn, once="1")
    actions.sit_down(contact.held_by_team, by=femi, at=NOW)
    actions.take(contact, by=femi, at=NOW)
    assert not waiting(dawn).rows[0].is_holder_away

    assert waiting(dawn, NOW + timedelta(hours=13)).rows[0].is_holder_away


def test_it_takes_the_same_number_of_questions_for_five_and_for_sixty(dawn, bells):
    def questions():
        dawn.forget_roles()
        with CaptureQueriesContext(connection) as asked:
            assert waiting(dawn).rows
        return len(asked)

    for number in range(5):
        knock(by=dawn, once=str(number), children=[tells_of(bells.mia), a_child(f"Ann{number}")])
    for_five = questions()
    for number in range(5, 60):
        knock(by=dawn, once=str(number), children=[tells_of(bells.noah), a_child(f"Ann{number}")])

    assert questions() == for_five
    assert for_five <= 20


def test_tom_and_partners_have_no_queue(dawn, tom, hart, helen):
    knock(by=dawn, once="1")

    assert not waiting(tom).rows
    assert not waiting(hart).rows
    assert waiting(helen).rows  # who runs the service may ask for help for it


def test_a_step_up_stands_with_the_red_ones(dawn):
    amber = knock(by=dawn, once="1", received_at=NOW - timedelta(hours=20), children=[a_child("Ann")])
    stepped_up = knock(by=dawn, once="2", children=[a_child("Ben")], channel=Channel.STEP_UP)

    assert order(dawn) == [stepped_up.pk, amber.pk]


# --- plain values ---------------------------------------------------------------------------------------------------


def test_a_block_stands_where_its_most_urgent_contact_does():
    assert in_blocks([3, 1, 2], together={2: 3}) == [[3, 2], [1]]


def test_a_chain_of_thinking_together_has_one_beginning_and_a_ring_ends():
    assert first_of(3, {3: 2, 2: 1}) == 1
    assert first_of(1, {1: 2, 2: 1}) in (1, 2)


def test_each_contact_has_one_suggestion_the_strongest():
    both = [Traits(pk=pk, children=frozenset({7}), places=frozenset({"4 mill lane"})) for pk in (1, 2)]

    assert [(one.pk, one.because) for one in may_belong_together(both, together={})] == [(2, "the same child")]


def test_nothing_in_common_is_no_suggestion():
    assert may_belong_together([Traits(pk=1), Traits(pk=2)], together={}) == []


def test_the_agreed_number_holds_until_the_desk_has_a_pace_of_its_own():
    assert pace_of(decided=5, hours=2, agreed=3).an_hour == 3
    assert pace_of(decided=40, hours=20, agreed=3).an_hour == 2


def test_a_seat_nobody_left_counts_for_a_shift_and_no_longer():
    seats = [(NOW - timedelta(days=2), None), (NOW - timedelta(hours=3), NOW - timedelta(hours=1))]

    assert hours_at_desk(seats, since=NOW - timedelta(days=14), at=NOW) == 14


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=5, minutes=20), "5 hours 20 minutes left"), (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=-30), "Out of time for less than a minute"), (timedelta(days=-2), "Out of time for 2 days"),
    ],
)  # fmt: skip
def test_time_is_said_in_words(left, words):
    assert left_in_words(left) == words


@pytest.mark.parametrize("priority", ["now", "red"])
def test_what_was_called_urgent_is_never_let_wait(priority):
    assert not may_be_deferred(priority=priority, is_danger_open=False)
    assert not may_be_deferred(priority="", is_danger_open=True)
    assert may_be_deferred(priority="green", is_danger_open=False)
