"""Time limits: each with a source and a date in force, due on days a person can check."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.statute.calendar import LONDON, MomentWithoutZone, elapsed_hours, england
from lintel.statute.clocks import TIME_LIMITS, Kind, NoLimitInForce, TimeLimit, Unit, WrongUnit, limit
from lintel.statute.limits import LocalNumber, in_force
from lintel.statute.numbers import LOCAL_NUMBERS, number


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
    assert due("later_review", date(2027, 8, 31)) == date(2028, 2, 29)
    assert due("later_review", date(2025, 3, 31)) == date(2025, 9, 30)
    assert due("later_review", date(2025, 7, 31)) == date(2026, 1, 31)


def test_24_hours_are_24_hours_when_the_clocks_go_back():
    received = datetime(2025, 10, 25, 14, 0, tzinfo=LONDON)

    assert limit("contact_decision", on=date(2025, 10, 25)).due_at(received) == datetime(
        2025, 10, 26, 13, 0, tzinfo=LONDON
    )


@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=LONDON)))
def test_a_limit_in_hours_is_always_that_many_true_hours(received):
    due_at = limit("contact_decision", on=date(2025, 1, 1)).due_at(received)

    assert elapsed_hours(received, due_at) == 24


def test_a_report_is_due_days_before_its_conference():
    assert due("conference_report", date(2025, 3, 14)) == date(2025, 3, 12)
    assert due("review_report", date(2025, 3, 14)) == date(2025, 3, 9)


def test_only_days_are_counted_back():
    with pytest.raises(WrongUnit):
        TimeLimit(
            code="x", name="x", amount=2, unit=Unit.MONTHS, kind=Kind.LOCAL, starts_from="x", source="x",
            in_force_from=date(2020, 1, 1), counts_back=True,
        )  # fmt: skip


def test_hours_are_not_counted_from_a_moment_without_a_time_zone():
    with pytest.raises(MomentWithoutZone):
        limit("contact_decision", on=date(2025, 1, 1)).due_at(datetime(2025, 1, 1))


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


@pytest.mark.parametrize(
    ("code", "amount", "unit", "kind"),
    [
        ("contact_decision", 24, Unit.HOURS, Kind.LOCAL),
        ("referral_decision", 1, Unit.WORKING_DAYS, Kind.HARD),
        ("child_seen", 4, Unit.WORKING_DAYS, Kind.LOCAL),
        ("assessment", 45, Unit.WORKING_DAYS, Kind.HARD),
        ("initial_conference", 15, Unit.WORKING_DAYS, Kind.HARD),
        ("transfer_in_conference", 15, Unit.WORKING_DAYS, Kind.HARD),
        ("core_group", 10, Unit.WORKING_DAYS, Kind.HARD),
        ("first_review", 3, Unit.MONTHS, Kind.HARD),
        ("later_review", 6, Unit.MONTHS, Kind.HARD),
        ("unallocated_service_manager", 2, Unit.WORKING_DAYS, Kind.ASSUMED),
        ("unallocated_head_of_service", 5, Unit.DAYS, Kind.ASSUMED),
        ("safety_recheck", 1, Unit.WORKING_DAYS, Kind.ASSUMED),
        ("step_down_accepted", 5, Unit.WORKING_DAYS, Kind.ASSUMED),
        ("step_down_lost", 10, Unit.WORKING_DAYS, Kind.ASSUMED),
        ("re_referral", 12, Unit.MONTHS, Kind.HARD),
    ],
)
def test_the_limits_the_service_is_judged_by_are_these(code, amount, unit, kind):
    found = limit(code, on=date(2026, 11, 1))

    assert (found.amount, found.unit, found.kind) == (amount, unit, kind)


@pytest.mark.parametrize(
    ("code", "value"),
    [("caseload_ceiling", 18), ("span_children", 150), ("span_workers", 7), ("agency_share", 0.5)],
)
def test_the_numbers_are_these_until_an_authority_agrees_others(code, value):
    assert number(code, on=date(2025, 1, 1)).value == value


@pytest.mark.parametrize("entry", TIME_LIMITS, ids=lambda entry: entry.code)
def test_what_is_not_law_holds_for_every_record_an_authority_may_load(entry):
    if entry.kind is not Kind.HARD:
        assert limit(entry.code, on=date(2001, 1, 1)) is entry


def entry(value: float, begins: date, ends: date | None) -> LocalNumber:
    return LocalNumber(code="n", name="n", value=value, source="s", in_force_from=begins, in_force_until=ends)


@pytest.mark.parametrize(
    ("on", "value"), [(date(2020, 1, 1), 18), (date(2025, 3, 31), 18), (date(2025, 4, 1), 16), (date(2025, 4, 2), 16)]
)
def test_a_number_that_replaces_another_holds_from_its_first_day_and_no_day_is_left_out(on, value):
    changed = date(2025, 4, 1)
    table = [entry(18, date(2020, 1, 1), changed), entry(16, changed, None)]

    assert in_force(table, "n", on=on).value == value


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
def test_nothing_is_due_before_it_starts_unless_it_is_counted_back(entry, trigger):
    due_on = entry.due_on(trigger, england())

    assert due_on < trigger if entry.counts_back else due_on > trigger
    assert abs(due_on - trigger) < timedelta(days=400)
