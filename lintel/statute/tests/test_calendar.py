"""Working days in England, held to dates a person can check against a wall calendar."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from lintel.statute.calendar import (
    LONDON,
    DayOne,
    EndsBeforeItStarts,
    MomentWithoutZone,
    WorkingCalendar,
    elapsed_hours,
    england,
    local_day,
)

CALENDAR = england()
DAYS = st.dates(date(1995, 1, 1), date(2055, 12, 31))


def counted_one_by_one(calendar: WorkingCalendar, trigger: date, working_days: int) -> date:
    """The slow, obvious way: walk until enough working days have been counted."""
    if calendar.day_one is DayOne.THE_TRIGGER_DAY and calendar.is_working_day(trigger):
        working_days -= 1
    day = trigger
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= calendar.is_working_day(day)
    return day


def test_fifteen_working_days_from_a_monday_are_three_weeks():
    assert CALENDAR.due_on(trigger=date(2025, 3, 3), working_days=15) == date(2025, 3, 24)


def test_easter_moves_the_day_back_by_two():
    assert CALENDAR.due_on(trigger=date(2025, 4, 7), working_days=15) == date(2025, 4, 30)


def test_christmas_and_new_year_take_three_days_out():
    assert CALENDAR.due_on(trigger=date(2025, 12, 22), working_days=5) == date(2025, 12, 31)
    assert CALENDAR.due_on(trigger=date(2025, 12, 22), working_days=6) == date(2026, 1, 2)


def test_counting_from_a_saturday_begins_on_monday():
    assert CALENDAR.due_on(trigger=date(2025, 3, 1), working_days=1) == date(2025, 3, 3)
    assert CALENDAR.due_on(trigger=date(2025, 3, 1), working_days=5) == date(2025, 3, 7)


def test_a_bank_holiday_on_a_weekend_counts_once_on_its_substitute():
    assert not CALENDAR.is_working_day(date(2021, 12, 27))
    assert not CALENDAR.is_working_day(date(2021, 12, 28))
    assert CALENDAR.is_working_day(date(2021, 12, 29))


def test_where_the_trigger_day_is_day_one_everything_is_due_a_day_earlier():
    by_the_trigger_day = england(day_one=DayOne.THE_TRIGGER_DAY)

    assert by_the_trigger_day.due_on(trigger=date(2025, 3, 3), working_days=15) == date(2025, 3, 21)
    assert by_the_trigger_day.working_days_between(date(2025, 3, 3), date(2025, 3, 21)) == 15


@given(DAYS.filter(CALENDAR.is_working_day), st.integers(1, 60))
def test_where_the_trigger_day_is_day_one_we_count_as_the_sectors_validator_does(trigger, working_days):
    offset = np.busday_offset(trigger, working_days - 1, holidays=sorted(CALENDAR.bank_holidays))

    assert england(day_one=DayOne.THE_TRIGGER_DAY).due_on(trigger=trigger, working_days=working_days) == offset


def test_where_the_trigger_day_is_day_one_a_saturday_waits_for_monday_to_be_it():
    by_the_trigger_day = england(day_one=DayOne.THE_TRIGGER_DAY)

    assert by_the_trigger_day.due_on(trigger=date(2025, 3, 1), working_days=1) == date(2025, 3, 3)
    assert by_the_trigger_day.working_days_between(date(2025, 3, 1), date(2025, 3, 3)) == 1


def test_the_next_working_day_after_the_thursday_before_easter_is_the_tuesday_after():
    assert CALENDAR.next_working_day(date(2025, 4, 17)) == date(2025, 4, 22)


def test_the_day_of_the_trigger_has_used_up_nothing():
    assert CALENDAR.working_days_between(date(2025, 3, 3), date(2025, 3, 3)) == 0


def test_working_days_are_never_counted_backwards():
    with pytest.raises(EndsBeforeItStarts):
        CALENDAR.working_days_between(date(2025, 3, 4), date(2025, 3, 3))


def test_a_limit_cannot_be_negative():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.due_on(trigger=date(2025, 3, 3), working_days=-1)


def test_bank_holidays_are_those_gov_uk_publishes():
    published = {
        day["date"] for day in BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    }
    first, last = min(published), max(published)

    assert last.year - first.year >= 10
    ours = {day for day in CALENDAR.bank_holidays if first <= day <= last and day.weekday() < 5}

    assert ours == {day for day in published if day.weekday() < 5}


@given(DAYS, st.integers(0, 200), st.sampled_from(DayOne))
def test_the_arithmetic_agrees_with_counting_one_by_one(trigger, working_days, day_one):
    calendar = england(day_one=day_one)

    assert calendar.due_on(trigger=trigger, working_days=working_days) == counted_one_by_one(
        calendar, trigger, working_days
    )


@pytest.mark.parametrize("year", [2011, 2012, 2020, 2022, 2024, 2025])
@pytest.mark.parametrize("day_one", DayOne)
def test_the_arithmetic_holds_on_every_day_of_awkward_years(year, day_one):
    """A royal wedding, three jubilees and a funeral, a moved May holiday, a leap year, an early and a late Easter."""
    calendar = england(day_one=day_one)
    every_day = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    wrong = [
        (day, working_days)
        for day in every_day
        for working_days in (0, 1, 2, 5, 10, 15, 45)
        if calendar.due_on(trigger=day, working_days=working_days) != counted_one_by_one(calendar, day, working_days)
    ]

    assert wrong == []


@given(DAYS, st.integers(0, 60), st.integers(0, 400))
def test_a_later_trigger_is_never_due_earlier(trigger, working_days, days_later):
    later = trigger + timedelta(days=days_later)

    assert CALENDAR.due_on(trigger=trigger, working_days=working_days) <= CALENDAR.due_on(
        trigger=later, working_days=working_days
    )


def test_a_hundred_thousand_due_days_take_less_than_two_seconds_of_work():
    days = [date(2020, 1, 1) + timedelta(days=n % 2_000) for n in range(100_000)]
    began = time.process_time()

    for day in days:
        CALENDAR.due_on(trigger=day, working_days=45)

    assert time.process_time() - began < 2


@given(DAYS, st.integers(1, 100))
def test_what_is_done_on_the_last_day_is_in_time_and_a_working_day_later_is_not(trigger, working_days):
    due = CALENDAR.due_on(trigger=trigger, working_days=working_days)

    assert CALENDAR.working_days_between(trigger, due) == working_days
    assert CALENDAR.working_days_between(trigger, CALENDAR.next_working_day(due)) == working_days + 1


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up_along_the_way(one, two, three):
    first, middle, last = sorted((one, two, three))

    assert CALENDAR.working_days_between(first, last) == CALENDAR.working_days_between(
        first, middle
    ) + CALENDAR.working_days_between(middle, last)


def test_a_day_in_spring_when_the_clocks_go_forward_has_23_hours():
    start = datetime(2025, 3, 29, 12, 0, tzinfo=LONDON)
    end = datetime(2025, 3, 30, 12, 0, tzinfo=LONDON)

    assert elapsed_hours(start, end) == 23


def test_a_day_in_autumn_when_the_clocks_go_back_has_25_hours():
    start = datetime(2025, 10, 25, 12, 0, tzinfo=LONDON)
    end = datetime(2025, 10, 26, 12, 0, tzinfo=LONDON)

    assert elapsed_hours(start, end) == 25


def test_the_hour_that_comes_twice_in_autumn_is_an_hour_long():
    first = datetime(2025, 10, 26, 1, 30, tzinfo=LONDON, fold=0)
    second = datetime(2025, 10, 26, 1, 30, tzinfo=LONDON, fold=1)

    assert elapsed_hours(first, second) == 1


def test_a_moment_without_a_time_zone_is_refused_and_not_guessed():
    without, within = datetime(2025, 3, 3, 9, 0), datetime(2025, 3, 3, 9, 0, tzinfo=LONDON)

    with pytest.raises(MomentWithoutZone):
        elapsed_hours(without, within)
    with pytest.raises(MomentWithoutZone):
        elapsed_hours(within, without)
    with pytest.raises(MomentWithoutZone):
        local_day(without)


def test_half_past_midnight_in_summer_belongs_to_the_english_day():
    moment = datetime(2025, 6, 30, 23, 30, tzinfo=ZoneInfo("UTC"))

    assert local_day(moment) == date(2025, 7, 1)
