"""What a single cell says."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.journey.imports.cells import (
    FORMULA,
    Unreadable,
    as_day,
    as_decimal,
    as_number,
    as_text,
    as_time,
    possible_birth,
    possible_event,
)

FILE_DAY = date(2025, 4, 2)


@pytest.mark.parametrize(
    "written",
    [
        date(2025, 2, 3), datetime(2025, 2, 3), "03/02/2025", "3/2/2025", "03-02-2025", "03.02.2025", "03/02/25",
        "2025-02-03", "2025/02/03", "2025-02-03T00:00:00", "3 Feb 2025", "3rd February 2025", "03-Feb-25", 45691,
        45691.0, "45691", " 03/02/2025 ",
    ],
)  # fmt: skip
def test_the_same_day_is_read_however_it_is_written(written):
    assert as_day(written) == (date(2025, 2, 3), None)


@pytest.mark.parametrize(
    "written",
    [datetime(2025, 2, 3, 14, 30), "03/02/2025 14:30", "2025-02-03T14:30:00", "2025-02-03 14:30", "3/2/2025 2:30 pm",
     45691.604166666664],
)  # fmt: skip
def test_a_time_of_day_beside_the_date_is_kept(written):
    assert as_day(written) == (date(2025, 2, 3), time(14, 30))


@pytest.mark.parametrize("written", ["31/02/2025", "12/31/2024", "tbc", "ongoing", "#REF!", "0/0/2025", True, -3, 1e9])
def test_what_is_no_date_is_not_read_as_one(written):
    with pytest.raises(Unreadable):
        as_day(written)


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)))
def test_every_day_is_read_the_same_from_all_four_ways_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days

    assert {as_day(way)[0] for way in (day, f"{day:%d/%m/%Y}", day.isoformat(), serial)} == {day}


@pytest.mark.parametrize(
    ("written", "read"),
    [(time(9, 5), time(9, 5)), ("09:05", time(9, 5)), ("9.05", time(9, 5)), ("9:05 pm", time(21, 5)),
    (0.5, time(12, 0)), (timedelta(hours=3), time(3, 0)), ("12:00 am", time(0, 0))],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(written, read):
    assert as_time(written) == read


@pytest.mark.parametrize("written", ["25:00", "lunch", "9:75"])
def test_what_is_no_time_is_not_read_as_one(written):
    with pytest.raises(Unreadable):
        as_time(written)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1989, 12, 31), date(2025, 4, 3)])
def test_nothing_happened_before_1990_or_after_the_file_was_offered(day):
    with pytest.raises(Unreadable):
        possible_event(day, file_day=FILE_DAY, may_be_planned=False)


def test_what_can_be_planned_may_lie_in_the_future():
    assert possible_event(date(2025, 4, 20), file_day=FILE_DAY, may_be_planned=True) == date(2025, 4, 20)


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 4, 1)])
def test_nobody_in_these_lists_is_26_or_expected_in_a_year(day):
    with pytest.raises(Unreadable):
        possible_birth(day, file_day=FILE_DAY)


def test_a_child_may_be_expected_this_summer():
    assert possible_birth(date(2025, 7, 1), file_day=FILE_DAY) == date(2025, 7, 1)


def test_a_number_that_excel_made_of_an_id_reads_as_it_was_typed():
    assert as_text(12345.0) == "12345"


def test_a_nul_character_is_shown_and_never_stored():
    assert as_text("a\x00b") == "a␀b"


def test_a_formula_without_its_result_says_so():
    assert "formula" in str(FORMULA)


@pytest.mark.parametrize("written", ["many", -1, 1.5, "1e9", "NaN", "Infinity"])
def test_what_is_no_count_is_not_read_as_one(written):
    with pytest.raises(Unreadable):
        as_number(written)


def test_a_share_of_full_time_is_read_exactly():
    assert as_decimal("0.60") == Decimal("0.60")
