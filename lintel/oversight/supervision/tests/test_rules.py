"""What a direction is, when a record is late, when the next is due."""

from datetime import date, datetime

import pytest

from lintel.foundation.local_limits.limits import Limits, LocalChange
from lintel.oversight.supervision.codes import Late
from lintel.oversight.supervision.rules import (
    BY_WHEN,
    FOR_WHAT,
    WHAT,
    WHO,
    Wanted,
    is_done_rightly,
    late_marks,
    next_due_on,
)
from lintel.statute.calendar import LONDON, england

LIMITS, CALENDAR = Limits(), england()
DAY = date(2025, 3, 3)
WHOLE = {"what": "Ring the nurse", "owner": 1, "due_on": DAY, "for_what": "She eats without pain"}


def moment(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def test_a_direction_says_who_what_by_when_and_for_what_change():
    assert Wanted(**WHOLE).is_a_direction


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [("what", WHAT), ("owner", WHO), ("due_on", BY_WHEN), ("for_what", FOR_WHAT)],
)
def test_without_one_of_them_it_is_a_note_that_says_what_is_missing(left_out, missing):
    empty = {"what": " ", "owner": None, "due_on": None, "for_what": ""}

    found = Wanted(**WHOLE | {left_out: empty[left_out]})

    assert not found.is_a_direction
    assert found.missing == (missing,)


@pytest.mark.parametrize(
    ("last_on", "is_new", "due_on"),
    [
        (date(2025, 2, 10), False, date(2025, 3, 10)),
        (date(2025, 2, 10), True, date(2025, 2, 24)),
        (None, False, date(2025, 1, 29)),  # four weeks from the day they began
    ],
)
def test_the_next_is_due_after_four_weeks_and_for_the_newly_qualified_after_two(last_on, is_new, due_on):
    found = next_due_on(
        last_on, began_on=date(2025, 1, 1), is_newly_qualified=is_new, limits=LIMITS, calendar=CALENDAR
    )  # fmt: skip

    assert found == due_on


def test_an_interval_agreed_later_holds_from_its_day():
    agreed = Limits((LocalChange("supervision", 42, date(2025, 2, 1), "Board of 28 January"),))
    how = {"began_on": date(2024, 1, 1), "is_newly_qualified": False, "limits": agreed, "calendar": CALENDAR}

    assert next_due_on(date(2025, 1, 31), **how) == date(2025, 2, 28)
    assert next_due_on(date(2025, 2, 1), **how) == date(2025, 3, 15)


@pytest.mark.parametrize(
    ("signed_on", "marks"),
    [(date(2025, 3, 10), ()), (date(2025, 3, 11), (Late.DAYS,))],
)
def test_what_is_signed_more_than_five_working_days_later_carries_its_mark(signed_on, marks):
    found = late_marks(
        held_on=DAY, written_at=moment(signed_on), called_at=[], limits=LIMITS, calendar=CALENDAR
    )  # fmt: skip

    assert found == marks


@pytest.mark.parametrize(
    ("called_on", "is_marked"),
    [
        (date(2025, 3, 2), False),  # announced before the talk
        (date(2025, 3, 4), True),  # between the talk and the writing
        (date(2025, 3, 6), False),  # after it was signed
    ],
)
def test_what_is_written_after_an_inspection_is_announced_carries_that_mark(called_on, is_marked):
    found = late_marks(
        held_on=DAY, written_at=moment(date(2025, 3, 5)), called_at=[moment(called_on)], limits=LIMITS,
        calendar=CALENDAR,
    )  # fmt: skip

    assert (Late.AFTER_CALL in found) is is_marked


@pytest.mark.parametrize(
    ("done_by", "evidence", "is_right"), [(1, "", False), (1, "The nurse’s letter", True), (2, "", True)]
)
def test_a_direction_is_closed_with_evidence_or_by_somebody_else(done_by, evidence, is_right):
    assert is_done_rightly(set_by=1, done_by=done_by, evidence=evidence) is is_right
