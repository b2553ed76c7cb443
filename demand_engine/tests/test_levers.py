"""Levers, pulled on a scenario."""

from dataclasses import replace

import pytest

from demand_engine.curves import fixed, level, ramp
from demand_engine.levers import (
    EVERY,
    AgencyLeavesLever,
    ConversionLever,
    Levers,
    PostsLever,
    StepDownLever,
    bent,
    pull,
)
from demand_engine.scenario import Demand, Outcome, Posts, Wave
from demand_engine.sense import MakesNoSense
from demand_engine.tests.test_sense import PLAIN, POLICE


def test_nothing_moved_is_as_things_are():
    assert pull(PLAIN, Levers(), name=PLAIN.name) == PLAIN


def test_conversion_moves_in_a_straight_line_from_the_week_it_starts():
    moved = pull(PLAIN, Levers(conversion=(ConversionLever(to=0.7, from_week=4, over_weeks=10),)), name="70%")

    path = moved.demand.sources[0].conversion
    assert [path.at(week) for week in (0, 4, 9, 14, 50)] == pytest.approx([0.22, 0.22, 0.46, 0.7, 0.7])


def test_a_second_move_starts_from_where_the_first_had_come():
    path = bent(ramp(0.3, 0.7, from_week=0, over_weeks=10), to=0.3, from_week=5, over_weeks=5)

    assert [path.at(week) for week in (0, 5, 10)] == pytest.approx([0.3, 0.5, 0.3])


def test_at_once_is_a_step():
    path = bent(level(0.3), to=0.7, from_week=6, over_weeks=0)

    assert [path.at(week) for week in (5, 6)] == pytest.approx([0.3, 0.7])


def test_a_lever_on_one_source_leaves_the_others():
    both = replace(PLAIN, demand=Demand(sources=(POLICE, replace(POLICE, name="health"))))

    moved = pull(both, Levers(conversion=(ConversionLever(to=0.7, source="health"),)), name="health only")

    police, health = moved.demand.sources
    assert (police.conversion.at(0), health.conversion.at(0)) == (0.22, 0.7)


def test_posts_are_shared_out_over_the_teams_as_evenly_as_they_divide():
    first, *_ = PLAIN.teams
    two = [replace(first, name=name, share_of_referrals=0.5) for name in ("Castle", "Dalefoot")]
    scenario = replace(PLAIN, teams=tuple(two))

    moved = pull(scenario, Levers(posts=(PostsLever(number=5, from_week=3, team=EVERY),)), name="five more")

    assert [team.posts[-1].number for team in moved.teams] == [3, 2]


def test_agency_posts_cost_more():
    moved = pull(
        PLAIN, Levers(posts=(PostsLever(number=1, from_week=3, team="Castle", is_agency=True),)), name="agency"
    )

    permanent, agency = moved.teams[0].posts
    assert agency.pounds_per_week > permanent.pounds_per_week


def test_a_ceiling_lever_keeps_the_proportion_of_part_time_workers():
    half = replace(PLAIN.teams[0].posts[0], number=1, ceiling_points=9)
    team = replace(PLAIN.teams[0], posts=(*PLAIN.teams[0].posts, half))
    scenario = replace(PLAIN, teams=(team,))

    moved = pull(scenario, Levers(ceiling_points=24), name="ceiling 24")

    assert [posts.ceiling_points for posts in moved.teams[0].posts] == [24, 12]


def test_shorter_assessments_and_a_quicker_step_down_shorten_what_they_name():
    moved = pull(PLAIN, Levers(assessment_length=0.8, length_after_assessment=0.5), name="quicker")

    assert moved.work.assessment.mean_days == pytest.approx(0.8 * PLAIN.work.assessment.mean_days)
    assert moved.work.outcomes[0].lasts == PLAIN.work.outcomes[0].lasts.stretched(0.5)


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        (Levers(conversion=(ConversionLever(to=0.5, source="moon"),)), "no source called moon"),
        (Levers(conversion=(ConversionLever(to=0.5, from_week=-3),)), "cannot start in the past"),
        (Levers(posts=(PostsLever(number=2, from_week=1, team="Moor"),)), "no team called Moor"),
        (Levers(volume=-1), "A factor is between 0.1 and 10"),
        (Levers(assessment_length=0), "A factor is between 0.1 and 10"),
    ],
)
def test_a_lever_on_what_is_not_there_is_refused(levers, words):
    with pytest.raises(MakesNoSense, match=words):
        pull(PLAIN, levers, name="moved")


def test_levers_that_make_no_sense_are_refused():
    with pytest.raises(MakesNoSense, match="120% of contacts"):
        pull(PLAIN, Levers(conversion=(ConversionLever(to=1.2),)), name="too much")
    with pytest.raises(MakesNoSense, match="There cannot be -4 posts"):
        pull(PLAIN, Levers(posts=(PostsLever(number=-4, from_week=2, team="Castle"),)), name="fewer")
    with pytest.raises(MakesNoSense, match="no source called moon"):
        pull(PLAIN, Levers(waves=(Wave(source="moon", contacts=10, from_week=0, over_weeks=2),)), name="moon")


AGENCY = Posts(number=2, ceiling_points=18, is_agency=True)
TO_COME = Posts(number=1, ceiling_points=18, is_agency=True, from_week=6)
CASTLE = replace(PLAIN.teams[0], posts=(*PLAIN.teams[0].posts, AGENCY, TO_COME))


def test_an_agency_team_that_leaves_is_gone_from_that_week_on_and_those_to_come_never_start():
    scenario = replace(PLAIN, teams=(CASTLE,))

    moved = pull(scenario, Levers(agency_leaves=(AgencyLeavesLever(from_week=4),)), name="they leave")

    permanent, agency, to_come = moved.teams[0].posts
    assert permanent == PLAIN.teams[0].posts[0]
    assert agency.until_week == 4
    assert not to_come.is_funded


def test_a_share_of_those_who_would_be_held_steps_down_when_the_assessment_ends():
    closed = Outcome(name="closed", share=0.6, lasts=fixed(0))
    need = Outcome(name="child in need", share=0.3, share_of_marginal=0.2, lasts=fixed(180))
    plan = Outcome(name="protection", share=0.1, share_of_marginal=0.1, lasts=fixed(300))
    scenario = replace(PLAIN, work=replace(PLAIN.work, outcomes=(replace(closed, share_of_marginal=0.7), need, plan)))

    moved = pull(scenario, Levers(step_down=(StepDownLever(outcome="child in need", share=0.5),)), name="step down")

    assert [outcome.share for outcome in moved.work.outcomes] == pytest.approx([0.75, 0.15, 0.1])
    assert [outcome.share_of_marginal for outcome in moved.work.outcomes] == pytest.approx([0.8, 0.1, 0.1])


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        (Levers(agency_leaves=(AgencyLeavesLever(from_week=-1),)), "cannot start in the past"),
        (Levers(agency_leaves=(AgencyLeavesLever(from_week=1, team="Nobody"),)), "no team called Nobody"),
        (Levers(step_down=(StepDownLever(outcome="nothing", share=0.5),)), "no outcome called nothing"),
        (Levers(step_down=(StepDownLever(outcome="closed", share=1.5),)), "150% cannot be"),
        (Levers(agency_leaves=(AgencyLeavesLever(from_week=1),)), "Nobody there is from an agency"),
        (Levers(conversion=(ConversionLever(to=0.5, from_week=9_999_999),)), "Week 9,999,999 cannot be foreseen"),
        (Levers(posts=(PostsLever(number=1, from_week=1, until_week=9_999_999),)), "Week 9,999,999 cannot be"),
        (Levers(ceiling_points=-5), "A ceiling is between 1 and 1,000; -5 cannot be"),
        (Levers(ceiling_points=0), "A ceiling is between 1 and 1,000; 0 cannot be"),
    ],
)
def test_levers_on_what_is_not_there_or_cannot_be_are_refused(levers, words):
    with pytest.raises(MakesNoSense, match=words):
        pull(PLAIN, levers, name="nonsense")


@pytest.mark.parametrize("week", [0, 12])
def test_all_sources_and_one_more_can_move_at_once_in_the_same_week(week):
    all_and_one = (
        ConversionLever(to=0.5, from_week=week), ConversionLever(to=0.6, from_week=week, source=POLICE.name),
    )  # fmt: skip
    both = replace(PLAIN, demand=Demand(sources=(POLICE, replace(POLICE, name="health"))))

    moved = pull(both, Levers(conversion=all_and_one), name="both")

    assert [source.conversion.at(week) for source in moved.demand.sources] == [0.6, 0.5]
    assert moved.demand.sources[0].conversion.at(-1) == 0.22
