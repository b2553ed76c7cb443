"""Scenarios as files: nothing lost on the way there and back, and plain words for what cannot be read."""

import json
from dataclasses import replace
from datetime import date

import pytest

from demand_engine.levers import ConversionLever, Levers, PostsLever
from demand_engine.scenario import Calendar, OpenWork, Policy
from demand_engine.scenario_file import from_plain, levers_from_plain, read, to_plain
from demand_engine.sense import MakesNoSense
from demand_engine.tests.test_sense import PLAIN

FULL = replace(
    PLAIN,
    calendar=Calendar(
        bank_holidays=frozenset({date(2026, 12, 25)}), school_holidays=((date(2026, 12, 21), date(2027, 1, 1)),)
    ),
    allocation=replace(PLAIN.allocation, policy=Policy.DUTY_HOLD),
    open_work=(OpenWork(team=PLAIN.teams[0].name, stage="waiting", children=3, age_days=4),),
)

FILE = """
[scenario]
name = "Ravenshire"
starts_on = 2027-01-04
weeks = 52
screening = { officers = 6 }

[[scenario.demand.sources]]
name = "police"
contacts_per_week = 120
conversion = 0.3

[[scenario.work.outcomes]]
name = "close"
share = 1.0
lasts = 0

[[scenario.teams]]
name = "Castle"
share_of_referrals = 1
posts = [{ number = 24, ceiling_points = 31 }]

[[choice]]
name = "70%"
conversion = [{ to = 0.7, over_weeks = 10 }]
"""


def test_a_scenario_survives_json():
    assert from_plain(json.loads(json.dumps(to_plain(FULL)))) == FULL


def test_levers_survive_json():
    levers = Levers(
        conversion=(ConversionLever(to=0.7, over_weeks=10),), posts=(PostsLever(number=12, from_week=5),), volume=1.1
    )

    assert levers_from_plain(json.loads(json.dumps(to_plain(levers)))) == levers


def test_a_file_holds_a_scenario_and_choices(tmp_path):
    file = tmp_path / "ravenshire.toml"
    file.write_text(FILE)

    scenario, choices = read(file)

    assert (scenario.name, scenario.starts_on, scenario.weeks) == ("Ravenshire", date(2027, 1, 4), 52)
    assert scenario.demand.sources[0].conversion.at(9) == 0.3
    assert choices == (("70%", Levers(conversion=(ConversionLever(to=0.7, over_weeks=10),))),)


@pytest.mark.parametrize(
    ("typed", "instead", "words"),
    [
        ("weeks = 52", "weeks = 10000", "10,000 weeks cannot be foreseen"),
        ("weeks = 52", 'weeks = "a year"', "Give a whole number here, not 'a year'"),
        ("weeks = 52", "", "Please give weeks"),
        ("officers = 6", "oficers = 6", "There is no oficers here"),
        ("2027-01-04", '"next week"', "Give a date such as 2026-11-23 here"),
        ("number = 24", "number = -2", "There cannot be -2 posts"),
        ("conversion = 0.3", "conversion = 1.3", "130% of contacts cannot be"),
        ("[[choice]]", "[[chioce]]", "any number of [[choice]]"),
        ("[scenario]", "[scenario", "cannot be read as TOML"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(tmp_path, typed: str, instead: str, words: str):
    file = tmp_path / "wrong.toml"
    file.write_text(FILE.replace(typed, instead, 1))

    with pytest.raises(MakesNoSense) as refused:
        read(file)

    assert words in str(refused.value)
