"""How long things last, and shares that change over weeks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demand_engine.curves import Curve, NotACurve, Path, exponential, fixed, from_quantiles, level, ramp
from demand_engine.scenario import ASSESSMENT_2025

NATIONAL = ASSESSMENT_2025


def test_half_of_the_assessments_of_2025_are_done_by_about_day_33():
    assert NATIONAL.days_at(0.5) == pytest.approx(33, abs=2)


def test_85_7_in_a_hundred_are_done_by_day_45():
    assert NATIONAL.share_by(45) == pytest.approx(0.857)


def test_the_pull_towards_the_deadline_makes_the_five_days_before_it_the_busiest():
    days_40_to_45 = (NATIONAL.share_by(45) - NATIONAL.share_by(40)) / 5
    days_30_to_40 = (NATIONAL.share_by(40) - NATIONAL.share_by(30)) / 10

    assert days_40_to_45 > 1.5 * days_30_to_40


def test_a_fixed_curve_always_lasts_as_long():
    assert [fixed(12).days_at(share) for share in (0, 0.5, 0.99)] == [12, 12, 12]


def test_an_exponential_curve_has_its_mean_and_its_median():
    assert exponential(20).mean_days == 20
    assert exponential(20).days_at(0.5) == pytest.approx(20 * math.log(2))


def test_the_mean_of_a_curve_is_the_mean_of_its_days():
    steps = 100_000

    drawn = sum(NATIONAL.days_at((n + 0.5) / steps) for n in range(steps)) / steps

    assert NATIONAL.mean_days == pytest.approx(drawn, rel=1e-4)


@given(share=st.floats(0, 0.999))
def test_share_by_turns_days_at_round(share):
    curve = from_quantiles([(0, 2), (0.4, 10), (0.8, 45)], tail_mean_days=9)

    assert curve.share_by(curve.days_at(share)) == pytest.approx(share, abs=1e-9)


@given(factor=st.floats(0.1, 5))
def test_stretching_a_curve_stretches_its_mean(factor):
    assert NATIONAL.stretched(factor).mean_days == pytest.approx(NATIONAL.mean_days * factor)


@pytest.mark.parametrize(
    ("points", "tail", "words"),
    [
        ([(0.1, 0), (1, 5)], 0, "starts at share 0"),
        ([(0, 0), (1.2, 5)], 0, "no higher than 1"),
        ([(0, 0), (0.5, 5), (0.5, 6), (1, 9)], 0, "rise from point to point"),
        ([(0, 8), (1, 5)], 0, "never fall"),
        ([(0, -1), (1, 5)], 0, "not negative"),
        ([(0, 0), (0.9, 5)], 0, "needs a tail"),
        ([(0, 0), (1, 5)], 3, "only such a curve"),
    ],
)
def test_what_is_not_a_curve_is_refused(points, tail, words):
    with pytest.raises(NotACurve, match=words):
        Curve(points=tuple(points), tail_mean_days=tail)


def test_a_path_is_level_before_its_first_and_after_its_last_week():
    path = Path(points=((4, 0.3), (8, 0.7)))

    assert [path.at(week) for week in (0, 4, 6, 8, 90)] == pytest.approx([0.3, 0.3, 0.5, 0.7, 0.7])


def test_a_ramp_over_no_weeks_is_a_step():
    path = ramp(0.3, 0.7, from_week=5, over_weeks=0)

    assert [path.at(week) for week in (4, 5)] == pytest.approx([0.3, 0.7])


def test_a_level_path_never_changes():
    assert level(0.22).at(100) == 0.22
