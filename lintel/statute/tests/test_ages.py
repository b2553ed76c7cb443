"""Ages in completed years, as people count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.statute.ages import ALL_BANDS, age_band, age_on, birthday


def test_a_child_is_a_year_older_on_the_birthday():
    born = date(2015, 6, 10)

    assert age_on(born, date(2025, 6, 9)) == 9
    assert age_on(born, date(2025, 6, 10)) == 10


def test_born_on_the_29th_of_february_a_child_is_a_year_older_on_the_first_of_march():
    born = date(2016, 2, 29)

    assert age_on(born, date(2017, 2, 28)) == 0
    assert age_on(born, date(2017, 3, 1)) == 1


def test_an_unborn_child_has_a_band_of_their_own():
    assert age_band(age_on(date(2025, 9, 1), date(2025, 3, 3))) == "Unborn"


def test_an_age_nobody_knows_is_called_not_known():
    assert age_band(None) == "Not known"


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (-1, "Unborn"), (0, "Under 1"), (1, "1 to 4"), (4, "1 to 4"), (5, "5 to 9"), (9, "5 to 9"), (10, "10 to 15"),
        (15, "10 to 15"), (16, "16 to 17"), (17, "16 to 17"), (18, "18 and over"), (25, "18 and over"),
    ],
)  # fmt: skip
def test_every_age_belongs_to_the_band_of_the_census(age, band):
    assert age_band(age) == band


def test_the_bands_run_from_unborn_to_not_known():
    assert ALL_BANDS == (
        "Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over", "Not known",
    )  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2025, 1, 1)), st.integers(0, 9_000))
def test_nobody_gets_younger(born, days):
    on = born + timedelta(days=days)

    assert age_on(born, on + timedelta(days=1)) >= age_on(born, on)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2007, 5, 7), 18, date(2025, 5, 7)),
        (date(2004, 2, 29), 18, date(2022, 3, 1)),
        (date(2004, 2, 29), 20, date(2024, 2, 29)),
    ],
)
def test_a_birthday_is_the_first_day_of_an_age(born, age, day):
    assert birthday(born, age) == day
    assert (age_on(born, day), age_on(born, day - timedelta(days=1))) == (age, age - 1)
