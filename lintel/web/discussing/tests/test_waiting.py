"""Who waits for a strategy discussion, and asking for one."""

from datetime import timedelta

import pytest

from lintel.steps.enquiries.discussing.slots.actions import set_slot
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.steps.enquiries.tests.builders import HOUR, asked_for, caused, decided_for, held
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S45")]
SAID = {
    "dial_in": "0300 000 0000, code 12", "minutes": "45", "social_care_name": "Priya Nair",
    "police_name": "Hart Lowe", "police_email": "hart@police.example", "health_name": "The named nurse",
}  # fmt: skip


def page(client, user, address="/discussions/"):
    client.force_login(user)
    return client.get(address).content.decode()


def test_who_waits_without_a_discussion_stands_apart_with_the_rung_that_was_told(client, cast, bells):
    caused(bells.noah, by=cast.priya, at=NOW - timedelta(hours=30))
    set_slot(asked_for([bells.mia], by=cast.priya, at=NOW), starts_at=NOW + HOUR, by=cast.priya, at=NOW)

    unasked, asked = page(client, cast.priya).split("Asked for, and owed something")

    assert "Noah Bell" in unasked
    assert "Mia Bell" not in unasked
    assert "detective inspector" in unasked
    assert "for 3 March 2025 at 10:00am" in asked
    assert "None yet" in asked
    assert 'href="/discussions/"' in page(client, cast.priya, "/start/")


def test_it_stays_until_it_is_decided_and_all_have_the_minutes(client, cast, bells):
    meeting = held(asked_for([bells.noah], by=cast.marcus, at=NOW - 3 * HOUR), by=cast.marcus, at=NOW)
    decided_for([bells.mia], is_enquiry=False, by=cast.marcus, at=NOW)

    shown = page(client, cast.priya)

    assert meeting.decided_at is None
    assert "what was decided is not written down" in shown
    assert "minutes not sent to all" in shown


def test_a_discussion_is_asked_for_from_the_page_of_a_child_who_waits_and_of_no_other(client, cast, bells):
    caused(bells.mia, by=cast.priya)
    address = f"/children/{bells.mia.pk}/discussion/ask/"

    assert address in page(client, cast.priya, f"/children/{bells.mia.pk}/")
    assert "/discussion/ask/" not in page(client, cast.priya, f"/children/{bells.noah.pk}/")
    assert client.post(address, SAID).status_code == 302

    meeting = DiscussionMeeting.objects.get()
    assert (meeting.dial_in, meeting.minutes_long) == (SAID["dial_in"], 45)
    assert list(meeting.parties.order_by("pk").values_list("name", flat=True)) == [
        "Priya Nair", "Hart Lowe", "The named nurse",
    ]  # fmt: skip
    assert address not in page(client, cast.priya, f"/children/{bells.mia.pk}/")


def test_brothers_and_sisters_who_wait_are_asked_for_together_unless_it_is_said_otherwise(client, cast, bells):
    for child in (bells.mia, bells.noah):
        caused(child, by=cast.priya)
    address = f"/children/{bells.mia.pk}/discussion/ask/"
    assert "Noah Bell" in page(client, cast.priya, address)

    client.post(address, SAID | {"together": [bells.noah.reasonable_causes.get().pk]})

    assert DiscussionMeeting.objects.get().asked_for.count() == 2


def test_asked_for_twice_nothing_is_lost_and_one_stands(client, cast, bells):
    asked_for([bells.mia], by=cast.marcus)
    client.force_login(cast.priya)

    answer = client.post(f"/children/{bells.mia.pk}/discussion/ask/", SAID)

    assert answer.status_code == 409
    assert "0300 000 0000, code 12" in answer.content.decode()
    assert DiscussionMeeting.objects.count() == 1


@pytest.mark.parametrize(("typed", "says"), [
    ({"dial_in": ""}, "Write how to join"),
    ({"minutes": "some"}, "Write how many minutes, as a number"),
    ({"minutes": "2"}, "It takes at least 5 minutes"),
    ({"police_name": ""}, "Write whom to ask for Police"),
    ({"health_email": "nurse"}, "Write an e-mail address like"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, bells, typed, says):
    caused(bells.mia, by=cast.priya)
    client.force_login(cast.priya)

    answer = client.post(f"/children/{bells.mia.pk}/discussion/ask/", SAID | typed).content.decode()

    assert says in answer
    assert all(words in answer for words in {**SAID, **typed}.values())
    assert not DiscussionMeeting.objects.exists()


def test_somebody_of_another_team_sees_and_asks_for_nothing_of_the_bells(client, cast, bells):
    caused(bells.mia, by=cast.priya)
    asked_for([bells.noah], by=cast.priya)

    assert "Bell" not in page(client, cast.tom)
    assert client.post(f"/children/{bells.mia.pk}/discussion/ask/", SAID).status_code == 404
    assert DiscussionMeeting.objects.count() == 1
