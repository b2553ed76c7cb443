"""K14: whoever told us for their work is told what happens and why, within three working days of the decision."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from lintel.foundation.access.roles import Role
from lintel.journey.handovers.actions import decide_contact
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.tests.builders import user
from lintel.steps.front_door.codes import Means, Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.telling.actions import do_not_tell, tell_informant
from lintel.steps.front_door.tests.builders import NEIGHBOUR, NOBODY_WE_KNOW, chosen_for, knock
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MARCH = Period(NOW.date(), NOW.date() + timedelta(days=28))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def read(days: int):
    at = NOW + days * DAY
    return queries.reading("K14", viewer=user(Role.HEAD_OF_SERVICE), as_at=at.date(), period=MARCH, now=at)


def counted(days: int) -> tuple[float | None, float | None]:
    found = read(days)
    return found.numerator, found.denominator


@pytest.fixture
def decided(dawn, femi):
    """Decides a contact of Monday 3 March on that Monday."""

    def decide(once="1", **said):
        contact = knock(by=dawn, once=once, **said)
        decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW + timedelta(hours=3))
        return contact

    return decide


def tell(contact, dawn, *, days: float) -> None:
    tell_informant(contact, means=Means.EMAIL, to="Wren", text="Advice was given.", by=dawn, at=NOW + days * DAY)


@pytest.mark.finding("S26", screen="/indicators/K14/")
def test_told_on_thursday_is_in_time_and_told_on_friday_is_late(decided, dawn):
    tell(decided("in time"), dawn, days=3)
    tell(decided("late"), dawn, days=4)

    assert counted(7) == (1, 2)


def test_one_that_is_still_within_its_days_is_not_judged_and_then_counts_as_not_met(decided):
    decided()

    assert counted(3) == (0, 0)
    assert counted(4) == (0, 1)


def test_a_contact_about_two_children_is_one_contact_told_of_when_the_last_is_decided(dawn, femi):
    children = [TellsOf(particulars=NOBODY_WE_KNOW)] * 2
    contact = knock(by=dawn, once="1", children=children)
    first, second = chosen_for(contact, Outcome.ADVICE)
    decide_contact(contact, [first], by=femi, at=NOW)
    assert counted(7) == (0, 0)

    decide_contact(contact, [second], by=femi, at=NOW + 7 * DAY)
    tell(contact, dawn, days=9)

    assert counted(14) == (1, 1)


def test_not_told_for_a_reason_does_not_raise_the_share_and_is_shown_apart(decided, dawn):
    tell(decided("told"), dawn, days=1)
    do_not_tell(decided("silent"), because="It would get back to him.", by=dawn, at=NOW + DAY)

    found = read(7)

    assert (found.numerator, found.denominator) == (1, 2)
    assert dict(found.also)["Not told, for a reason that is written down"] == "1"
    assert dict(found.also)["Told in time, leaving these out"] == "1 of 1"


def test_members_of_the_public_are_not_in_it(decided, dawn):
    decided(informant=NEIGHBOUR)

    assert read(7).state is State.NOT_IN_DATA


def test_telling_makes_todays_number_another_one_at_once(decided, dawn):
    contact = decided()
    assert counted(1) == (0, 0)

    tell(contact, dawn, days=1)

    assert counted(1) == (1, 1)
