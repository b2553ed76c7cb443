"""The figures and the table of the paper: what they say is what the bands say."""

import inspect
from datetime import date

import pytest

from demand_engine.simulate import simulate
from demand_engine.tests.test_sense import PLAIN
from lintel.oversight.demand.calibration.backtest import Backtest, Told
from lintel.oversight.demand.calibration.queries import as_things_are
from lintel.oversight.demand.what_if import paper
from lintel.oversight.demand.what_if.summary import summarised


@pytest.fixture(scope="module")
def summary():
    return summarised(simulate(PLAIN, runs=40, seed=1))


def test_every_figure_has_its_range_and_the_first_week_beside_it(summary):
    waiting, wait, middle, fullest, cost, posts = paper.figures(summary, added=(6, 2, 0))

    week = paper.peak_of(summary, "waiting")
    assert waiting.value == f"{summary.band('waiting')[week]:,}"
    for each in (waiting, wait, middle, fullest, cost):
        assert " to " in each.range or each.range == "the same"
        assert each.beside.startswith("in the first week: ")
    assert (posts.value, posts.range, posts.beside) == ("6", "", "2 agency")


def test_no_post_asked_for_is_said_as_such(summary):
    assert paper.figures(summary, added=(0, 0, 0))[-1].beside == "none asked for"


def test_the_question_names_two_levers_and_counts_the_rest():
    moved = ["Assessments take 20% less time than today.", "6 more posts, in North.", "A backlog.", "Another."]

    assert paper.asked_to_decide("Quicker", moved) == (
        "Whether to go ahead with this: assessments take 20% less time than today; 6 more posts, in North; and 2 more"
        " changes, listed overleaf."
    )
    assert paper.asked_to_decide("Quicker", moved[:1]).endswith("less time than today.")
    assert "changes nothing" in paper.asked_to_decide("As it is", [])


def test_the_table_ends_with_the_last_week_and_is_never_long(summary):
    found = paper.rows(summary)

    assert found[0][0] == summary.starts_on
    assert found[-1][0] == summary.week_of(summary.weeks - 1)
    assert len(found) <= paper.ROWS_OF_THE_TABLE + 1


def test_earlier_forecasts_say_how_often_they_were_inside_and_how_far_off():
    told = tuple(
        Told(measure="waiting", week=week, low=0, median=10, high=20, happened=happened)
        for week, happened in enumerate((10, 30))
    )
    tests = [
        Backtest(frozen_on=date(2025, 2, 17), weeks=2, decisions_given=given, told=told, start={"waiting": 0})
        for given in (False, True)
    ]

    assert paper.how_well_it_foretold(tests) == [
        "A forecast made 2 weeks earlier: children waiting were inside its range in 1 of 2 weeks, and off by 10 on"
        " average."
    ]


def test_the_weeks_it_says_it_was_fitted_to_are_those_it_is_fitted_to():
    assert inspect.signature(as_things_are).parameters["weeks_back"].default == paper.FITTED_TO_WEEKS
