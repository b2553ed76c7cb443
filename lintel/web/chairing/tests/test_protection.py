"""A child’s protection on one page, and what is said there of the plan."""

from datetime import date

import pytest

from lintel.journey.overseeing.tests.builders import LATER, overseen, social_worker
from lintel.steps.conferences.models import CoreGroupMeeting, CoreGroupMember, PlanLead
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S11")]


@pytest.fixture(autouse=True)
def seven_weeks_later(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def plan(cast, bells):
    return overseen(cast, bells)[1]


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def at(bells, act=""):
    return f"/children/{bells.mia.pk}/protection/{act}"


def test_one_page_has_everything_from_the_trigger_to_the_reviews_in_order(client, cast, bells, plan):
    shown = page(client, cast.priya, at(bells))

    steps = [
        "Significant harm thought likely", "Strategy discussion held", "Section 47 enquiry started", "Child seen",
        "Outcome of the enquiry", "Initial child protection conference", "First core group", "First review conference",
    ]  # fmt: skip
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)
    assert "19 working days late" in shown
    assert "Statutory guidance: Working Together" in shown
    assert "Physical abuse" in shown
    assert "Ada Quill" in shown
    owed = shown[shown.index("What each agency owes") :]
    assert "Mrs Abara" in owed
    assert "Owen Hartley" not in owed  # he has done it
    assert at(bells) in page(client, cast.priya, f"/children/{bells.mia.pk}/")


def test_who_waits_for_a_discussion_has_a_timeline_before_any_plan(client, cast, bells):
    stamp_reasonable_cause(child=bells.noah, reason="He hit him.", known_since=NOW, by=cast.priya, at=NOW)

    shown = page(client, cast.priya, f"/children/{bells.noah.pk}/protection/")

    assert "Priya Nair: He hit him." in shown
    assert "under no child protection plan" in shown


def test_only_a_social_worker_is_offered_as_lead(client, cast, bells, plan):
    shown = page(client, cast.priya, at(bells, "lead/"))
    assert "Priya Nair" in shown[shown.index("<form method") :]
    assert "Marcus Reed" not in shown
    other = social_worker(cast.marcus)

    assert client.post(at(bells, "lead/"), {"worker": other.pk}).status_code == 302

    assert PlanLead.objects.get(cp_plan=plan, until_on=None).worker == other
    assert "Who led the plan before" in page(client, cast.priya, at(bells))


def test_somebody_joins_the_core_group_and_leaves_it(client, cast, bells, plan):
    client.force_login(cast.priya)
    client.post(at(bells, "core-group/join/"), {"side": "health", "name": "The health visitor"})
    joined = CoreGroupMember.objects.get(name="The health visitor")
    assert "The health visitor" in page(client, cast.priya, at(bells))

    client.post(at(bells, f"core-group/{joined.pk}/leave/"))

    joined.refresh_from_db()
    assert joined.left_on == LATER.date()


def test_a_core_group_is_written_down_by_who_came_and_once_a_day(client, cast, bells, plan):
    client.force_login(cast.priya)
    said = {
        "held_on-day": "6", "held_on-month": "5", "held_on-year": "2025", "came": ["Ruth Bell"], "others": "A nurse",
        "words": "She sleeps until six.",
    }  # fmt: skip
    assert "Say who came" in client.post(at(bells, "core-group/"), said | {"came": [], "others": ""}).content.decode()

    assert client.post(at(bells, "core-group/"), said).status_code == 302
    twice = client.post(at(bells, "core-group/"), said)

    assert twice.status_code == 409
    assert "She sleeps until six." in twice.content.decode()
    assert CoreGroupMeeting.objects.get(held_on=date(2025, 5, 6)).present == "Ruth Bell, A nurse"


def test_somebody_of_another_team_sees_and_says_nothing(client, cast, bells, plan):
    client.force_login(cast.tom)
    acts = ("", "lead/", "core-group/", "core-group/join/")

    assert {client.get(at(bells, act)).status_code for act in acts} <= {403, 404}
    assert client.post(at(bells, "core-group/join/"), {"side": "health", "name": "Tom"}).status_code == 404
    assert not CoreGroupMember.objects.filter(name="Tom").exists()
