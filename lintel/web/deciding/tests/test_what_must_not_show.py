"""What must be kept secret stays secret on every page of deciding."""

import pytest
from django.utils import timezone

from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.history.queries import known_at
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.tests.builders import chosen_for, knock

pytestmark = pytest.mark.django_db
HIDDEN = Particulars(
    given="Perrin", family="Oakapple", address="9 Hidden Row", postcode="RV9 9ZZ", is_address_confidential=True
)


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
