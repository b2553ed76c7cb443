"""Who belongs on a list of children whose earlier work is looked at again."""

from datetime import date

import pytest

from lintel.oversight.legacy.rules import Affected, Tagged, Waited, affected

FIRST, LAST = date(2024, 10, 7), date(2025, 1, 19)


def on_list(*waits, tagged=()):
    return affected(waits, tagged, days=10, first=FIRST, last=LAST)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2024, 10, 14), date(2024, 10, 24), 10),
        (date(2024, 9, 30), date(2024, 10, 10), 10),
        (date(2025, 1, 10), date(2025, 6, 2), 10),
        (date(2024, 10, 14), date(2024, 12, 2), 49),
    ],
)
def test_who_waited_ten_days_or_more_some_of_them_in_that_time_is_on_it(since, until, days):
    assert on_list(Waited(child=1, since=since, until=until)) == [Affected(child=1, waited_days=days, is_tagged=False)]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2024, 10, 14), date(2024, 10, 23)),
        (date(2024, 9, 2), date(2024, 10, 7)),
        (date(2025, 1, 11), date(2025, 6, 2)),
        (date(2025, 1, 20), date(2025, 6, 2)),
    ],
)
def test_who_waited_nine_days_or_not_in_that_time_is_not(since, until):
    assert on_list(Waited(child=1, since=since, until=until)) == []


def test_a_child_who_waited_twice_is_on_it_once_with_the_longer_wait():
    waits = [Waited(child=1, since=date(2024, 11, day), until=date(2024, 12, day)) for day in (1, 3)]

    assert on_list(*waits) == [Affected(child=1, waited_days=30, is_tagged=False)]


def test_a_child_whose_work_in_that_time_was_tagged_is_on_it_without_a_wait():
    tagged = [Tagged(child=2, began_on=date(2024, 3, 4), ended_on=date(2024, 10, 7)),
              Tagged(child=3, began_on=date(2024, 3, 4), ended_on=date(2024, 10, 6))]  # fmt: skip

    assert on_list(tagged=tagged) == [Affected(child=2, waited_days=None, is_tagged=True)]
