"""One strategy discussion: who is asked, when they can, and setting the first time that suits all."""

import pytest

from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.rules import Span
from lintel.steps.enquiries.discussing.slots.actions import offer_times, set_slot
from lintel.steps.enquiries.models import OfferedTime
from lintel.steps.enquiries.tests.builders import HOUR, asked_for, held
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S45")]
TODAY = {"on-day": "3", "on-month": "3", "on-year": "2025", "begins": "10:00", "ends": "12:00"}


@pytest.fixture
def meeting(cast, bells):
    """About Mia; social care and health can from ten."""
    meeting = asked_for([bells.mia], by=cast.priya)
    for party in meeting.parties.exclude(party=Party.POLICE):
        offer_times(party, spans=[Span(NOW + HOUR, NOW + 3 * HOUR)], by=cast.priya, at=NOW)
    return meeting


def page(client, user, meeting):
    client.force_login(user)
    return client.get(f"/discussions/{meeting.pk}/").content.decode()


def times_of_police(meeting):
    return f"/discussions/{meeting.pk}/parties/{meeting.parties.get(party=Party.POLICE).pk}/times/"


def test_it_says_since_when_how_to_join_and_whom_to_ring_first(client, cast, meeting):
    shown = page(client, cast.priya, meeting)

    assert "3 March 2025 at 9:00am" in shown
    assert "0300 000 0000, code 12" in shown
    assert "Ring Hart Lowe first" in shown
    assert "Set this time" not in shown


def test_what_the_last_party_says_finds_the_time_and_one_press_sets_it(client, cast, meeting):
    client.force_login(cast.priya)
    client.post(times_of_police(meeting), TODAY | {"begins": "11:00"})
    shown = page(client, cast.priya, meeting)
    assert "Set this time" in shown

    at_eleven = (NOW + 2 * HOUR).isoformat()
    assert at_eleven in shown
    client.post(f"/discussions/{meeting.pk}/time/", {"starts_at": at_eleven})

    meeting.refresh_from_db()
    assert meeting.slot_starts_at == NOW + 2 * HOUR
    assert "Set this time" not in page(client, cast.priya, meeting)


def test_a_time_that_no_longer_suits_all_is_not_set(client, cast, meeting):
    client.force_login(cast.priya)
    client.post(times_of_police(meeting), TODAY)

    answer = client.post(f"/discussions/{meeting.pk}/time/", {"starts_at": NOW.isoformat()}, follow=True)

    assert "The times changed meanwhile" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.slot_starts_at is None


def test_a_time_set_by_a_colleague_stands(client, cast, meeting):
    client.force_login(cast.priya)
    client.post(times_of_police(meeting), TODAY)
    set_slot(meeting, starts_at=NOW + 2 * HOUR, by=cast.marcus, at=NOW)

    answer = client.post(
        f"/discussions/{meeting.pk}/time/", {"starts_at": (NOW + HOUR).isoformat()}, follow=True
    )  # fmt: skip

    assert "A colleague set its time first" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.slot_starts_at == NOW + 2 * HOUR


def test_a_second_time_stands_beside_the_first(client, cast, meeting):
    client.force_login(cast.priya)
    for begins, ends in (("10:00", "11:00"), ("14:00", "16:00")):
        client.post(times_of_police(meeting), TODAY | {"begins": begins, "ends": ends})

    assert OfferedTime.objects.filter(invited__party=Party.POLICE).count() == 2


@pytest.mark.parametrize(("typed", "says"), [
    ({"ends": "09:30"}, "It must end after it begins"),
    ({"begins": "early"}, "Write the time like 13:00"),
    ({"ends": ""}, "Write the time like 15:30"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, meeting, typed, says):
    client.force_login(cast.priya)

    answer = client.post(times_of_police(meeting), TODAY | typed).content.decode()

    assert says in answer
    assert all(words in answer for words in {**TODAY, **typed}.values())
    assert not OfferedTime.objects.filter(invited__party=Party.POLICE).exists()


def test_once_it_was_held_what_was_typed_is_shown_and_not_kept(client, cast, bells):
    meeting = held(asked_for([bells.mia], by=cast.marcus, at=NOW - 2 * HOUR), by=cast.marcus, at=NOW)
    client.force_login(cast.priya)

    answer = client.post(times_of_police(meeting), TODAY)

    assert answer.status_code == 409
    assert "The discussion is held already" in answer.content.decode()


def test_somebody_of_another_team_neither_reads_nor_changes_it(client, cast, meeting):
    client.force_login(cast.tom)

    assert client.get(f"/discussions/{meeting.pk}/").status_code == 404
    assert client.post(times_of_police(meeting), TODAY).status_code == 404
    assert client.post(f"/discussions/{meeting.pk}/time/", {"starts_at": NOW.isoformat()}).status_code == 404
    assert not OfferedTime.objects.filter(invited__party=Party.POLICE).exists()
