"""What is said of many authorities, and what it costs."""

from datetime import date

import numpy as np
import pytest

from demand_engine.executors import OneCore
from demand_engine.many import KEPT, Followed
from demand_engine.nation import Authority
from demand_engine.result import Measure
from lintel.oversight.demand.nation.asked import Asked
from lintel.oversight.demand.nation.report import Together, as_text, cost_in_words, in_words, of_authority
from lintel.oversight.demand.nation.running import run

ONE, OTHER = (Authority(code=code, name=name, children=9_000) for code, name in (("E1", "Onesome"), ("E2", "Othery")))
ASKED = Asked(authorities=(ONE, OTHER), starts_on=date(2027, 1, 4), weeks=10, runs=12)


def followed(waiting, *, place: int = 0) -> Followed:
    rows = np.zeros((len(waiting), len(waiting[0]), len(KEPT)), dtype=np.int32)
    rows[:, :, KEPT.index(Measure.WAITING)] = waiting
    return Followed(place=place, rows=rows, cpu_seconds=1.5)


def test_a_line_says_the_middle_run_the_range_and_when_it_begins():
    waiting = [[0, 1, 0, 2, 3, run] for run in range(1, 11)]

    line = of_authority(ONE, followed(waiting)).line

    assert (line.low, line.median, line.high, line.from_week) == (1, 5, 9, 3)
    assert line.workers == 16


def test_england_is_added_up_run_by_run():
    together = Together(weeks=1, runs=3)
    together.add(followed([[0], [10], [20]]))
    together.add(followed([[20], [10], [0]]))

    line = together.line([])

    assert (line.low, line.median, line.high) == (20, 20, 20)
    assert together.cpu_seconds == 3


@pytest.fixture(scope="module")
def report():
    return run(ASKED, OneCore())


def test_authorities_are_told_as_they_finish_and_shown_in_order(report):
    told = []

    again = run(ASKED, OneCore(), lambda one, number: told.append((number, one.authority.name)))

    assert told == [(1, "Onesome"), (2, "Othery")]
    assert as_text(again) == as_text(report)
    assert [line.split()[0] for line in as_text(report).splitlines()] == ["authority", "Onesome", "Othery", "All"]


def test_it_says_what_it_rests_on(report):
    words = " ".join(in_words(report, populations="the figures of own.csv"))

    assert "Nothing is changed: 22% of contacts become a referral throughout." in words
    assert "National figures, scaled by the children who live there (the figures of own.csv)" in words
    assert "foretells no authority" in words
    assert "10 weeks from 4 January 2027, 12 runs each, seed 1." in words


def test_a_change_of_conversion_is_said():
    words = Asked(authorities=(ONE,), starts_on=date(2027, 1, 4), conversion_to=0.3, over_weeks=26).in_words()

    assert words == "Conversion moves from 22% of contacts to 30%, in a straight line over 26 weeks."


def test_the_cost_of_the_full_run_is_reckoned_and_called_so(report):
    took, full = cost_in_words(report, [ONE, OTHER, Authority(code="E3", name="Third", children=18_000)], 0.10)

    assert took.startswith("It took")
    assert full.startswith("All 3 authorities with 1,000 runs each would take about 0.")
    assert "at £0.10 a core-hour, which is assumed: reckoned from this run" in full
    assert report.core_hours_of([ONE, OTHER], runs=12) == pytest.approx(report.cpu_seconds / 3600)
