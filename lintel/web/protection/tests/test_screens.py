"""Who is on the clock of unassessed risk, for whom one press away; and what keeps a child safe meanwhile."""

from datetime import timedelta

import pytest

from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.visits.models import Visit
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S14")]
SAID = {"words": "Nan stays until Friday.", "made_with": "Ruth and Nan"}


@pytest.fixture
def harmed(cast, bells):
    """Mia, of whom police knew sixty hours ago; Noah, of whom somebody knew this morning."""
    for child, hours in ((bells.mia, 60), (bells.noah, 2)):
        since = NOW - timedelta(hours=hours)
        stamp_reasonable_cause(child=child, reason="He hit her.", known_since=since, by=cast.priya, at=NOW)


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_senior_manager_sees_who_is_over_the_limit_and_who_holds_the_next_step(client, cast, bells, harmed):
    shown = page(client, cast.helen, "/unassessed-risk/")

    over, within = shown[shown.index("Over 24 hours") :].split("Within it")
    assert "Mia Bell" in over
    assert "Noah Bell" not in over
    assert "Noah Bell" in within
    assert "North assessment" in over
    assert "See the child" in over
    assert 'href="/unassessed-risk/"' in page(client, cast.helen, "/start/")


def test_somebody_of_another_team_sees_none_of_them(client, cast, bells, harmed):
    assert "Bell" not in page(client, cast.tom, "/unassessed-risk/")
    client.force_login(cast.tom)
    assert client.get(f"/children/{bells.mia.pk}/safety-plans/").status_code in (403, 404)
    assert client.post(f"/children/{bells.mia.pk}/safety-plans/make/", SAID).status_code in (403, 404)
    assert not SafetyPlan.objects.exists()


def test_a_safety_plan_and_a_visit_take_a_child_off_the_clock(client, cast, bells, harmed):
    client.force_login(cast.priya)
    client.post(f"/children/{bells.mia.pk}/safety-plans/make/", SAID)
    still_on = page(client, cast.helen, "/unassessed-risk/")
    assert "Mia Bell" in still_on

    Visit.objects.create(
        key="visit/1", screen="visit", child=bells.mia, visited_on=NOW.date(), visited_at=NOW, child_seen=True
    )

    assert "Mia Bell" not in page(client, cast.helen, "/unassessed-risk/")
    plans = page(client, cast.priya, f"/children/{bells.mia.pk}/safety-plans/")
    assert "Nan stays until Friday." in plans
    assert "it runs still" not in plans


def test_what_was_agreed_last_night_counts_from_last_night(client, cast, bells, harmed):
    client.force_login(cast.priya)
    last_night = {"made_on-day": "2", "made_on-month": "3", "made_on-year": "2025", "made_time": "21:40"}

    client.post(f"/children/{bells.mia.pk}/safety-plans/make/", SAID | last_night)

    assert f"{SafetyPlan.objects.get().made_at:%d %H:%M}" == "02 21:40"


@pytest.mark.parametrize(("typed", "says"), [
    ({"words": ""}, "Write who does what"),
    ({"made_with": ""}, "Write with whom it was agreed"),
    ({"made_time": "21:40"}, "Write the day and the time, or neither"),
    ({"made_time": "late"}, "Write the time like 21:40"),
    ({"made_on-day": "9", "made_on-month": "3", "made_on-year": "2025", "made_time": "09:00"}, "agreed by now"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, bells, typed, says):
    client.force_login(cast.priya)

    answer = client.post(f"/children/{bells.mia.pk}/safety-plans/make/", SAID | typed).content.decode()

    assert says in answer
    assert all(words in answer for words in {**SAID, **typed}.values() if len(words) > 5)
    assert not SafetyPlan.objects.exists()


def test_one_that_does_not_stand_is_withdrawn_with_a_reason_and_stays_written(client, cast, bells, harmed):
    client.force_login(cast.priya)
    client.post(f"/children/{bells.mia.pk}/safety-plans/make/", SAID)
    address = f"/children/{bells.mia.pk}/safety-plans/{SafetyPlan.objects.get().pk}/withdraw/"

    assert "Write why it does not stand" in client.post(address, {"because": ""}).content.decode()
    client.post(address, {"because": "It was agreed for her cousin."})
    twice = client.post(address, {"because": "Again."})

    assert twice.status_code == 409
    shown = page(client, cast.priya, f"/children/{bells.mia.pk}/safety-plans/")
    assert "It was agreed for her cousin." in shown
    assert "Nan stays until Friday." in shown
