"""The usual school holidays."""

from datetime import date

import pytest

from lintel.statute.school_year import good_friday, schools_are_closed


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 3, 29)), (2025, date(2025, 4, 18)), (2026, date(2026, 4, 3))]
)
def test_good_friday_is_found(year, day):
    assert good_friday(year) == day


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 2, 19), date(2025, 4, 16), date(2025, 4, 23), date(2025, 5, 28), date(2025, 8, 1),
        date(2025, 10, 29), date(2025, 12, 29), date(2026, 1, 2),
    ],
)  # fmt: skip
def test_schools_are_closed(day):
    assert schools_are_closed(day)


@pytest.mark.parametrize(
    "day", [date(2025, 1, 8), date(2025, 3, 12), date(2025, 6, 11), date(2025, 9, 10), date(2025, 12, 3)]
)
def test_schools_are_open(day):
    assert not schools_are_closed(day)
