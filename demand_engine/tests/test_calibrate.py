"""Fitting: open work counts as far as it is known, and what there is too little of falls back on national figures."""

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError

from demand_engine.calibrate import (
    Day,
    Spell,
    dispersion,
    fit_curve,
    fit_rate,
    fit_share,
    holiday_factor,
    kaplan_meier,
    lengthening,
    weekday_factors,
)
from demand_engine.curves import exponential, fixed

NATIONAL = fixed(30)


def spells_of(mean: float, number: int, looked_at: float, seed: int = 1) -> list[Spell]:
    lasts = np.random.default_rng(seed).exponential(mean, number).round(1) + 0.1
    return [Spell(days=float(min(days, looked_at)), has_ended=bool(days <= looked_at)) for days in lasts]


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.booleans(), st.integers(0, 30)).filter(lambda each: each[2] < each[0]),
        min_size=1, max_size=60,
    )
)  # fmt: skip
def test_the_share_still_going_is_that_of_lifelines(rows):
    if not any(ended for _, ended, _ in rows):
        return
    steps = kaplan_meier([Spell(days=days, has_ended=ended, seen_from=entry) for days, ended, entry in rows])

    try:
        fitter = KaplanMeierFitter().fit(
            [days for days, _, _ in rows], [ended for _, ended, _ in rows], entry=[entry for _, _, entry in rows]
        )
    except StatError:
        reject()  # lifelines does not go on where at some time nobody is at risk
    for step in steps:
        assert fitter.predict(step.days) == pytest.approx(step.going, abs=1e-9)


def test_open_work_is_not_left_out():
    """Looked at early, closed work alone is far too short; the fitted mean is not."""
    spells = spells_of(40, 2_000, looked_at=45)
    closed = np.mean([spell.days for spell in spells if spell.has_ended])

    fitted = fit_curve(spells, national=NATIONAL)

    assert closed < 25
    assert fitted.curve.mean_days == pytest.approx(40, rel=0.1)
    assert not fitted.is_national


def test_the_curve_is_the_one_it_came_from():
    fitted = fit_curve(spells_of(40, 4_000, looked_at=300), national=NATIONAL)

    for share in (0.2, 0.5, 0.8, 0.95):
        assert fitted.curve.days_at(share) == pytest.approx(exponential(40).days_at(share), rel=0.08)
    assert fitted.low <= exponential(40).days_at(0.5) <= fitted.high


def test_too_little_to_say_falls_back_on_the_nation_and_says_so():
    fitted = fit_curve(spells_of(40, 20, looked_at=300), national=NATIONAL)

    assert (fitted.curve, fitted.is_national, fitted.spells) == (NATIONAL, True, 20)


def test_a_share_is_drawn_towards_the_nation_and_less_so_with_more_seen():
    few, many = fit_share(7, 10, national=0.2), fit_share(700, 1_000, national=0.2)

    assert 0.2 < few.value < 0.5 < many.value < 0.7
    assert few.high - few.low > many.high - many.low
    assert fit_share(0, 0, national=0.22).is_national


def test_more_than_there_are_is_no_share():
    with pytest.raises(ValueError, match="8 of 7"):
        fit_share(8, 7, national=0.2)


def test_weeks_that_vary_more_than_chance_widen_the_interval():
    calm, wild = fit_rate([100, 98, 102, 100, 101, 99, 100, 100]), fit_rate([20, 180, 60, 140, 20, 180, 100, 100])

    assert calm.value == wild.value == 100
    assert wild.high - wild.low > 3 * (calm.high - calm.low)
    assert dispersion([20, 180, 60, 140, 20, 180, 100, 100]) > 30
    assert fit_rate([]).is_national


def test_the_rhythm_of_the_week():
    quiet_weekend = [[20] * 26] * 5 + [[0] * 26] * 2

    factors = weekday_factors(quiet_weekend, assumed=(1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3))

    assert sum(factors) == pytest.approx(7)
    assert factors[0] == pytest.approx(1.4, abs=0.02)
    assert factors[6] < 0.02


def test_what_always_takes_as_long_is_not_spread_over_the_days_before():
    curve = fit_curve([Spell(days=84, has_ended=True)] * 40, national=fixed(10)).curve

    assert curve.days_at(0.01) == pytest.approx(83, abs=0.1)
    assert curve.days_at(0.99) == pytest.approx(84, abs=0.1)


def test_a_gap_in_which_nothing_ends_stays_empty():
    spells = [Spell(days=10, has_ended=True)] * 30 + [Spell(days=50, has_ended=True)] * 30

    curve = fit_curve(spells, national=fixed(10)).curve

    assert curve.days_at(0.49) == pytest.approx(10, abs=1)
    assert curve.days_at(0.51) == pytest.approx(49, abs=1)


def _days(weeks, *, usual, on_holiday):
    return [
        Day(
            contacts=(on_holiday if week % 6 == 0 else usual) * (96 + 2 * (week % 5)) // 100,
            weekday=weekday, is_bank_holiday=False,
            is_school_holiday=week % 6 == 0,
        )
        for week in range(weeks)
        for weekday in range(5)
    ]  # fmt: skip


def test_the_factor_of_a_holiday_is_found():
    found = holiday_factor(_days(52, usual=50, on_holiday=40), school=True)

    assert found.value == pytest.approx(0.8, abs=0.02)
    assert found.out_of == 45
    assert holiday_factor(_days(52, usual=50, on_holiday=40), school=False) is None


def test_a_holiday_on_which_nobody_writes_has_the_factor_nothing():
    assert holiday_factor(_days(52, usual=50, on_holiday=0), school=True).value == 0


def test_work_begun_above_the_ceiling_takes_longer_by_what_was_put_in():
    loads = [0.8, 1.0, 1.2, 1.5, 2.0] * 40
    days = [30 * (1 + 0.5 * max(0.0, load - 1)) for load in loads]

    found = lengthening(loads, days)

    assert found.value == pytest.approx(0.5)
    assert found.out_of == 120


def test_too_little_begun_above_the_ceiling_says_nothing():
    assert lengthening([0.9] * 50 + [1.5] * 5, [30.0] * 55).value == 0
