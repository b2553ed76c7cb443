"""What a worker may hold, when waiting is too long, and when a worker is one in name only."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.statute import clocks
from lintel.statute.calendar import england
from lintel.steps.allocation.codes import InNameOnly, Rung
from lintel.steps.allocation.rules import (
    Agreed,
    Away,
    Held,
    Terms,
    Verdict,
    WaitLimits,
    check_may_wait_until,
    hours_available,
    in_name_only,
    is_check_overdue,
    most_children,
    rungs_reached,
    verdict,
)

AGREED = Agreed(ceiling=18, protected=12)
CALENDAR = england()
TODAY = date(2025, 3, 3)  # a Monday
LIMITS = WaitLimits(
    service_manager=clocks.limit("unallocated_service_manager", on=TODAY),
    head_of_service=clocks.limit("unallocated_head_of_service", on=TODAY),
    unchecked=clocks.limit("safety_recheck_late", on=TODAY),
)

# --- what a worker may hold ---


@pytest.mark.parametrize(
    ("fte", "is_newly_qualified", "children", "expected"),
    [
        (1.0, False, 18, Verdict.WITHIN),
        (1.0, False, 19, Verdict.OVER_THE_CEILING),
        (0.5, False, 9, Verdict.WITHIN),
        (0.5, False, 10, Verdict.OVER_THE_CEILING),
        (0.8, False, 14, Verdict.WITHIN),
        (0.8, False, 15, Verdict.OVER_THE_CEILING),
        (1.0, True, 12, Verdict.WITHIN),
        (1.0, True, 13, Verdict.BEYOND_PROTECTED_LOAD),
        (0.5, True, 7, Verdict.BEYOND_PROTECTED_LOAD),
    ],
)
def test_a_worker_holds_what_was_agreed_for_their_hours(fte, is_newly_qualified, children, expected):
    assert verdict(children, Terms(fte=fte, is_newly_qualified=is_newly_qualified), AGREED) is expected


def test_a_protected_load_above_the_ceiling_protects_nobody_from_the_ceiling():
    terms = Terms(fte=1.0, is_newly_qualified=True)

    assert most_children(terms, Agreed(ceiling=10, protected=12)) == 10


# --- hours ---


def hours(*, away=(), first=date(2025, 3, 3), last=date(2025, 3, 28), fte=1.0, protected=0.0):
    return hours_available(
        fte=fte, full_week=37, protected_a_week=protected, away=away, first=first, last=last, calendar=CALENDAR
    )


def test_four_weeks_of_a_full_time_worker_are_four_times_the_week():
    assert hours() == pytest.approx(148)


def test_leave_of_a_week_takes_a_week():
    assert hours(away=[Away(starts_on=date(2025, 3, 10), ends_on=date(2025, 3, 17))]) == pytest.approx(111)


def test_two_absences_at_once_are_not_taken_twice():
    week = Away(starts_on=date(2025, 3, 10), ends_on=date(2025, 3, 17))
    days = Away(starts_on=date(2025, 3, 12), ends_on=date(2025, 3, 14))

    assert hours(away=[week, days]) == hours(away=[week])


def test_protected_time_is_taken_for_the_days_somebody_is_there():
    assert hours(protected=3.7) == pytest.approx(148 - 14.8)


def test_the_days_around_christmas_and_new_year_are_no_working_days():
    # 22 December 2025 to 2 January 2026: ten weekdays, of which the 25th, the 26th and the 1st are holidays.
    assert hours(first=date(2025, 12, 22), last=date(2026, 1, 2)) == pytest.approx(7 * 37 / 5)


def test_somebody_whose_return_is_not_known_has_no_hours():
    assert hours(away=[Away(starts_on=date(2025, 2, 1), ends_on=None)]) == 0


DAYS = st.dates(date(2024, 12, 1), date(2026, 1, 31))
PARTS = st.lists(st.tuples(DAYS, st.one_of(st.none(), st.integers(1, 40))), max_size=4)


def absences(parts):
    return [Away(starts_on=day, ends_on=day + timedelta(days=n) if n else None) for day, n in parts]


@given(first=DAYS, length=st.integers(0, 60), cut=st.integers(0, 60), parts=PARTS, fte=st.floats(0.1, 1.0))
def test_hours_add_up_however_a_time_is_cut_in_two(first, length, cut, parts, fte):
    last = first + timedelta(days=length)
    middle = first + timedelta(days=min(cut, length))
    whole = hours(first=first, last=last, away=absences(parts), fte=fte)

    left = hours(first=first, last=middle, away=absences(parts), fte=fte)
    right = hours(first=middle + timedelta(days=1), last=last, away=absences(parts), fte=fte)

    assert left + right == pytest.approx(whole)


@given(first=DAYS, length=st.integers(0, 60), parts=PARTS, more=st.tuples(DAYS, st.integers(1, 40)))
def test_being_away_more_never_gives_more_hours(first, length, parts, more):
    last = first + timedelta(days=length)

    assert hours(first=first, last=last, away=absences([*parts, more])) <= hours(
        first=first, last=last, away=absences(parts)
    )


# --- waiting ---


def rungs(*, since, check_due_on=None, today):
    return rungs_reached(since=since, check_due_on=check_due_on, today=today, limits=LIMITS, calendar=CALENDAR)


def test_a_child_unallocated_for_two_working_days_is_told_to_the_service_manager():
    safe = date(2025, 3, 10)

    assert rungs(since=date(2025, 3, 3), check_due_on=safe, today=date(2025, 3, 4)) == []
    assert rungs(since=date(2025, 3, 3), check_due_on=safe, today=date(2025, 3, 5)) == [Rung.SERVICE_MANAGER]


def test_a_child_unallocated_for_five_days_is_told_to_the_head_of_service():
    # Days, not working days: weekends are long for a child, too. Thursday to the Tuesday after.
    since, safe = date(2025, 3, 6), date(2025, 3, 20)

    assert Rung.HEAD_OF_SERVICE not in rungs(since=since, check_due_on=safe, today=date(2025, 3, 10))
    assert Rung.HEAD_OF_SERVICE in rungs(since=since, check_due_on=safe, today=date(2025, 3, 11))


def test_easter_is_not_counted_against_anybody():
    # Thursday 17 April 2025; Good Friday the 18th, Easter Monday the 21st. Working days two: the 22nd and the 23rd.
    since, safe = date(2025, 4, 17), date(2025, 5, 1)

    assert Rung.SERVICE_MANAGER not in rungs(since=since, check_due_on=safe, today=date(2025, 4, 22))
    assert Rung.SERVICE_MANAGER in rungs(since=since, check_due_on=safe, today=date(2025, 4, 23))


def test_a_child_nobody_checked_is_told_at_once_when_a_working_day_is_over():
    assert rungs(since=date(2025, 3, 3), today=date(2025, 3, 4)) == []
    assert rungs(since=date(2025, 3, 3), today=date(2025, 3, 5)) == [Rung.UNCHECKED, Rung.SERVICE_MANAGER]


def test_a_check_that_is_a_working_day_late_is_overdue_the_day_after():
    def overdue(today):
        return is_check_overdue(
            since=date(2025, 3, 3), check_due_on=date(2025, 3, 7), today=today, late=LIMITS.unchecked, calendar=CALENDAR
        )

    # Due on a Friday: the Monday after it is late, from the Tuesday it is told.
    assert not overdue(date(2025, 3, 10))
    assert overdue(date(2025, 3, 11))


def test_the_next_check_may_be_named_within_five_working_days():
    longest = clocks.limit("safety_recheck_longest", on=TODAY)

    assert check_may_wait_until(date(2025, 12, 23), longest=longest, calendar=CALENDAR) == date(2026, 1, 2)


# --- in name only ---


def held(**facts):
    asked = {
        "accepted_on": date(2025, 2, 3), "reached_on": date(2025, 2, 4), "away": (), "is_covered": False,
        "is_worker_over_ceiling": False,
    } | facts  # fmt: skip
    return in_name_only(
        Held(**asked), today=TODAY, contact=clocks.limit("first_contact", on=TODAY),
        absence=clocks.limit("absence_covered", on=TODAY), calendar=CALENDAR,
    )  # fmt: skip


def away(starts_on, ends_on=None):
    return [Away(starts_on=starts_on, ends_on=ends_on)]


def test_a_worker_who_is_there_has_room_and_has_met_the_child_is_one_in_fact():
    assert held() == []


def test_five_working_days_away_are_borne_and_six_are_not():
    # From Thursday the 27th: back on Thursday 6 March is five working days, back on the Friday is six.
    assert held(away=away(date(2025, 2, 27), date(2025, 3, 6))) == []
    assert held(away=away(date(2025, 2, 27), date(2025, 3, 7))) == [InNameOnly.ABSENT]


def test_an_absence_known_to_be_long_counts_from_its_first_day():
    assert held(away=away(TODAY, date(2025, 4, 1))) == [InNameOnly.ABSENT]


def test_an_absence_whose_end_is_not_known_counts_once_it_has_been_long():
    assert held(away=away(date(2025, 2, 25))) == []
    assert held(away=away(date(2025, 2, 20))) == [InNameOnly.ABSENT]


def test_somebody_who_covers_makes_it_a_worker_in_fact():
    assert held(away=away(TODAY, date(2025, 4, 1)), is_covered=True) == []


def test_an_absence_that_is_over_or_to_come_is_none():
    assert held(away=away(date(2025, 1, 1), date(2025, 2, 1))) == []
    assert held(away=away(date(2025, 3, 10), date(2025, 4, 1))) == []


def test_no_contact_in_the_agreed_time_is_in_name_only_from_the_day_after():
    assert held(accepted_on=date(2025, 2, 27), reached_on=None) == []  # Thursday: the Monday is its last day
    assert held(accepted_on=date(2025, 2, 26), reached_on=None) == [InNameOnly.NO_CONTACT]


def test_a_worker_above_the_ceiling_is_in_name_only():
    assert held(is_worker_over_ceiling=True) == [InNameOnly.OVER_CEILING]
