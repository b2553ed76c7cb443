"""Standing in the past: a forecast made with what was known then, held against what happened."""

from datetime import date

import pytest

from lintel.foundation.access.actions import service_account
from lintel.oversight.demand.calibration.backtest import Backtest, Told, backtest, from_plain, to_plain
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from tests.cast import NOW

THE_CHANGE = date(2023, 9, 18)
CALM = date(2023, 6, 26)


def _told(week, low, high, happened, *, median=None):
    middle = (low + high) // 2 if median is None else median
    return Told(measure="waiting", week=week, low=low, median=middle, high=high, happened=happened)


@pytest.fixture
def small():
    told = (_told(0, 0, 10, 5), _told(1, 0, 10, 15), _told(2, 10, 20, 10), _told(3, 10, 30, 30))
    return Backtest(frozen_on=CALM, weeks=4, decisions_given=False, told=told, start={"waiting": 5})


def test_coverage_counts_the_weeks_inside_the_band_its_edges_included(small):
    assert small.coverage("waiting") == 0.75


def test_the_error_is_beside_that_of_no_change(small):
    assert small.error("waiting") == (0 + 10 + 5 + 10) / 4
    assert small.error_of_no_change("waiting") == (0 + 10 + 5 + 25) / 4
    assert small.percentage_error("waiting") == pytest.approx((0 + 10 / 15 + 5 / 10 + 10 / 30) / 4)


def test_it_can_be_written_down_and_read_again(small):
    assert from_plain(to_plain(small)) == small


@pytest.fixture
def record(whole_ravenshire):
    return Evidence(Reader(service_account(at=NOW), date(2025, 3, 3)))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("weeks", [12, 30])
def test_standing_before_the_change_the_band_covers_seven_weeks_in_ten(record, weeks):
    """With the true conversion of the time after, and the two agency teams, given."""
    found = backtest(record, frozen_on=THE_CHANGE, weeks=weeks, weeks_back=26, decisions_given=True)

    shares = {measure: found.coverage(measure) for measure in ("waiting", "caseload_mean")}
    print(f"{weeks} weeks from {THE_CHANGE}: inside the 80% band {shares}")
    assert min(shares.values()) >= 0.7
    assert found.error("waiting") < found.error_of_no_change("waiting") / 2


@pytest.mark.slow
@pytest.mark.django_db
def test_in_the_calm_nothing_needs_to_be_given(record):
    found = backtest(record, frozen_on=CALM, weeks=12, weeks_back=26, decisions_given=False)

    assert found.coverage("waiting") >= 0.7
    assert found.coverage("caseload_mean") >= 0.7


@pytest.mark.slow
@pytest.mark.django_db
def test_without_the_decision_nobody_could_have_known_and_it_shows(record):
    blind = backtest(record, frozen_on=THE_CHANGE, weeks=12, weeks_back=26, decisions_given=False)

    assert blind.coverage("waiting") < 0.7
