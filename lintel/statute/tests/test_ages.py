"""Ages in completed years, as people count them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lintel.statute.ages import ALL_BANDS, age_band, age_on


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


@given(st.integers(-1, 25))
def test_every_age_has_exactly_one_band(age):
    assert age_band(age) in ALL_BANDS


@given(st.dates(date(2000, 1, 1), date(2025, 1, 1)), st.integers(0, 9_000))
def test_nobody_gets_younger(born, days):
    on = born + timedelta(days=days)

    assert age_on(born, on + timedelta(days=1)) >= age_on(born, on)
