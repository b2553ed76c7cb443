"""What was moved, in words somebody understands who never saw the levers."""

from dataclasses import replace

import pytest

from demand_engine.levers import AgencyLeavesLever, ConversionLever, Levers, PostsLever, StepDownLever
from demand_engine.scenario import Source, Wave
from demand_engine.tests.test_sense import PLAIN
from lintel.oversight.demand.what_if.levers_in_words import moved_in_words, posts_added

STARTS = f"{PLAIN.starts_on:%-d %B %Y}"
SOURCE, TEAM = PLAIN.demand.sources[0].name, PLAIN.teams[0].name
NOW = round(100 * PLAIN.demand.sources[0].conversion.at(0))


def words(**levers):
    return moved_in_words(Levers(**levers), PLAIN)


def test_nothing_moved_says_nothing():
    assert words() == []


def test_conversion_says_from_where_to_where_and_how_fast():
    (paced,) = words(conversion=(ConversionLever(to=0.7, over_weeks=20),))
    (at_once,) = words(conversion=(ConversionLever(to=0.7, source=SOURCE),))

    assert paced == (
        f"70 in 100 of all contacts become a referral instead of {NOW} in 100, in a straight line over 20 weeks from"
        f" {STARTS}."
    )
    assert at_once.startswith(f"70 in 100 of the contacts from {SOURCE} become")
    assert at_once.endswith(f"all at once on {STARTS}.")


def test_all_contacts_count_by_how_many_there_are():
    few, many = Source(name="a", contacts_per_week=1), Source(name="b", contacts_per_week=99)
    few = replace(few, conversion=PLAIN.demand.sources[0].conversion)
    scenario = replace(PLAIN, demand=replace(PLAIN.demand, sources=(few, many)))

    (said,) = moved_in_words(Levers(conversion=(ConversionLever(to=0.9),)), scenario)

    assert f"instead of {round(100 * many.conversion.at(0))} in 100" in said


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"volume": 1.1}, "10% more contacts come in than today."),
        ({"volume": 0.75}, "25% fewer contacts come in than today."),
        (
            {"agency_leaves": (AgencyLeavesLever(team=TEAM, from_week=0),)},
            f"The agency workers of {TEAM} leave by {STARTS}, and nobody replaces them.",
        ),
        (
            {"step_down": (StepDownLever(outcome="child in need", share=0.25),)},
            "25 in 100 of the children whose assessment would be followed by child in need step down when it ends"
            " instead.",
        ),
        ({"assessment_length": 0.8}, "Assessments take 20% less time than today."),
        (
            {"length_after_assessment": 1.2},
            "After the assessment, children stay with their worker for 20% more time than today.",
        ),
        (
            {"waves": (Wave(source=SOURCE, contacts=400, from_week=0, over_weeks=1),)},
            f"A backlog of 400 contacts arrives from {SOURCE}, spread over 1 week from {STARTS}.",
        ),
        (
            {"posts": (PostsLever(number=1, from_week=0, is_agency=True),)},
            f"1 more agency post, shared out over all teams, from {STARTS}.",
        ),
    ],
)
def test_each_lever_is_a_line(levers, said):
    assert words(**levers) == [said]


def test_posts_say_until_when_and_that_there_is_no_money():
    (said,) = words(posts=(PostsLever(number=6, from_week=0, until_week=1, team=TEAM, is_funded=False),))

    assert said.startswith(f"6 more posts, in {TEAM}, from {STARTS} until ")
    assert said.endswith("without a funding line so far, so that nobody can start.")


def test_the_ceiling_says_what_it_was():
    highest = max(posts.ceiling_points for team in PLAIN.teams for posts in team.posts)

    assert words(ceiling_points=12) == [f"A full-time worker holds at most 12 children instead of {highest}."]


def test_posts_are_counted_with_those_of_agencies_and_those_nobody_pays_for():
    posts = (
        PostsLever(number=4, from_week=0, is_agency=True),
        PostsLever(number=2, from_week=0, is_funded=False),
    )

    assert posts_added(Levers(posts=posts)) == (6, 4, 2)
