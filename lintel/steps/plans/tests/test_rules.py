"""What makes an action one, what a slip is, and whether a plan moves."""

from datetime import date

import pytest

from lintel.statute.calendar import england
from lintel.statute.clocks import limit
from lintel.steps.plans.codes import Change
from lintel.steps.plans.rules import Agreed, has_moved, review_due_on, slips

DAY = date(2025, 3, 14)
WHOLE = {"owner": "Ruth", "due_on": DAY, "need_id": 1, "is_measured": True}


@pytest.mark.parametrize("missing", [{"owner": " "}, {"due_on": None}, {"need_id": None}, {"is_measured": False}])
def test_an_action_is_complete_with_all_four_and_not_without_one(missing):
    assert Agreed(**WHOLE).is_complete
    assert not Agreed(**WHOLE | missing).is_complete


def test_only_what_is_live_is_late_and_not_on_its_day():
    assert not Agreed(**WHOLE).is_late(DAY)
    assert Agreed(**WHOLE).is_late(date(2025, 3, 15))
    assert not Agreed(**WHOLE, answered_on=DAY).is_late(date(2025, 3, 15))


@pytest.mark.parametrize(("days", "found"), [((14,), 0), ((14, 21), 1), ((21, 14), 0), ((14, 21, 18, 25), 2)])
def test_a_slip_is_a_move_to_a_later_day(days, found):
    assert slips([date(2025, 3, day) for day in days]) == found


def test_a_review_is_due_as_the_last_one_said_else_by_the_clock():
    first, later = limit("child_in_need_first_meeting", on=DAY), limit("child_in_need_review", on=DAY)
    told = {"began_on": DAY, "first": first, "later": later, "calendar": england()}

    assert review_due_on(**told, reviews=[]) == date(2025, 3, 24)
    assert review_due_on(**told, reviews=[(date(2025, 3, 20), None)]) == date(2025, 4, 17)
    assert review_due_on(**told, reviews=[(date(2025, 3, 20), date(2025, 4, 2))]) == date(2025, 4, 2)


def test_worse_is_movement_and_the_same_is_none():
    held = [(DAY, Change.SAME), (date(2025, 1, 2), Change.BETTER)]

    assert not has_moved(held, after=date(2025, 1, 2), until=DAY)
    assert has_moved([*held, (DAY, Change.WORSE)], after=date(2025, 1, 2), until=DAY)
