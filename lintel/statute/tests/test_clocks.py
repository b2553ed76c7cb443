"""Time limits: each with a source and a date in force, due on days a person can check."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.statute.calendar import LONDON, elapsed_hours, england
from lintel.statute.clocks import LOCAL_NUMBERS, TIME_LIMITS, NoLimitInForce, TimeLimit, Unit, WrongUnit, limit, number


def due(code: str, trigger: date) -> date:
    return limit(code, on=trigger).due_on(trigger, england())


def test_an_assessment_is_due_45_working_days_after_the_referral():
    assert due("assessment", date(2025, 1, 6)) == date(2025, 3, 10)


def test_a_conference_is_due_15_working_days_after_the_discussion_even_over_easter():
    assert due("initial_conference", date(2025, 4, 7)) == date(2025, 4, 30)


def test_a_conference_over_christmas_waits_for_the_new_year():
    assert due("initial_conference", date(2025, 12, 15)) == date(2026, 1, 8)


def test_a_first_review_three_months_after_the_thirtieth_of_november_is_on_the_last_of_february():
    assert due("first_review", date(2025, 11, 30)) == date(2026, 2, 28)


def test_a_later_review_is_six_months_on():
    assert due("later_review", date(2025, 8, 31)) == date(2026, 2, 28)


def test_24_hours_are_24_hours_when_the_clocks_go_back():
    received = datetime(2025, 10, 25, 14, 0, tzinfo=LONDON)

    assert limit("contact_decision", on=date(2025, 10, 25)).due_at(received) == datetime(
        2025, 10, 26, 13, 0, tzinfo=LONDON
    )


@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=LONDON)))
def test_a_limit_in_hours_is_always_that_many_true_hours(received):
    due_at = limit("contact_decision", on=date(2025, 1, 1)).due_at(received)

    assert elapsed_hours(received, due_at) == 24


def test_a_limit_in_hours_has_no_day_and_one_in_days_no_moment():
    with pytest.raises(WrongUnit):
        limit("contact_decision", on=date(2025, 1, 1)).due_on(date(2025, 1, 1), england())
    with pytest.raises(WrongUnit):
        limit("assessment", on=date(2025, 1, 1)).due_at(datetime(2025, 1, 1, tzinfo=LONDON))


def test_a_limit_is_asked_for_on_a_day_it_was_in_force():
    with pytest.raises(NoLimitInForce):
        limit("assessment", on=date(2001, 1, 1))
    with pytest.raises(NoLimitInForce):
        limit("no_such_limit", on=date(2025, 1, 1))


@pytest.mark.parametrize("entry", TIME_LIMITS, ids=lambda entry: entry.code)
def test_every_limit_has_a_source_a_start_and_an_amount(entry: TimeLimit):
    assert entry.source
    assert entry.starts_from
    assert entry.amount > 0


@pytest.mark.parametrize("table", [TIME_LIMITS, LOCAL_NUMBERS], ids=["times", "numbers"])
def test_no_two_entries_of_one_code_are_in_force_together(table):
    for entry in table:
        others = [other for other in table if other.code == entry.code and other is not entry]
        assert all(other.in_force_until and other.in_force_until <= entry.in_force_from for other in others)


@pytest.mark.parametrize("entry", [e for e in TIME_LIMITS if e.unit is not Unit.HOURS], ids=lambda entry: entry.code)
@given(trigger=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nothing_is_due_before_it_starts(entry, trigger):
    assert entry.due_on(trigger, england()) >= trigger


def test_the_ceiling_is_18_until_an_authority_agrees_another():
    assert number("caseload_ceiling", on=date(2025, 1, 1)).value == 18
