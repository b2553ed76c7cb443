"""What the clock tells of: at seven in London, and nothing that was declined or taken back meanwhile."""

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating import tasks
from lintel.journey.allocating.actions import allocate, decline, pass_on, withdraw
from lintel.journey.allocating.telling.actions import remind_of_unanswered, tell_of_going_above
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.journey.allocating.tests.given import offered, referred
from lintel.steps.allocation.giving.actions import OverTheCeiling
from lintel.steps.allocation.models import Allocation
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


@pytest.fixture
def given_by_somebody_else(cast):
    """Sofia holds the child; it was Helen who gave them to Priya."""
    return allocate(referred(cast, "Perrin"), worker=cast.priya.worker, by=cast.helen, at=NOW)


def words(user, start):
    return [each.words for each in notices(viewer=user) if each.key.startswith(start)]


def test_who_declines_tells_whoever_holds_the_child_and_whoever_gave_them(cast, given_by_somebody_else):
    decline(given_by_somebody_else, because="She is my cousin.", by=cast.priya, at=NOW)

    for user in (cast.helen, cast.sofia):
        assert words(user, "declined/") == ["Priya Nair cannot take Perrin Oakapple on: She is my cousin."]


def test_who_gave_and_holds_them_is_told_once(cast):
    decline(offered(cast, "Perrin"), because="She is my cousin.", by=cast.priya, at=NOW)

    assert len(words(cast.marcus, "declined/")) == 1
    assert not words(cast.sofia, "declined/")


def test_what_is_unanswered_is_told_to_whoever_holds_the_child_too(cast, given_by_somebody_else):
    late = NOW + timedelta(days=17)
    assert remind_of_unanswered(by=None, at=late) == 2
    assert remind_of_unanswered(by=None, at=late) == 0

    assert words(cast.helen, "unanswered/") == ["Priya Nair has not answered about a child you gave them"]
    assert words(cast.sofia, "unanswered/") == [
        "Priya Nair has not answered about a child you hold, whom they were given"
    ]


@pytest.mark.parametrize("who", ["sofia", "rosa"])  # Rosa of the front door may pass on, and gives nobody to workers
def test_passing_a_child_on_takes_back_what_nobody_answered(cast, who):
    [given] = offered(cast, "Perrin")

    pass_on([given.referral], team=cast.south, by=getattr(cast, who), at=NOW)

    given.refresh_from_db()
    assert given.withdrawn_because == f"Passed on to {cast.south.name}."
    assert not Allocation.objects.unanswered().exists()
    assert not visible_children(cast.priya, on=NOW.date()).filter(pk=given.child_id).exists()
    assert words(cast.priya, "taken back/")
