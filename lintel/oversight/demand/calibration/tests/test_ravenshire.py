"""Things as they are in Ravenshire, where we know what was put in."""

from datetime import date

import pytest

from lintel.foundation.access.actions import service_account
from lintel.oversight.demand.calibration.queries import as_things_are
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def before_the_change(whole_ravenshire):
    """Standing in June 2024, at the height of it."""
    return as_things_are(viewer=service_account(at=NOW), on=date(2024, 6, 3))


def test_four_teams_take_referrals_and_hold_about_as_many_each(before_the_change):
    teams = before_the_change.scenario.teams

    assert len(teams) == 4
    assert all(0.15 < team.share_of_referrals < 0.35 for team in teams)
    assert all(sum(posts.number for posts in team.posts if posts.from_week == 0) == 12 for team in teams)


def test_contacts_and_conversion_are_those_of_the_story(before_the_change):
    sources = before_the_change.scenario.demand.sources
    taken = sum(s.contacts_per_week * s.children_in_a_contact * s.conversion.at(0) for s in sources)

    assert taken == pytest.approx(229 * 0.7, rel=0.15)


def test_assessments_pull_towards_the_limit(before_the_change):
    fitted = {each.key: each for each in before_the_change.fitted}

    assert 30 < fitted["assessment"].value < 50
    assert fitted["assessment"].out_of > 1_000
    assert not fitted["assessment"].is_national


def test_open_work_is_all_there(before_the_change):
    work = before_the_change.scenario.open_work

    assert {piece.stage for piece in work} >= {"waiting", "assessment", "child in need"}
    assert 1_100 < sum(piece.children for piece in work) < 1_600


def test_every_value_says_what_it_rests_on(before_the_change):
    for each in before_the_change.fitted:
        assert each.low <= each.value + 1, each
        assert each.value <= each.high + 1, each
        assert each.how


def test_time_to_fill_and_the_posts_on_their_way_come_from_the_posts(before_the_change):
    lead = next(each for each in before_the_change.fitted if each.key == "lead")
    coming = [posts for team in before_the_change.scenario.teams for posts in team.posts if posts.from_week > 0]

    assert not lead.is_national
    assert lead.value == pytest.approx(84, abs=1)
    assert sum(posts.number for posts in coming) > 0
