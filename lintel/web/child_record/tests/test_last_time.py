"""The last time on one page, the question whether it ended rightly, and the lists of those to look at again."""

import pytest

from lintel.journey.last_time.tests.given import known_before
from lintel.oversight.legacy.models import Cohort, CohortChild
from lintel.steps.reopening.models import LookBack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
LIST = {
    "name": "The winter", "days": "10", "why": "They waited too long.", "first_day-day": "1", "first_day-month": "1",
    "first_day-year": "2024", "last_day-day": "30", "last_day-month": "6", "last_day-year": "2024",
}  # fmt: skip


@pytest.fixture
def earlier(cast, bells):
    return known_before(cast, bells)


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_new_worker_reads_why_it_ended_and_what_was_left_and_is_not_asked_to_judge(client, cast, bells, earlier):
    shown = page(client, cast.priya, f"/children/{bells.mia.pk}/last-time/")

    for said in ("Closed after assessment, no further action", "14 days", "Ask for play therapy.",
                 "To sleep without being afraid.", "Find a place at the after-school club."):  # fmt: skip
        assert said in shown
    assert "Was the old decision right?" not in shown
    assert "last-time" in page(client, cast.priya, f"/children/{bells.mia.pk}/")


def test_whoever_decides_says_whether_it_was_right_and_the_page_keeps_it(client, cast, bells, earlier):
    address = f"/children/{bells.mia.pk}/last-time/"
    assert "Was the old decision right?" in page(client, cast.femi, address)

    client.post(address, {"earlier": earlier.pk, "verdict": "unfinished_or_poor", "words": "Nothing was done."})

    assert LookBack.objects.get().said_by == cast.femi
    assert "Nothing was done." in page(client, cast.femi, address)


def test_an_answer_about_an_episode_that_is_not_the_last_any_more_is_not_saved_and_not_lost(
    client, cast, bells, earlier
):
    client.force_login(cast.femi)

    answer = client.post(
        f"/children/{bells.mia.pk}/last-time/", {"earlier": "1", "verdict": "right", "words": "They moved."}
    )

    assert answer.status_code == 409
    assert "They moved." in answer.content.decode()
    assert not LookBack.objects.exists()


def test_whoever_reads_a_contact_of_a_child_known_before_is_pointed_to_the_last_time(client, cast, bells, earlier):
    for address in (f"/front-door/{bells.contact.pk}/", f"/children/{bells.mia.pk}/handover/"):
        assert f'href="/children/{bells.mia.pk}/last-time/"' in page(client, cast.rosa, address), address


def test_a_list_is_drawn_up_and_closed_child_by_child(client, cast, bells, earlier):
    client.force_login(cast.helen)
    client.post("/looking-again/draw-up/", LIST)
    child = CohortChild.objects.get()

    assert "1 of 1 child still open" in page(client, cast.marcus, f"/looking-again/{child.cohort_id}/")
    client.post(f"/looking-again/children/{child.pk}/", {"finding": "under_way", "words": "Priya sees her."})

    assert "Help is under way" in page(client, cast.helen, f"/looking-again/{child.cohort_id}/")
    assert "The winter" in page(client, cast.helen, "/looking-again/")


def test_a_list_of_nobody_is_refused_in_words(client, cast, bells, earlier):
    client.force_login(cast.helen)

    answer = client.post("/looking-again/draw-up/", LIST | {"days": "300"})

    assert "Nobody you may see waited so long" in answer.content.decode()
    assert not Cohort.objects.exists()


def test_tom_finds_no_list_and_no_child_on_it(client, cast, bells, earlier):
    client.force_login(cast.helen)
    client.post("/looking-again/draw-up/", LIST)
    child = CohortChild.objects.get()
    client.force_login(cast.tom)

    assert client.get(f"/looking-again/{child.cohort_id}/").status_code == 404
    assert client.get(f"/looking-again/children/{child.pk}/").status_code == 404
    assert "The winter" not in client.get("/looking-again/").content.decode()
