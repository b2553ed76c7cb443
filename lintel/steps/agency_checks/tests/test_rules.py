"""What is asked can be looked up; what is late is late for both sides; time climbs the ladder by itself."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.foundation.agencies.codes import AgencyKind
from lintel.steps.agency_checks.questions import is_open_ended, templates_for
from lintel.steps.agency_checks.rules import Asked, lag_of, rung_reached
from tests.cast import NOW


def asked(hours: float = 0, *, answered: float | None = None, withdrawn: float | None = None) -> Asked:
    """Asked so many hours before now with four hours to answer; answered or withdrawn so many hours after asking."""
    at = NOW - timedelta(hours=hours)

    def after(more: float | None) -> datetime | None:
        return at + timedelta(hours=more) if more is not None else None

    return Asked(
        asked_at=at, due_at=at + timedelta(hours=4), answered_at=after(answered), withdrawn_at=after(withdrawn)
    )


@pytest.mark.parametrize("question", [
    "Any concerns?", "Do you have any other concerns about the family?", "Please send everything you hold.",
    "Is there anything else we should know?", "Please share all information about him.", "Send the full history.",
])  # fmt: skip
def test_a_question_that_asks_for_whatever_there_is_is_refused(question):
    assert is_open_ended(question)


@pytest.mark.parametrize("kind", list(AgencyKind))
def test_every_template_asks_for_something_that_can_be_looked_up(kind):
    asked_of = [template.asked_since(NOW.date()) for template in templates_for(kind)]

    assert asked_of
    assert not any(is_open_ended(question) for question in asked_of)
    assert all("{" not in question and question.endswith("?") for question in asked_of)


def test_an_answer_within_its_time_is_in_time_and_one_still_owed_in_time_is_not_judged():
    lag = lag_of([asked(10, answered=3), asked(1)], at=NOW)

    assert (lag.asked, lag.judged, lag.in_time, lag.open, lag.overdue) == (2, 1, 1, 1, 0)


def test_a_late_answer_and_an_overdue_silence_are_both_late():
    lag = lag_of([asked(10, answered=5), asked(5), asked(10, answered=1)], at=NOW)

    assert (lag.judged, lag.in_time, lag.overdue) == (3, 1, 1)
    assert lag.share_in_time == pytest.approx(1 / 3)
    assert lag.longest_open_hours == 5


def test_taking_a_question_back_hides_no_lateness():
    in_time, too_late = asked(10, withdrawn=2), asked(10, withdrawn=6)

    assert lag_of([in_time], at=NOW).judged == 0
    assert (lag_of([too_late], at=NOW).judged, lag_of([too_late], at=NOW).in_time) == (1, 0)


def test_the_ladder_is_climbed_when_the_time_is_over_and_again_when_as_much_again_has_gone():
    reached = [rung_reached(asked(hours), at=NOW) for hours in (3, 4, 4.1, 8, 8.1, 100)]

    assert reached == [0, 0, 1, 1, 2, 2]


def test_an_answer_ends_the_climb():
    assert rung_reached(asked(20, answered=19), at=NOW) == 0


hours = st.floats(0, 200, allow_nan=False)
checks = st.lists(st.builds(asked, hours, answered=st.none() | hours, withdrawn=st.none()), max_size=30)


@given(checks)
def test_whatever_happened_no_more_is_in_time_than_is_judged_and_all_is_accounted_for(found):
    lag = lag_of(found, at=NOW)

    assert 0 <= lag.in_time <= lag.judged <= lag.asked == len(found)
    assert lag.overdue <= lag.open
    assert lag.judged + (lag.open - lag.overdue) == lag.asked


@given(checks, checks)
def test_two_lots_of_checks_together_are_judged_as_each_of_them(one, other):
    together, apart = lag_of([*one, *other], at=NOW), [lag_of(one, at=NOW), lag_of(other, at=NOW)]

    assert together.judged == sum(lag.judged for lag in apart)
    assert together.in_time == sum(lag.in_time for lag in apart)
