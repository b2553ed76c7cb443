"""A knock becomes a contact: on a desk at once, counted, with a clock nobody can move."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Consent, Identity, Outcome
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.identifying.actions import say_who_it_is
from lintel.steps.front_door.intake.actions import (
    NoReasonGiven,
    ReceivedBeforeItHappened,
    TellsOf,
    record_consent,
)
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.front_door.tests.builders import NEIGHBOUR, NOBODY_WE_KNOW, chosen_for, knock, tells_of
from tests.cast import NOW


def test_a_contact_is_on_a_desk_from_the_first_second(dawn, cast):
    contact = knock(by=dawn, once="1")

    assert contact.held_by_team == cast.front_door
    assert contact.received_at == NOW


def test_the_time_of_receipt_is_the_channels_and_the_time_of_writing_is_kept_apart(dawn):
    contact = knock(by=dawn, once="1", at=NOW + timedelta(hours=3))

    assert contact.received_at == NOW
    assert contact.recorded_at == NOW + timedelta(hours=3)


@pytest.mark.parametrize("column", ["received_at", "received_on", "channel", "words", "original"])
def test_what_came_with_the_knock_cannot_be_edited_even_by_raw_sql(dawn, column):
    contact = knock(by=dawn, once="1")
    other = {"received_at": NOW + timedelta(days=1), "received_on": NOW.date() + timedelta(days=1)}.get(column, "email")

    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(**{column: other})


def test_a_live_contact_never_loses_its_owner(dawn):
    contact = knock(by=dawn, once="1")

    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(held_by_team=None, held_since=None)


def test_handed_in_twice_it_is_the_same_contact(dawn):
    first, again = knock(by=dawn, once="delivery 7"), knock(by=dawn, once="delivery 7")

    assert first.pk == again.pk
    assert first.reference == again.reference
    assert ChildContact.objects.filter(contact=first).count() == 1


def test_a_caller_who_gives_only_a_street_is_not_lost(dawn):
    only_a_street = TellsOf(particulars=Particulars(address="Somewhere in Tanner's Row"))

    contact = knock(by=dawn, once="1", children=[only_a_street])

    assert [line.identity for line in contact.children.all()] == [Identity.NOT_CHECKED]
    assert contact in queries.awaiting_decision(viewer=dawn)


def test_two_children_of_one_name_stay_two_children(dawn):
    told = TellsOf(particulars=Particulars(given="Mia", family="Bell"))

    contact = knock(by=dawn, once="1", children=[told, told])

    assert len({line.child_id for line in contact.children.all()}) == 2


def test_what_happened_after_we_were_told_of_it_is_refused(dawn):
    with pytest.raises(ReceivedBeforeItHappened):
        knock(by=dawn, once="1", happened_at=NOW + timedelta(minutes=1))


def test_the_officer_says_who_a_child_is(dawn, bells):
    contact = knock(by=dawn, once="1")

    line = say_who_it_is(contact.children.get(), known=bells.kit, by=dawn, at=NOW)

    assert (line.child, line.identity, line.identity_checked_by) == (bells.kit, Identity.KNOWN, dawn)


def test_doing_without_consent_says_why(dawn):
    line = knock(by=dawn, once="1").children.get()

    with pytest.raises(NoReasonGiven):
        record_consent(line, consent=Consent.DISPENSED_WITH, by=dawn, at=NOW)


def test_earlier_steps_of_consent_stay(dawn):
    line = knock(by=dawn, once="1").children.get()

    record_consent(line, consent=Consent.SOUGHT, of_whom="mother", by=dawn, at=NOW)
    record_consent(line, consent=Consent.GIVEN, of_whom="mother", by=dawn, at=NOW + timedelta(hours=1))

    line.refresh_from_db()
    assert line.consent == Consent.GIVEN
    assert [step.consent for step in line.consent_steps.order_by("pk")] == [Consent.SOUGHT, Consent.GIVEN]


def test_a_sealed_caller_is_not_shown(dawn, femi):
    contact = knock(by=dawn, once="1", informant=NEIGHBOUR)

    assert queries.informant_of(contact, viewer=femi).name == ""
    with pytest.raises(NotAllowed):
        queries.informant_of(contact, viewer=dawn, opened_at=NOW)


def test_opening_the_seal_leaves_an_entry(dawn, femi):
    contact = knock(by=dawn, once="1", informant=NEIGHBOUR)

    assert queries.informant_of(contact, viewer=femi, opened_at=NOW).name == "Una Crake"
    assert Entry.objects.filter(act="sealed informant opened", by=femi).exists()


def test_a_concern_closed_awaiting_information_keeps_its_first_clock(dawn, femi, bells):
    first = knock(by=dawn, once="1", children=[tells_of(bells.kit)])
    record_decisions(first, chosen_for(first, Outcome.AWAITING_INFORMATION), known={}, by=femi, at=NOW)

    back = knock(by=dawn, once="2", received_at=NOW + timedelta(days=9), children=[tells_of(bells.kit)])

    clock = queries.clock_of(back.children.get(), viewer=dawn)
    assert clock.started_at == NOW


def test_after_ten_working_days_it_is_a_new_clock(dawn, femi, bells):
    first = knock(by=dawn, once="1", children=[tells_of(bells.kit)])
    record_decisions(first, chosen_for(first, Outcome.AWAITING_INFORMATION), known={}, by=femi, at=NOW)

    back = knock(by=dawn, once="2", received_at=NOW + timedelta(days=15), children=[tells_of(bells.kit)])

    assert queries.clock_of(back.children.get(), viewer=dawn).started_at == NOW + timedelta(days=15)


def test_tom_and_partners_read_no_contact_of_other_teams(dawn, tom, hart, bells):
    knock(by=dawn, once="1", children=[tells_of(bells.kit)])

    assert not queries.contacts(viewer=hart).exists()
    assert not queries.contacts(viewer=tom).exists()


def test_a_planner_may_not_write_contacts_down(ola):
    with pytest.raises(NotAllowed):
        knock(by=ola, once="1")


def test_long_names_of_deliveries_that_begin_alike_are_two_contacts_each_with_its_children(dawn):
    twins = [TellsOf(particulars=NOBODY_WE_KNOW), TellsOf(particulars=NOBODY_WE_KNOW)]
    first = knock(by=dawn, once="x" * 199 + "1", children=twins)
    second = knock(by=dawn, once="x" * 199 + "2", children=twins)

    assert first.pk != second.pk
    assert knock(by=dawn, once="x" * 199 + "1", children=twins) == first
    assert [contact.children.count() for contact in (first, second)] == [2, 2]
