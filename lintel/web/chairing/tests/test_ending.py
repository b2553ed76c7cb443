"""Ending a plan without a conference, from the child's page."""

from datetime import date

import pytest

from lintel.foundation.people.models import Person
from lintel.journey.conferring.tests.builders import a_chair, protected
from lintel.journey.overseeing.tests.builders import LATER
from lintel.journey.overseeing.tests.test_ending import moved
from lintel.steps.plans.models import CpPlan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seven_weeks_later(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def plan(cast, bells):
    return protected(cast, a_chair(cast), bells.mia)


def at(bells, act="end/"):
    return f"/children/{bells.mia.pk}/protection/{act}"


def test_nothing_is_offered_that_the_record_does_not_say(client, cast, bells, plan):
    client.force_login(cast.marcus)
    assert at(bells) in client.get(at(bells, "")).content.decode()

    shown = client.get(at(bells)).content.decode()

    assert "The record bears out none of these" in shown
    assert '<form method="post" novalidate' not in shown
    client.post(at(bells), {"reason": "died"})
    assert CpPlan.objects.get().ended_on is None


def test_a_death_ends_it_and_the_page_says_so(client, cast, bells, plan):
    Person.objects.filter(pk=bells.mia.pk).update(died_on=date(2025, 5, 1))
    client.force_login(cast.marcus)
    assert "1 May 2025" in client.get(at(bells)).content.decode()

    client.post(at(bells), {"reason": "died"})

    shown = client.get(at(bells, "")).content.decode()
    assert "The last one ended on 1 May 2025: the child has died" in shown


def test_a_child_who_moved_needs_the_day_of_the_other_conference(client, cast, bells, plan):
    moved(cast, bells)
    client.force_login(cast.marcus)
    day = {"their_conference_on-day": "6", "their_conference_on-month": "5", "their_conference_on-year": "2025"}

    assert "Enter the day of the other authority" in client.post(at(bells), {"reason": "moved"}).content.decode()
    tomorrow = client.post(at(bells), {"reason": "moved"} | day | {"their_conference_on-day": "8"})
    assert "It was held on or after the day they moved" in tomorrow.content.decode()
    client.post(at(bells), {"reason": "moved"} | day)

    assert CpPlan.objects.get().ended_on == date(2025, 5, 6)


def test_somebody_of_another_team_ends_nothing(client, cast, bells, plan):
    Person.objects.filter(pk=bells.mia.pk).update(died_on=date(2025, 5, 1))
    client.force_login(cast.tom)

    assert client.post(at(bells), {"reason": "died"}).status_code == 404
    assert CpPlan.objects.get().ended_on is None
