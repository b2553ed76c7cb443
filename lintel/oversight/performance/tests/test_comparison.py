"""A change is reported only where it is real."""

import random
from datetime import date, timedelta

from lintel.oversight.performance.answers import Point, Series, State
from lintel.oversight.performance.cases import NO_FILTERS, Period
from lintel.oversight.performance.comparison import NO_REAL_CHANGE, TOO_SHORT, change_since_last_quarter

MONDAY = date(2026, 1, 5)


def conversion(shares: list[float], luck: random.Random, decided: int = 229) -> Series:
    counts = [sum(luck.random() < share for _ in range(decided)) for share in shares]
    return series("K06", [(count, decided, count / decided) for count in counts])


def contacts(counts: list[int]) -> Series:
    return series("K01", [(count, count, count) for count in counts])


def series(code: str, amounts: list[tuple[float, float, float]]) -> Series:
    weeks = [Period.week_of(MONDAY + timedelta(days=7 * i)) for i in range(len(amounts))]
    points = tuple(Point(week, *amount) for week, amount in zip(weeks, amounts, strict=True))
    return Series(code, weeks[-1].end, NO_FILTERS, State.KNOWN, points=points)


def test_a_real_rise_is_said_with_both_levels():
    found = change_since_last_quarter(conversion([0.3] * 13 + [0.5] * 13, random.Random(1)))

    assert found.startswith("Rose from ")
    assert found.endswith("since last quarter: a real change.")


def test_a_real_fall_of_a_count_is_said():
    luck = random.Random(2)

    found = change_since_last_quarter(
        contacts([luck.randrange(190, 210) for _ in range(13)] + [luck.randrange(140, 160) for _ in range(13)])
    )

    assert found.startswith("Fell from ")


def test_chance_is_hardly_ever_called_a_change():
    called = sum(
        change_since_last_quarter(conversion([0.3] * 26, random.Random(seed))) != NO_REAL_CHANGE for seed in range(400)
    )

    assert called / 400 <= 0.01


def test_a_change_of_ten_points_is_found_nine_times_in_ten():
    found = sum(
        change_since_last_quarter(conversion([0.3] * 13 + [0.4] * 13, random.Random(seed))).startswith("Rose")
        for seed in range(200)
    )

    assert found / 200 >= 0.9


def test_fewer_than_two_quarters_are_not_compared():
    assert change_since_last_quarter(conversion([0.3] * 25, random.Random(1))) == TOO_SHORT


def test_what_cannot_be_said_has_not_changed():
    assert change_since_last_quarter(Series("K06", MONDAY, NO_FILTERS, State.NOT_IN_DATA)) == ""


def test_where_overdue_work_stands_in_every_week_the_quarters_own_readings_are_said():
    rise = conversion([0.3] * 13 + [0.5] * 13, random.Random(1))

    found = change_since_last_quarter(rise, (0.81, 0.9))

    assert found == "Rose from 81.0% to 90.0% since last quarter: a real change."


def test_where_weeks_and_quarters_disagree_nothing_is_called_real():
    rise = conversion([0.3] * 13 + [0.5] * 13, random.Random(1))

    assert change_since_last_quarter(rise, (0.9, 0.81)) == NO_REAL_CHANGE
