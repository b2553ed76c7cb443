"""How what is due again and again was kept, and what does not move. No database."""

from datetime import date

import pytest

from lintel.foundation.local_limits.limits import Limits
from lintel.journey.overseeing.rules import Kept, Worry, kept, overdue_first
from lintel.statute.calendar import england
from lintel.steps.conferences.rules import CORE_GROUPS, chain
from lintel.steps.plans.codes import Change

BEGAN = date(2025, 3, 20)


def groups(*met: date, on: date) -> Kept:
    dues = chain(BEGAN, met, codes=CORE_GROUPS, limits=Limits(), calendar=england())
    return kept(dues, calendar=england(), on=on)


@pytest.mark.parametrize(
    ("met", "on", "in_time", "missed", "is_over"),
    [
        ([], date(2025, 4, 3), 0, 0, False),  # ten working days from 20 March
        ([], date(2025, 4, 4), 0, 1, True),
        ([date(2025, 4, 3)], date(2025, 5, 15), 1, 0, False),
        ([date(2025, 4, 7)], date(2025, 4, 8), 0, 1, False),  # held, late: missed all the same
        ([date(2025, 4, 3)], date(2025, 5, 16), 1, 1, True),
    ],
)
def test_late_counts_as_missed_and_so_does_what_is_overdue(met, on, in_time, missed, is_over):
    found = groups(*met, on=on)

    assert (found.in_time, found.missed, found.is_over) == (in_time, missed, is_over)


@pytest.mark.parametrize(
    ("said", "has_moved", "in_a_row"),
    [
        ([], False, 0),
        ([Change.BETTER], True, 0),
        ([Change.BETTER, Change.SAME], False, 1),
        ([Change.BETTER, Change.SAME, Change.WORSE], False, 2),
        ([Change.SAME, Change.SAME, Change.MET], True, 0),
    ],
)
def test_a_need_has_moved_when_the_last_review_says_so_and_worse_is_no_progress(said, has_moved, in_a_row):
    worry = Worry(words="Mia does not sleep.", said=said)

    assert (worry.has_moved, worry.reviews_without_progress) == (has_moved, in_a_row)
    assert worry.is_the_same_again is (in_a_row >= 2)


def test_a_list_begins_with_what_has_been_overdue_longest():
    nothing_over = overdue_first([], [date(2025, 5, 1)])
    long_over = overdue_first([date(2025, 4, 1), date(2025, 4, 20)], [])

    assert sorted([nothing_over, overdue_first([date(2025, 4, 3)], []), long_over])[0] == long_over
    assert nothing_over > long_over
