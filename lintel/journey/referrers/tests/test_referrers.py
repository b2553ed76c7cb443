"""Whoever told us hears what became of it, and nothing else; nobody of an agency writes anywhere but in."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.referrers.actions import ForNoAgency, Telling, refer
from lintel.journey.referrers.codes import Standing
from lintel.journey.referrers.queries import my_contact, my_contacts
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.front_door.codes import Means, Outcome
from lintel.steps.front_door.identifying.actions import say_who_it_is
from lintel.steps.front_door.intake.actions import TellsOf, add_child
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.telling.actions import do_not_tell, tell_informant
from lintel.steps.front_door.tests.builders import chosen_for, knock
from tests.cast import NOW

HOUR = timedelta(hours=1)
PERRIN = TellsOf(particulars=Particulars(given="Perrin", family="Oakapple"))


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


def told(by, *, once="1", at=NOW, words="He was out at night.") -> Contact:
    return refer(Telling(once=once, words=words, children=[PERRIN]), by=by, at=at)


def test_a_referral_is_received_now_and_says_who_told_us_and_for_whom(hart, police):
    contact = told(hart)

    assert (contact.received_at, contact.source) == (NOW, "6")
    assert (contact.informant.told_by, contact.informant.agency, contact.informant.name) == (hart, police, "Hart Lowe")
    assert Entry.objects.filter(act="referral made in the portal", by=hart).exists()


def test_sent_twice_it_is_one_contact(hart, police):
    assert told(hart).pk == told(hart).pk


def test_changed_and_sent_again_it_is_another_contact(hart, police):
    assert told(hart).pk != told(hart, words="He was out at night, and is hurt.").pk


def test_only_somebody_who_answers_for_an_agency_refers_for_it(hart, dawn, police):
    with pytest.raises(NotAllowed):
        told(dawn)
    police.members.update(ended_at=NOW)
    with pytest.raises(ForNoAgency):
        told(hart)


def test_a_partner_cannot_write_a_contact_down_by_another_way(hart, police):
    with pytest.raises(NotAllowed):
        knock(by=hart, once="1")


def test_a_referrer_hears_where_it_stands_and_in_the_end_what_they_were_told(hart, dawn, femi, police):
    contact = told(hart)
    assert my_contact(contact.reference, viewer=hart).standing is Standing.WITH_US

    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW + HOUR)
    decided = my_contact(contact.reference, viewer=hart)
    assert (decided.standing, decided.told_words, decided.told_due_on) == (Standing.DECIDED, "", date(2025, 3, 6))

    tell_informant(contact, means=Means.PORTAL, to="Hart Lowe", text="Advice was given.", by=dawn, at=NOW + 2 * HOUR)
    after = my_contact(contact.reference, viewer=hart)
    assert (after.standing, after.told_words) == (Standing.TOLD, "Advice was given.")


def test_the_decision_its_rationale_and_why_somebody_was_not_told_stay_inside(hart, dawn, femi, police):
    contact = told(hart)
    chosen = chosen_for(contact, Outcome.NO_FURTHER_ACTION, rationale="His aunt is a foster carer of ours.")
    decide_contact(contact, chosen, by=femi, at=NOW + HOUR)
    do_not_tell(contact, because="It would get back to his father.", by=dawn, at=NOW + 2 * HOUR)

    seen = str(asdict(my_contact(contact.reference, viewer=hart)))

    assert "aunt" not in seen
    assert "father" not in seen
    assert "no_further_action" not in seen


def test_a_child_the_desk_adds_or_recognises_is_not_shown_to_the_referrer(hart, dawn, bells, police):
    contact = told(hart)
    sister = TellsOf(particulars=Particulars(given="Secret", family="Sister"))
    add_child(contact, sister, by=dawn, at=NOW + HOUR)
    say_who_it_is(contact.children.order_by("pk").first(), known=bells.kit, by=dawn, at=NOW + HOUR)

    assert my_contact(contact.reference, viewer=hart).children == ("Perrin Oakapple",)


def test_contacts_of_others_are_not_there(hart, dawn, nell, rosa, police):
    other = knock(by=dawn, once="2")

    assert my_contact(other.reference, viewer=hart) is None
    assert my_contacts(viewer=hart) == []


def test_a_colleague_at_the_agency_sees_it_and_another_agency_does_not(hart, rosa, sam, cast, police):
    from lintel.foundation.access.actions import grant_role, open_account
    from lintel.foundation.access.roles import Role

    contact = told(hart)
    colleague, stranger = (
        open_account(email=f"{name}@partner.example", name=name, by=sam, at=NOW) for name in ("wren", "lark")
    )
    for who in (colleague, stranger):
        grant_role(who, role=Role.PARTNER, by=sam, at=NOW)
    police.members.create(user=colleague, began_at=NOW)
    agency(rosa, stranger, key="health", kind=AgencyKind.HEALTH)

    assert [each.reference for each in my_contacts(viewer=colleague)] == [contact.reference]
    assert my_contacts(viewer=stranger) == []


def test_whoever_leaves_an_agency_hears_nothing_more(hart, police):
    contact = told(hart)
    police.members.update(ended_at=NOW)

    assert my_contact(contact.reference, viewer=hart) is None


@pytest.mark.parametrize("who", ["tom", "ola", "sam", "dawn"])
def test_the_referrers_page_is_no_side_door_for_anybody_else(hart, cast, police, who):
    contact = told(hart)

    assert my_contact(contact.reference, viewer=cast.people[who]) is None


@pytest.mark.parametrize("guess", ["", "\0", "K7QX-3MPD", "' OR 1=1 --", "%", "x" * 300])
def test_guesses_find_nothing(hart, police, guess):
    told(hart)

    assert my_contact(guess, viewer=hart) is None
