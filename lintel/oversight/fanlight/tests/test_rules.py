"""The draw of a week, the quarter of an estimate, and what is kept back until it is locked."""

from collections import Counter
from datetime import date, timedelta

import pytest

from lintel.oversight.fanlight.rules import (
    drawn,
    eve_of_quarter,
    how_far_off,
    looked_at,
    points_off,
    quarter_of,
    shown_of,
)

MONDAY, EVE = date(2025, 3, 3), date(2024, 12, 31)


def test_the_draw_is_the_same_whoever_asks_and_in_whatever_order_the_children_come():
    assert drawn([3, 1, 2], seed="a", leader=7, week=MONDAY) == drawn([1, 2, 3], seed="a", leader=7, week=MONDAY)


def test_each_child_is_as_likely_as_any_other():
    weeks = [MONDAY + timedelta(weeks=n) for n in range(4_000)]

    found = Counter(drawn(range(4), seed="a", leader=7, week=week) for week in weeks)

    assert all(abs(found[child] - 1_000) < 110 for child in range(4))  # four standard errors


def test_a_child_who_comes_or_goes_does_not_change_the_draw_of_the_others():
    before = drawn(range(50), seed="a", leader=7, week=MONDAY)

    assert drawn([c for c in range(50) if c != (before + 1) % 50], seed="a", leader=7, week=MONDAY) == before


def test_nobody_is_drawn_where_there_is_nobody():
    assert drawn([], seed="a", leader=7, week=MONDAY) is None


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2025, 3, 3), date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_quarters_are_those_of_the_calendar(day, first, last):
    assert quarter_of(day) == (first, last)


def test_until_the_estimate_is_locked_the_running_quarter_is_kept_back():
    assert eve_of_quarter(MONDAY) == EVE
    assert looked_at(MONDAY, shown_until=EVE) == (date(2024, 1, 3), EVE)
    assert looked_at(MONDAY, shown_until=None) == (date(2024, 3, 5), MONDAY)


def test_of_the_days_asked_for_none_of_the_kept_back_quarter_is_shown():
    year = (date(2024, 4, 1), date(2025, 3, 31))

    assert shown_of(*year, shown_until=None) == year
    assert shown_of(*year, shown_until=EVE) == (date(2024, 4, 1), EVE)
    assert shown_of(date(2025, 1, 1), date(2025, 3, 31), shown_until=EVE) == (date(2024, 1, 3), EVE)
    assert shown_of(date(2024, 1, 1), date(2024, 3, 31), shown_until=EVE) == (date(2024, 1, 1), date(2024, 3, 31))


def test_an_error_says_which_way_it_goes():
    assert how_far_off(points_off(0.7, 0.58)) == "12 points too high"
    assert how_far_off(points_off(0.5, 0.51)) == "1 point too low"
    assert how_far_off(points_off(0.5, 0.5)) == "as moderated audits say"
