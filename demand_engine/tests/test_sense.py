"""Inputs that make no sense are refused in plain words, all of them at once."""

from dataclasses import replace
from datetime import date

import pytest

from demand_engine.curves import fixed, level
from demand_engine.scenario import (
    Allocation,
    Demand,
    OpenWork,
    Outcome,
    Posts,
    Scenario,
    Screening,
    Source,
    Staffing,
    Team,
    Wave,
    Work,
)
from demand_engine.sense import MakesNoSense

POLICE = Source(name="police", contacts_per_week=70)
PLAIN = Scenario(
    name="Ravenshire as things are",
    starts_on=date(2025, 3, 3),
    weeks=52,
    demand=Demand(sources=(POLICE,)),
    screening=Screening(officers=6),
    work=Work(outcomes=(Outcome(name="closed", share=1, lasts=fixed(0)),)),
    teams=(Team(name="Castle", share_of_referrals=1, posts=(Posts(number=6, ceiling_points=18),)),),
)


def with_source(**changes):
    return {"demand": Demand(sources=(replace(POLICE, **changes),))}


def with_posts(**changes):
    posts = replace(PLAIN.teams[0].posts[0], **changes)
    return {"teams": (replace(PLAIN.teams[0], posts=(PLAIN.teams[0].posts[0], posts)),)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weeks": 10_000}, "10,000 weeks cannot be foreseen"),
        ({"weeks": 0}, "between 1 and 260 weeks"),
        ({"starts_on": date(2025, 3, 4)}, "choose the Monday"),
        (with_source(conversion=level(1.2)), "120% of contacts cannot be"),
        (with_source(conversion=level(-0.1)), "between 0% and 100%"),
        (with_source(contacts_per_week=-1), "Contacts a week are between 0 and 20,000"),
        (with_source(children_per_contact=(0.5, 0.2)), "add up to 100%"),
        ({"demand": Demand(sources=())}, "at least one source"),
        ({"demand": Demand(sources=(POLICE, POLICE))}, "a name of its own"),
        (
            {"demand": Demand(sources=(POLICE,), waves=(Wave(source="moon", contacts=9, from_week=0, over_weeks=1),))},
            "no source called moon",
        ),
        ({"screening": Screening(officers=0)}, "Between 1 and 500 people"),
        ({"screening": Screening(officers=3, opens_at_hour=18, closes_at_hour=8)}, "opens before it closes"),
        ({"work": Work(outcomes=(Outcome(name="closed", share=0.7, lasts=fixed(0)),))}, "add up to 100%"),
        (with_posts(number=-3), "There cannot be -3 posts"),
        (with_posts(from_week=-2), "cannot start in the past"),
        (with_posts(from_week=8, until_week=8), "ends after it starts"),
        (with_posts(ceiling_points=-1), "A ceiling is between 0 and"),
        ({"teams": ()}, "at least one team"),
        ({"teams": (replace(PLAIN.teams[0], share_of_referrals=0.6),)}, "shares of referrals add up"),
        ({"teams": (replace(PLAIN.teams[0], managers=0),)}, "at least one manager"),
        ({"open_work": (OpenWork(team="Castle", stage="lost", children=3),)}, "no stage called lost"),
        ({"open_work": (OpenWork(team="Moor", stage="waiting", children=3),)}, "no team called Moor"),
        ({"open_work": (OpenWork(team="Castle", stage="waiting", children=10**9),)}, "At most 100,000 children"),
        ({"work": replace(PLAIN.work, assessment_points=10**6)}, "weighs between 0 and 1,000 points"),
        ({"work": replace(PLAIN.work, overload_lengthens_work=50.0)}, "up to ten times longer"),
        ({"staffing": Staffing(time_to_recruit=fixed(1e7))}, "Nothing may last longer than 500,000 days"),
        ({"allocation": Allocation(override_up_to_points=10**6)}, "up to 1,000 points above"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(changes, words):
    with pytest.raises(MakesNoSense) as refused:
        replace(PLAIN, **changes)

    assert words in " ".join(problem.words for problem in refused.value.problems)


def test_everything_wrong_is_said_at_once():
    with pytest.raises(MakesNoSense) as refused:
        replace(PLAIN, weeks=10_000, **with_source(conversion=level(1.2)))

    assert [problem.where for problem in refused.value.problems] == ["weeks", "demand.sources.police.conversion"]
