"""The instant answer against the tables of PRODUCT.md 0.5, to one child; `pytest -s` prints both side by side."""

import math
from dataclasses import replace

import pytest

from demand_engine.curves import exponential, fixed, level, ramp
from demand_engine.instant import fluid_of, offered_load, still_held, workers_needed
from demand_engine.scenario import CountsFrom, Demand, Outcome, Source, Wave, Work
from demand_engine.tests.test_sense import PLAIN
from demand_engine.tests.wigan import wif

# week: conversion %, referrals, open, waiting, caseload, staff
PUBLISHED = {
    0: (30, 68.7, 618, 0, 25.8, 24),
    3: (42, 96.2, 669, 0, 27.9, 24),
    6: (54, 123.7, 744, 35, 31.0, 24),
    7: (58, 132.8, 744, 85, 31.0, 24),
    9: (66, 151.1, 744, 213, 31.0, 24),
    11: (70, 160.3, 744, 368, 31.0, 24),
    12: (70, 160.3, 1116, 74, 31.0, 36),
    19: (70, 160.3, 1116, 328, 31.0, 36),
    20: (70, 160.3, 1480, 0, 30.8, 48),
    39: (70, 160.3, 1447, 0, 30.1, 48),
}

# choice: weeks with 50 or more waiting, peak, child-weeks of waiting
CHOICES = {
    "what happened": (wif(), 13, 368, 2_740),
    "no action": (wif([(0, 24)]), 33, 2_542, 42_956),
    "the same staff, earlier": (wif([(0, 24), (5, 12), (9, 12)]), 0, 0, 0),
    "the same late staff, phased over 30 weeks": (wif(phased_over=30), 0, 17, 17),
    "the latest dates with nobody waiting": (wif([(0, 24), (6, 12), (13, 12)]), 0, 0, 0),
}


@pytest.mark.finding("S2")
@pytest.mark.parametrize("number", PUBLISHED)
def test_every_published_week_of_the_collapse(number: int):
    week = wif()[number]
    found = (week.conversion * 100, week.referrals, week.open, week.waiting, week.caseload, week.staff)

    print(f"\nweek {number:2}  published {PUBLISHED[number]}  found {tuple(round(value, 1) for value in found)}")
    assert found == pytest.approx(PUBLISHED[number], abs=1)
    assert found[0] == pytest.approx(PUBLISHED[number][0])
    assert found[4] == pytest.approx(PUBLISHED[number][4], abs=0.06)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_published_choice(choice: str):
    weeks, *published = CHOICES[choice]
    waiting = [week.waiting for week in weeks]
    found = [sum(children >= 50 for children in waiting), max(waiting), sum(waiting)]

    print(f"\n{choice}: published {published}, found {[round(value, 1) for value in found]}")
    assert found == pytest.approx(published, abs=1)


def test_a_week_later_and_children_wait():
    assert max(week.waiting for week in wif([(0, 24), (7, 12), (13, 12)])) > 1
    assert max(week.waiting for week in wif([(0, 24), (6, 12), (14, 12)])) > 1


@pytest.mark.parametrize(("conversion", "workers"), [(0.7, 81), (0.6, 69), (0.5, 58), (0.4, 46)])
def test_holding_the_caseload_at_18(conversion: float, workers: int):
    assert workers_needed(children_per_week=229, conversion=conversion, weeks_held=9, ceiling=18) == workers


def test_assessments_in_seven_weeks_bring_the_caseload_to_23():
    shorter = wif([(0, 48)], weeks_held=7, weeks=120)[-1]

    assert shorter.caseload == pytest.approx(23.4, abs=0.05)


def test_no_staff_has_no_caseload():
    assert wif([(5, 10)])[0].caseload == 0


HALF = level(0.5)


def plain_flow(*, conversion=HALF, waves=()):
    source = Source(name="police", contacts_per_week=100, conversion=conversion)
    work = Work(
        outcomes=(Outcome(name="close", share=1, lasts=fixed(0)),), assessment=fixed(20), least_working_days=0,
        counts_from=CountsFrom.ALLOCATION,
    )  # fmt: skip
    return replace(PLAIN, demand=Demand(sources=(source,), waves=waves), work=work, open_work=(), weeks=30)


def test_a_scenario_flows_with_its_conversion_and_its_waves():
    weeks = fluid_of(
        plain_flow(
            conversion=ramp(0.2, 0.4, from_week=0, over_weeks=10),
            waves=(Wave(source="police", contacts=50, from_week=2, over_weeks=5),),
        )
    )

    assert [weeks[week].referrals for week in (0, 2, 10)] == pytest.approx([20, 110 * 0.24, 40])


def test_the_offered_load_settles_at_littles_law():
    settled = offered_load(plain_flow())[-1]

    assert settled.mean == pytest.approx(50 * 4, rel=0.005)
    assert settled.variance == pytest.approx(settled.mean)
    assert settled.band()[0] < settled.mean < settled.band()[1]


def test_the_sum_behind_the_offered_load_has_converged():
    scenario = replace(plain_flow(conversion=ramp(0.3, 0.7, from_week=0, over_weeks=10)), weeks=20)

    coarse, fine = (offered_load(scenario, steps_a_week=steps) for steps in (28, 112))
    for rough, exact in zip(coarse, fine, strict=True):
        assert rough.mean == pytest.approx(exact.mean, rel=0.003)


def test_still_held_through_two_exponential_stages():
    work = Work(
        outcomes=(Outcome(name="plan", share=1, lasts=exponential(50)),), assessment=exponential(10),
        least_working_days=0, counts_from=CountsFrom.ALLOCATION,
    )  # fmt: skip
    a, b = 1 / 14, 1 / 50  # ten working days are fourteen of the calendar

    for days in (1, 20, 100):
        exact = math.exp(-a * days) + a / (a - b) * (math.exp(-b * days) - math.exp(-a * days))
        assert still_held(work, days) == pytest.approx(exact, abs=0.01)
