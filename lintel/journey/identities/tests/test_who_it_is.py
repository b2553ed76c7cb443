"""Saying who a child in a contact is, and saying it anew: two children never become one (J1)."""

from datetime import timedelta

import pytest

from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import cannot_wait, decide_contact
from lintel.journey.identities.actions import DecidedForAnother, merge_records, say_who_a_child_is, unmerge_records
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Identity, Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.tests.builders import NOBODY_WE_KNOW, chosen_for, knock, tells_of
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def perrin(dawn):
    """A child first met through a call last month, with a life of his own since."""
    contact = knock(by=dawn, once="last month", received_at=NOW - timedelta(days=30))
    return contact.children.get().child


@pytest.fixture
def wrongly_picked(dawn, perrin):
    """Today's caller told of somebody else; the officer picked Perrin."""
    told = TellsOf(particulars=Particulars(given="Kit", family="Hartley", address="4 Mill Lane"), person=perrin)
    return knock(by=dawn, once="today", children=[told]).children.get()


def test_a_child_picked_by_mistake_keeps_their_own_life(dawn, bells, perrin, wrongly_picked):
    line = say_who_a_child_is(wrongly_picked, known=bells.kit.pk, by=dawn, at=LATER)

    perrin.refresh_from_db()
    assert line.child == bells.kit
    assert perrin.merged_into is None
    assert [each.contact.reference for each in perrin.child_contacts.all()] != []
    assert not perrin.child_contacts.filter(pk=line.pk).exists()


def test_nobody_we_know_is_a_record_of_its_own_with_what_was_told(dawn, perrin, wrongly_picked):
    line = say_who_a_child_is(wrongly_picked, known=None, by=dawn, at=LATER)

    assert line.child != perrin
    assert (line.identity, line.child.names.get().given) == (Identity.NEW, "Kit")
    assert line.child.addresses.get().lines == "4 Mill Lane"


def test_what_was_stamped_for_the_wrong_child_goes_with_the_contact(dawn, bells, perrin, wrongly_picked):
    cannot_wait(wrongly_picked.contact, reason="He is at the door.", by=dawn, at=NOW)

    say_who_a_child_is(wrongly_picked, known=bells.kit.pk, by=dawn, at=LATER)

    assert [cause.child for cause in ReasonableCause.objects.all()] == [bells.kit]


def test_once_work_began_on_the_wrong_record_it_is_not_moved_behind_anybodys_back(dawn, femi, bells, wrongly_picked):
    contact = wrongly_picked.contact
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=NOW)

    with pytest.raises(DecidedForAnother):
        say_who_a_child_is(wrongly_picked, known=bells.kit.pk, by=dawn, at=LATER)


def test_said_anew_the_clock_of_the_wrong_child_stays_with_that_child(dawn, femi, bells):
    first = knock(by=dawn, once="1", children=[tells_of(bells.kit)])
    decide_contact(first, chosen_for(first, Outcome.AWAITING_INFORMATION), by=femi, at=NOW)
    three_days_on = NOW + timedelta(days=3)
    line = knock(by=dawn, once="2", received_at=three_days_on, children=[tells_of(bells.kit)]).children.get()
    assert queries.clock_of(line, viewer=dawn).started_at == NOW

    line = say_who_a_child_is(line, known=None, by=dawn, at=three_days_on)

    assert queries.clock_of(line, viewer=dawn).started_at == three_days_on


def test_two_records_found_to_be_one_child_have_one_clock_and_taken_apart_two_again(dawn, femi, della):
    first = knock(by=dawn, once="1")
    decide_contact(first, chosen_for(first, Outcome.AWAITING_INFORMATION), by=femi, at=NOW)
    three_days_on = NOW + timedelta(days=3)
    again = knock(by=dawn, once="2", received_at=three_days_on, children=[TellsOf(particulars=NOBODY_WE_KNOW)])
    one, other = (contact.children.get().child for contact in (first, again))

    made = merge_records(one, other, reason="The same boy", by=della, at=three_days_on)

    assert queries.clock_of(again.children.get(), viewer=dawn).started_at == NOW
    assert Person.objects.get(pk=other.pk).merged_into == one

    unmerge_records(made, reason="Cousins of one name", by=della, at=three_days_on)

    assert queries.clock_of(again.children.get(), viewer=dawn).started_at == three_days_on
