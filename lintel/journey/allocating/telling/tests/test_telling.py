"""What the clock tells of: at seven in London, and nothing that was declined or taken back meanwhile."""

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.notices.queries import notices
from lintel.journey.allocating import tasks
from lintel.journey.allocating.actions import allocate, decline, withdraw
from lintel.journey.allocating.telling.actions import tell_of_going_above
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.steps.allocation.giving.actions import OverTheCeiling
from tests.cast import LONDON, NOW

pytestmark = pytest.mark.django_db
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def given_above(cast, bells):
    ceiling_of(4, cast)
    over = OverTheCeiling(manager=cast.sofia, reason="She knows their mother.", review_on=date(2025, 3, 10))
    family = family_waiting(cast, team=cast.north)
    return allocate(family, worker=cast.priya.worker, over=over, by=cast.marcus, at=NOW)


def of_going_above(user):
    return [each.words for each in notices(viewer=user) if each.key.startswith("above the ceiling/")]


@pytest.mark.parametrize("month", [1, 7])
def test_it_is_told_at_seven_in_london_in_winter_and_in_summer(month, monkeypatch):
    told = []
    monkeypatch.setattr(tasks.actions, "tell_of_going_above", lambda by, at: told.append(at.astimezone(LONDON)))

    for hour in range(24):
        tasks.tell_in_the_morning(int(datetime(2025, month, 7, hour, tzinfo=LONDON).timestamp()))

    assert [at.hour for at in told] == [7]


def test_what_stands_is_told_of_the_next_morning(cast, given_above):
    tell_of_going_above(by=None, at=NEXT_DAY)

    assert len(of_going_above(cast.sofia)) == 1


def test_what_was_declined_is_not_told_of(cast, given_above):
    decline(given_above, because="She is my cousin.", by=cast.priya, at=NOW)

    assert tell_of_going_above(by=None, at=NEXT_DAY) == 0
    assert not of_going_above(cast.sofia)


def test_what_was_taken_back_is_not_told_of(cast, given_above):
    withdraw(given_above, because="Somebody else has room.", by=cast.marcus, at=NOW)

    assert tell_of_going_above(by=None, at=NEXT_DAY) == 0
