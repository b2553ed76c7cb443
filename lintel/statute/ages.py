"""Ages and the census's age bands."""

from datetime import date

BANDS: tuple[tuple[int, int | None, str], ...] = (
    (0, 0, "Under 1"),
    (1, 4, "1 to 4"),
    (5, 9, "5 to 9"),
    (10, 15, "10 to 15"),
    (16, 17, "16 to 17"),
    (18, None, "18 and over"),
)
UNBORN, NOT_KNOWN = "Unborn", "Not known"
ALL_BANDS = (UNBORN, *(name for _, _, name in BANDS), NOT_KNOWN)


def age_on(date_of_birth: date, on: date) -> int:
    """Completed years on a day; negative before birth. Born on 29 February: a year older on 1 March in other years."""
    had_birthday = (on.month, on.day) >= (date_of_birth.month, date_of_birth.day)
    return on.year - date_of_birth.year - (0 if had_birthday else 1)


def birthday(date_of_birth: date, age: int) -> date:
    """The first day on which somebody is so old; born on 29 February it is 1 March in other years, as for `age_on`."""
    year = date_of_birth.year + age
    try:
        return date_of_birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_band(age: int | None) -> str:
    """The band of an age in completed years; "Unborn" below zero, "Not known" for None."""
    if age is None:
        return NOT_KNOWN
    if age < 0:
        return UNBORN
    return next(name for low, high, name in BANDS if age >= low and (high is None or age <= high))
