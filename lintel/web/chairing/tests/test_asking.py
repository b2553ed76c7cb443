"""What a chair asks of managers, on the pages of both."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.journey.conferring.tests.builders import a_chair, protected
from lintel.journey.overseeing.tests.builders import LATER, asked_of_managers
from lintel.steps.conferences.models import ChairsRequest

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S16")]
SAID = {
    "what": "Nobody has seen Mia.", "asked": "See her alone.", "by_when-day": "9", "by_when-month": "5",
    "by_when-year": "2025",
}  # fmt: skip


@pytest.fixture(autouse=True)
def seven_weeks_later(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def chair(cast):
    return a_chair(cast)


@pytest.fixture
def plan(cast, bells, chair):
    return protected(cast, chair, bells.mia)


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_chair_asks_from_the_childs_page_and_all_see_how_it_stands(client, cast, bells, chair, plan):
    protection = f"/children/{bells.mia.pk}/protection/"
    assert f"{protection}ask/" in page(client, chair, protection)
    assert f"{protection}ask/" not in page(client, cast.priya, protection)
    client.force_login(chair)
    assert "Write what you ask" in client.post(f"{protection}ask/", SAID | {"asked": ""}).content.decode()
    sent = SAID | {"once": str(uuid4())}
    client.post(f"{protection}ask/", sent)
    client.post(f"{protection}ask/", sent)

    asked = ChairsRequest.objects.get()
    stands = "With the team manager, to be answered by 14 May 2025"
    for who, where in (
        (cast.priya, protection), (cast.marcus, "/plans-chaired/asked/"), (chair, f"/plans-chaired/asked/{asked.pk}/"),
    ):  # fmt: skip
        assert stands in page(client, who, where)
    assert "1 open" in page(client, chair, "/plans-chaired/")


def test_a_manager_answers_and_the_chair_is_satisfied(client, cast, plan, chair):
    one = f"/plans-chaired/asked/{asked_of_managers(plan, by=chair).pk}/"
    assert "Nobody has seen Mia for four weeks." in page(client, cast.marcus, f"{one}answer/")
    assert client.post(f"{one}satisfied/", {"because": "Done."}).status_code == 404

    client.post(f"{one}answer/", {"answer": "Priya goes tomorrow."})
    twice = client.post(f"{one}answer/", {"answer": "On Friday."})
    assert twice.status_code == 409
    assert "On Friday." in twice.content.decode()

    assert "Priya goes tomorrow." in page(client, chair, one)
    client.post(f"{one}satisfied/", {"because": "She was seen alone."})
    assert "She was seen alone." in page(client, cast.marcus, one)
    assert "Closed" in page(client, cast.marcus, "/plans-chaired/asked/")


def test_what_nobody_answered_in_time_is_plain_to_see_and_goes_higher_in_words(client, cast, plan, chair, time_machine):
    one = f"/plans-chaired/asked/{asked_of_managers(plan, by=chair).pk}/"
    time_machine.move_to(LATER + timedelta(days=9), tick=False)

    assert "has not answered: due by 14 May 2025" in page(client, chair, one)
    assert "1 not answered in time" in page(client, chair, "/plans-chaired/").replace("</strong>", "")
    client.post(f"{one}higher/", {"because": "She cannot wait."})
    assert "She cannot wait." in page(client, cast.sofia, one)


def test_somebody_of_another_team_sees_and_answers_nothing(client, cast, bells, plan, chair):
    asked = asked_of_managers(plan, by=chair)
    one = f"/plans-chaired/asked/{asked.pk}/"

    assert "Nothing is asked about a child you may see" in page(client, cast.tom, "/plans-chaired/asked/")
    assert client.get(one).status_code == 404
    assert client.post(f"{one}answer/", {"answer": "No."}).status_code == 404
    assert client.get(f"/children/{bells.mia.pk}/protection/ask/").status_code in (403, 404)
