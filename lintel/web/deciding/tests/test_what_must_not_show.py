"""What must be kept secret stays secret on every page of deciding."""

import pytest
from django.utils import timezone

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.history.queries import known_at
from lintel.steps.front_door.codes import InformantKind, Means, Outcome
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.intake.actions import InformantTold, TellsOf
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.telling.actions import tell_informant
from lintel.steps.front_door.telling.queries import SEALED
from lintel.steps.front_door.tests.builders import chosen_for, knock

pytestmark = pytest.mark.django_db
HIDDEN = Particulars(
    given="Perrin", family="Oakapple", address="9 Hidden Row", postcode="RV9 9ZZ", is_address_confidential=True
)
UNA = InformantTold(kind=InformantKind.PUBLIC, name="Una Crake", email="una@crake.example")


@pytest.fixture
def contact(dawn):
    return knock(by=dawn, once="1", received_at=timezone.now(), children=[TellsOf(particulars=HIDDEN)])


@pytest.fixture
def was_told_openly(contact):
    """As contacts were written down before: the secret address stands among what was told."""
    line = contact.children.get()
    line.as_told |= {"address": "9 Hidden Row", "postcode": "RV9 9ZZ"}
    line.save()
    return line


@pytest.mark.usefixtures("was_told_openly")
def test_no_page_before_or_after_the_decision_shows_a_secret_address(client, femi, rosa, contact):
    line = contact.children.get()
    ChildContact.objects.update(consent="dispensed_with")  # policy then asks for a signature
    client.force_login(femi)
    pages = [f"/front-door/{contact.pk}/who/{line.pk}/", f"/front-door/{contact.pk}/decide/"]
    seen = [client.get(page) for page in pages]
    known = known_at(contact, viewer=femi, at=timezone.now())
    known["children"][0]["as_told"] |= {"address": "9 Hidden Row", "postcode": "RV9 9ZZ"}  # as it was frozen before
    chosen = chosen_for(contact, Outcome.REFERRAL)
    decision = record_decisions(contact, chosen, known=known, by=femi, at=timezone.now())[0]
    client.force_login(rosa)
    pages = [f"/front-door/to-sign/{decision.pk}/", f"/front-door/decision/{decision.pk}/"]

    for answer in [*seen, *(client.get(page) for page in pages)]:
        assert answer.status_code == 200
        assert "Hidden Row" not in answer.text
        assert "RV9 9ZZ" not in answer.text
        assert "must be kept secret" in answer.text.lower()


# --- who told us ------------------------------------------------------------------------------------------------------


@pytest.fixture
def told_a_neighbour(dawn, femi):
    """A sealed neighbour, told by e-mail by somebody who had opened the seal, and greeted by name."""
    contact = knock(by=dawn, once="2", received_at=timezone.now(), informant=UNA)
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=timezone.now())
    tell_informant(
        contact,
        means=Means.EMAIL,
        to="una@crake.example",
        text="Dear Una Crake, thank you.",
        by=femi,
        at=timezone.now(),
    )
    return contact


def test_what_a_sealed_informant_was_told_is_under_the_seal(client, cast, told_a_neighbour):
    for who in (cast.dawn, cast.femi, cast.rosa):
        client.force_login(who)
        for page in ("", "decide/", "tell/"):
            said = client.get(f"/front-door/{told_a_neighbour.pk}/{page}").text
            assert "Una" not in said
            assert "una@crake" not in said
        assert SEALED in said


def test_whoever_opens_the_seal_reads_what_they_were_told(client, femi, told_a_neighbour):
    client.force_login(femi)

    said = client.post(f"/front-door/{told_a_neighbour.pk}/tell/", {"step": "open"}).text

    assert "Dear Una Crake, thank you." in said
    assert Entry.objects.filter(act="sealed informant opened", by=femi).exists()


def test_somebody_sealed_is_greeted_without_a_name_though_the_seal_is_open(client, dawn, femi):
    contact = knock(by=dawn, once="2", received_at=timezone.now(), informant=UNA)
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=timezone.now())
    client.force_login(femi)

    said = client.post(f"/front-door/{contact.pk}/tell/", {"step": "open"}).text

    assert "Una Crake" in said
    assert "Dear Una" not in said


def test_who_is_not_sealed_is_shown_with_what_they_were_told(client, dawn, femi):
    contact = knock(by=dawn, once="2", received_at=timezone.now())
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=timezone.now())
    tell_informant(contact, means=Means.EMAIL, to="wren@school.example", text="Mine.", by=femi, at=timezone.now())
    client.force_login(dawn)

    assert "wren@school.example" in client.get(f"/front-door/{contact.pk}/tell/").text
