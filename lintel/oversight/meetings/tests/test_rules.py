"""What comes onto an agenda, and which indicators are nobody's."""

from datetime import date, timedelta

import pytest

from lintel.oversight.meetings.rules import (
    Week,
    counted_otherwise,
    is_outside,
    looks_back_to,
    may_be_answered,
    special_causes,
    why_orphan,
)

MONDAY = date(2025, 2, 3)
HELD = date(2025, 3, 3)


def week(n, *signals):
    begins = MONDAY + timedelta(weeks=n)
    return Week(begins, begins + timedelta(days=6), 0.5, signals)


def test_only_weeks_with_a_signal_since_the_last_meeting_come_onto_the_agenda():
    weeks = [week(0, "outside the limits"), week(1), week(2, "outside the limits"), week(3)]

    assert special_causes(weeks, since=date(2025, 2, 10)) == [weeks[2]]


def test_a_first_meeting_looks_back_four_weeks():
    assert looks_back_to(None, held_on=HELD) == date(2025, 2, 3)
    assert looks_back_to(date(2025, 2, 20), held_on=HELD) == date(2025, 2, 20)


@pytest.mark.parametrize(
    ("value", "limits", "outside"),
    [(0.94, (0.95, None), True), (0.95, (0.95, None), False), (19, (None, 18), True), (5, (None, None), False)],
)
def test_a_breach_is_of_a_limit_that_was_agreed(value, limits, outside):
    assert is_outside(value, at_least=limits[0], at_most=limits[1]) is outside


def test_a_changed_denominator_is_said_with_what_it_was():
    before = {"Denominator": "Contacts received", "Unit": "% of contacts"}
    now = {"Denominator": "Contacts decided", "Unit": "% of contacts"}

    assert counted_otherwise(before, now) == [("Denominator", "Contacts received", "Contacts decided")]


def test_what_is_owned_and_limited_and_talked_of_is_no_orphan():
    whole = {"owner": "Helen", "meeting": "Performance meeting", "has_limits": True, "watched_since": None, "on": HELD}

    assert why_orphan(**whole, last_talked_of=HELD - timedelta(weeks=4)) == []
    assert why_orphan(**whole, last_talked_of=HELD - timedelta(weeks=27)) == ["not talked of for half a year"]
    assert why_orphan(**whole | {"watched_since": HELD}, last_talked_of=None) == []
    assert why_orphan(
        owner="", meeting="", has_limits=False, last_talked_of=None, watched_since=None, on=HELD
    ) == ["no owner", "no meeting", "no limits", "never talked of"]  # fmt: skip


def test_the_actions_of_the_last_meeting_come_first():
    assert not may_be_answered(is_earlier_action=False, earlier_actions_open=1)
    assert may_be_answered(is_earlier_action=True, earlier_actions_open=2)
    assert may_be_answered(is_earlier_action=False, earlier_actions_open=0)
