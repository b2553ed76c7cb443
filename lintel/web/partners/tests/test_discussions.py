"""In the portal an agency finds the discussions that ask it, and nothing of any other."""

import pytest

from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.following.actions import send_minutes_to_all
from lintel.steps.enquiries.discussing.slots.actions import Asking, ask_party, invite_everybody, set_slot
from lintel.steps.enquiries.models import AgencyEntry, InvitedParty
from lintel.steps.enquiries.tests.builders import HOUR, NO_ENQUIRY, asked_for, decided, held
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S45")]
EARLIER = NOW - 3 * HOUR


@pytest.fixture
def ours(cast, bells):
    """The police's desk, asked to speak about Mia; another discussion, about Noah, does not ask it."""
    police = agency(cast.rosa, cast.hart)
    asked_for([bells.noah], by=cast.priya, at=EARLIER)
    meeting = asked_for([bells.mia], by=cast.marcus, at=EARLIER)
    return ask_party(meeting, asking=Asking(party=Party.POLICE, name="Desk", agency=police), by=cast.marcus, at=EARLIER)


@pytest.fixture
def one(ours):
    return f"/partners/discussions/{ours.pk}/"


def page(client, address):
    return client.get(address).content.decode()


def test_the_portal_leads_to_the_discussion_and_names_only_its_child(client, cast, ours, one):
    client.force_login(cast.hart)

    assert "/partners/discussions/" in page(client, "/partners/")
    shown = page(client, "/partners/discussions/") + page(client, one)

    assert "Mia Bell" in shown
    assert "Noah" not in shown
    assert "An unexplained bruise" not in shown


def test_it_answers_offers_times_adds_what_it_knows_and_writes_its_view(client, cast, ours, one):
    set_slot(ours.meeting, starts_at=NOW + HOUR, by=cast.marcus, at=NOW)
    invite_everybody(ours.meeting, by=cast.marcus, at=NOW)
    client.force_login(cast.hart)

    client.post(f"{one}answer/", {"reply": "cannot", "because": "In court."})
    today = {"on-day": "3", "on-month": "3", "on-year": "2025"}
    client.post(f"{one}times/", today | {"begins": "13:00", "ends": "15:00"})
    client.post(f"{one}known/", today | {"on-month": "1", "words": "Called to a row."})
    client.post(f"{one}view/", {"words": "A pattern at weekends."})
    tomorrow = client.post(f"{one}known/", today | {"on-day": "4", "words": "Called again."}).content.decode()

    shown = page(client, one)
    for words in ("You said that you cannot: In court.", "1:00pm until 3:00pm", "Called to a row.", "at weekends."):
        assert words in shown
    assert "That day is yet to come" in tomorrow
    assert AgencyEntry.objects.get().child_id == ours.meeting.asked_for.get().cause.child_id


def test_after_it_was_held_what_was_typed_too_late_is_shown_and_dissent_has_its_place(client, cast, ours, one):
    held(ours.meeting, by=cast.marcus, at=NOW)
    client.force_login(cast.hart)

    for address, typed in (("view/", {"words": "Late."}), ("answer/", {"reply": "accepted"})):
        assert client.post(f"{one}{address}", typed).status_code == 409
    client.post(f"{one}disagree/", {"words": "We would enquire."})

    assert "We would enquire." in page(client, one)


def test_it_reads_the_minutes_once_they_are_sent_and_says_so(client, cast, bells, ours, one):
    held(ours.meeting, by=cast.marcus, at=NOW)
    decided(ours.meeting, by=cast.marcus, at=NOW, children={bells.mia.pk: NO_ENQUIRY})
    client.force_login(cast.hart)
    assert client.get(f"{one}minutes/").status_code == 404
    assert client.post(f"{one}minutes/read/").status_code == 404
    send_minutes_to_all(ours.meeting, by=cast.marcus, at=NOW)

    assert "The mark is a birthmark." in page(client, f"{one}minutes/")
    client.post(f"{one}minutes/read/")

    assert InvitedParty.objects.get(pk=ours.pk).minutes_read_at == NOW


def test_nobody_reads_the_discussion_of_another_agency(client, cast, ours, one):
    other = ours.meeting.parties.get(party=Party.HEALTH)
    client.force_login(cast.hart)
    for address in ("", "answer/", "times/", "known/", "view/", "disagree/", "minutes/"):
        assert client.get(f"/partners/discussions/{other.pk}/{address}").status_code == 404

    client.force_login(cast.tom)
    assert client.get(one).status_code == 403
    assert client.get(f"/discussions/{ours.meeting_id}/").status_code == 404
