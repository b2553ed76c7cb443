"""A signed answer beside the weeks since: what is inside, what speaks up, and in which words."""

from datetime import timedelta

import pytest

from demand_engine.simulate import simulate
from demand_engine.tests.test_sense import PLAIN
from lintel.oversight.demand.calibration.backtest import Told
from lintel.oversight.demand.calibration.happened import Week
from lintel.oversight.demand.what_if.afterwards import Afterwards, held_against, speaks_up
from lintel.oversight.demand.what_if.summary import summarised


def told(measure, *happened, low=10, high=20):
    return [
        Told(measure=measure, week=week, low=low, median=15, high=high, happened=value)
        for week, value in enumerate(happened)
    ]


def says(*lines):
    return speaks_up(Afterwards(told=tuple(each for line in lines for each in line)))


def test_what_is_inside_its_band_says_nothing():
    assert says(told("waiting", 10, 15, 20)) == []


def test_a_single_week_outside_is_said_as_such():
    assert says(told("waiting", 12, 27)) == [
        "More children waiting for a worker than foretold: 27, where eight runs out of ten lie between 10 and 20. For"
        " the first week so far."
    ]


def test_several_weeks_are_counted_and_caseloads_have_a_decimal():
    assert says(told("caseload_mean", 900, 1500, 850, low=1000, high=2000)) == [
        "Fewer children for each worker than foretold: 8.5, where eight runs out of ten lie between 10.0 and 20.0. So"
        " in 2 of the last 3 weeks."
    ]


def test_a_week_outside_that_is_over_says_nothing():
    assert says(told("waiting", 27, 15)) == []


@pytest.mark.finding("S2")
def test_the_weeks_since_are_held_against_the_bands_and_no_further_than_these_reach():
    summary = summarised(simulate(PLAIN, runs=40, seed=1))
    weeks = [
        Week(starts_on=summary.week_of(0) + timedelta(weeks=number), referrals=number, waiting=0, open=3, workers=2)
        for number in range(summary.weeks + 5)
    ]

    found = held_against(summary, weeks)

    assert found.weeks == summary.weeks
    second = found.of("referrals")[1]
    assert (second.happened, second.low, second.high) == (
        1, summary.band("referrals", "low80")[1], summary.band("referrals", "high80")[1],
    )  # fmt: skip
    assert {each.happened for each in found.of("caseload_mean")} == {150}
    assert found.coverage("waiting") == 1.0
