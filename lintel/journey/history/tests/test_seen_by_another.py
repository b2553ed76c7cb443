"""What was known is shown again without whom a reader may not see, and never with an address to be kept secret."""

import pytest

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Address, Person
from lintel.foundation.people.registering.actions import Particulars, register_person, relate
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.history.queries import known_as_seen_by, known_at, related_to
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import Contact, Decision
from lintel.steps.front_door.rules import told_openly
from lintel.steps.front_door.tests.builders import chosen_for, knock
from tests.cast import NOW

pytestmark = pytest.mark.django_db
HIDDEN = Particulars(
    given="Perrin", family="Oakapple", address="9 Hidden Row", postcode="RV9 9ZZ", is_address_confidential=True
)
TOLD = {"given": "Perrin", "address": "9 Hidden Row, Ravenshire", "postcode": "RV9 9ZZ"}


@pytest.fixture
def contact(dawn) -> Contact:
    return knock(by=dawn, once="1", children=[TellsOf(particulars=HIDDEN)])


@pytest.fixture
def brother(dawn, contact) -> Person:
    """A half-brother of the child, whom a restriction or an exclusion will keep from somebody."""
    ash = register_person(Particulars(given="Ash", family="Rowanberry"), screen="test", by=dawn, at=NOW)
    relate(ash, RelationshipKind.SIBLING, contact.children.get().child, screen="test", by=dawn, at=NOW)
    return ash


def decided(contact, femi) -> Decision:
    return decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW)[0]


def test_an_address_to_be_kept_secret_is_with_the_child_alone(contact, femi):
    line = contact.children.get()

    assert line.child.addresses.get().is_confidential
    assert "9 Hidden Row" not in str(line.as_told)
    assert "9 Hidden Row" not in str(known_at(contact, viewer=femi, at=NOW))


@pytest.mark.parametrize(
    ("secret", "is_shown"),
    [
        ([("9 Hidden Row", "RV9 9ZZ")], False), ([("9, hidden row", "")], False), ([("", "RV99ZZ")], False),
        ([("3 Tanner’s Row", "RV1 2AB")], True), ([("", "")], True), ([], True),
    ],
)  # fmt: skip
def test_a_told_address_that_is_held_as_secret_is_left_out(secret, is_shown):
    assert ("address" in told_openly(TOLD, secret=secret)) is is_shown
    assert "address" not in told_openly(TOLD | {"is_address_confidential": True}, secret=[])


def test_a_frozen_address_is_not_shown_once_it_is_secret(dawn, femi, rosa):
    open_then = Particulars(given="Perrin", family="Oakapple", address="9 Hidden Row", postcode="RV9 9ZZ")
    contact = knock(by=dawn, once="2", children=[TellsOf(particulars=open_then)])
    decision = decided(contact, femi)
    assert "9 Hidden Row" in str(decision.known)

    Address.objects.update(is_confidential=True)

    assert "9 Hidden Row" not in str(known_as_seen_by(decision.known, contact, viewer=rosa))


def test_a_restricted_brother_is_not_among_the_related(contact, brother, femi, helen, grace):
    child = contact.children.get().child
    assert related_to(child, viewer=femi) == ["Ash Rowanberry, sibling"]

    open_restriction(brother, named=[helen], reason="Threats", together_with=grace, by=helen, at=NOW)

    assert related_to(child, viewer=femi) == []
    assert "Rowanberry" not in str(known_at(contact, viewer=femi, at=NOW))


def test_whom_a_reader_may_not_see_is_left_out_of_what_was_known(contact, brother, femi, rosa, helen):
    decision = decided(contact, femi)
    assert "Ash Rowanberry" in str(known_as_seen_by(decision.known, contact, viewer=rosa))

    exclude(brother, user=rosa, reason="Her nephew.", by=helen, at=NOW)

    assert "Ash Rowanberry" not in str(known_as_seen_by(decision.known, contact, viewer=rosa))
    assert "Ash Rowanberry" in str(known_as_seen_by(decision.known, contact, viewer=femi))


def test_they_are_left_out_of_what_was_frozen_with_names_alone(contact, brother, femi, rosa, helen):
    known = decided(contact, femi).known
    for child in known["children"]:
        del child["related_people"], child["together_people"]

    exclude(brother, user=rosa, reason="Her nephew.", by=helen, at=NOW)

    assert "Ash Rowanberry" not in str(known_as_seen_by(known, contact, viewer=rosa))
    assert "Ash Rowanberry" in str(known_as_seen_by(known, contact, viewer=femi))
