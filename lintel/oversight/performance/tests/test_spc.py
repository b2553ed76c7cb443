"""Control charts against published worked examples, the four rules, and the threshold change of WIF-R0."""

import random
from statistics import median, quantiles

import pytest

from lintel.oversight.performance.spc import Chart, Rule, p_chart, u_chart, xmr_chart

# Montgomery, Introduction to Statistical Quality Control, 2nd edition, pages 152-155: leaking orange juice cans, 30
# samples of 50; the data set `orangejuice` of the R package qcc. The wafers of the NIST/SEMATECH e-Handbook (section
# 6.3.3.2) have the same mean of 0.2313.
LEAKING_CANS = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip
# Montgomery: nonconformities in 20 samples of five personal computers.
FAULTY_COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
# NIST/SEMATECH e-Handbook, section 6.3.2.2: flow rates of ten batches.
FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def steady(points: int, value: float = 10.0) -> list[float]:
    """Values that swing about a centre and break no rule."""
    return [value + (1 if i % 2 else -1) for i in range(points)]


def plain_limits(chart: Chart) -> tuple[float, float]:
    """The textbook's limits, before Laney's widening (which these cans, with two bad samples, would need)."""
    centre, spread = chart.stretches[0].centre, chart.stretches[0].spread
    reach = (chart.marks[0].upper - centre) / spread
    return centre + reach, centre - reach


def test_p_chart_of_the_leaking_cans():
    chart = p_chart(LEAKING_CANS, [50] * 30, baseline=30)

    upper, lower = plain_limits(chart)
    assert chart.stretches[0].centre == pytest.approx(0.2313, abs=5e-5)
    assert upper == pytest.approx(0.4102, abs=5e-5)
    assert lower == pytest.approx(0.0524, abs=5e-5)
    assert [i for i, mark in enumerate(chart.marks, 1) if not lower <= mark.value <= upper] == [15, 23]


def test_p_chart_with_both_bad_samples_left_out():
    good = [count for i, count in enumerate(LEAKING_CANS, 1) if i not in (15, 23)]

    chart = p_chart(good, [50] * 28, baseline=28)

    assert chart.stretches[0].centre == pytest.approx(0.2150, abs=5e-5)
    assert plain_limits(chart) == pytest.approx((0.3893, 0.0407), abs=1e-4)


def test_u_chart_of_the_faulty_computers():
    chart = u_chart(FAULTY_COMPUTERS, [5] * 20)

    assert chart.stretches[0].centre == pytest.approx(1.93)
    assert plain_limits(chart) == pytest.approx((3.79, 0.07), abs=5e-3)
    assert not any(mark.signals for mark in chart.marks)


def test_individuals_chart_of_the_flow_rates():
    chart = xmr_chart(FLOW_RATES, fewest=10)

    assert chart.stretches[0].centre == pytest.approx(50.81)
    assert chart.marks[0].upper == pytest.approx(55.8041, abs=5e-5)
    assert chart.marks[0].lower == pytest.approx(45.8159, abs=5e-5)


def test_a_point_outside_the_limits_is_a_signal():
    chart = xmr_chart([*steady(26), 40.0])

    assert chart.marks[-1].signals == (Rule.OUTSIDE,)


def test_the_eighth_point_on_one_side_is_a_signal_and_the_seventh_is_not():
    chart = xmr_chart([*steady(26), 9.5, *[10.5, 10.6] * 4])

    found = [Rule.EIGHT_ON_ONE_SIDE in mark.signals for mark in chart.marks[-8:]]

    assert found == [False] * 7 + [True]


def test_the_sixth_rising_point_is_a_signal():
    chart = xmr_chart([*steady(26), 9.0, 9.5, 9.8, 10.1, 10.4, 10.7])

    assert [Rule.SIX_TRENDING in mark.signals for mark in chart.marks[-6:]] == [False] * 5 + [True]


def test_two_of_three_points_far_out_on_the_same_side_are_a_signal():
    chart = xmr_chart([*steady(26), 13.8, 10.0, 13.8])

    assert Rule.TWO_OF_THREE in chart.marks[-1].signals
    assert not chart.marks[-3].signals


def test_two_points_far_out_on_opposite_sides_are_none():
    chart = xmr_chart([*steady(26), 13.8, 10.0, 6.2])

    assert not chart.marks[-1].signals


def test_limits_stay_where_the_baseline_put_them():
    short = xmr_chart(steady(26))

    long = xmr_chart([*steady(26), *[30.0] * 20])

    assert long.marks[-1].upper == short.marks[0].upper


def test_limits_start_anew_only_where_a_restart_was_signed():
    chart = xmr_chart([*steady(26), *steady(26, 30.0)], restarts=[26])

    assert [stretch.centre for stretch in chart.stretches] == [10.0, 30.0]
    assert not any(mark.signals for mark in chart.marks)


def test_eleven_points_are_too_few_to_draw_limits():
    chart = p_chart([5] * 11, [10] * 11)

    assert not chart.has_limits
    assert chart.marks[0].upper is None
    assert p_chart([5] * 12, [10] * 12).has_limits


def test_limits_widen_where_fewer_were_counted():
    chart = p_chart([20, 2] * 13, [100, 10] * 13)

    assert chart.marks[0].upper < chart.marks[1].upper


def test_a_week_with_nothing_to_count_neither_signals_nor_breaks_a_run():
    chart = p_chart([*[30, 31, 29] * 9, *[40] * 4, 0, *[40] * 4], [*[100] * 27, *[100] * 4, 0, *[100] * 4])

    assert chart.marks[31].value is None
    assert not chart.marks[31].signals
    assert Rule.EIGHT_ON_ONE_SIDE in chart.marks[-1].signals


def test_weeks_that_vary_like_single_children_leave_the_limits_alone():
    """Laney's factor never tightens limits: points that hardly vary keep the plain p limits."""
    chart = p_chart([30] * 26, [100] * 26)

    assert chart.stretches[0].spread == 1
    assert chart.marks[0].upper == pytest.approx(0.3 + 3 * (0.3 * 0.7 / 100) ** 0.5)


def test_brothers_and_sisters_who_arrive_together_do_not_cry_wolf():
    """Families of one to five decided together, no change at all: false alarms outside the limits stay rare."""
    plain, widened = [], []
    for seed in range(300):
        luck = random.Random(seed)
        counts, totals = zip(*(families(luck) for _ in range(52)), strict=True)
        chart = p_chart(counts, totals)
        widened.append(sum(Rule.OUTSIDE in mark.signals for mark in chart.marks[26:]))
        spread = chart.stretches[0].spread
        reach = [(mark.upper - mark.centre) / spread for mark in chart.marks[26:]]
        plain.append(sum(abs(m.value - m.centre) > r for m, r in zip(chart.marks[26:], reach, strict=True)))

    assert sum(widened) / (300 * 26) < 0.015
    assert sum(plain) > 3 * sum(widened)


def families(luck: random.Random) -> tuple[int, int]:
    """About 229 children in families of one to five, each family met by the threshold as a whole."""
    met = total = 0
    while total < 229:
        size = luck.choice([1, 1, 2, 3, 4, 5])
        total += size
        met += size * (luck.random() < 0.3)
    return met, total


@pytest.mark.finding("S22")
def test_the_threshold_change_of_wigan_signals_within_three_weeks(capsys):
    """
    WIF-R0 (PRODUCT.md 0.5): 229 child-contacts a week, conversion 30%, from week 0 rising to 70% by week 10; limits
    from the 26 weeks before. Weeks are counted as there: week 3 is the one at 42%.
    """
    first = [first_signal_of_a_ramp(random.Random(seed)) for seed in range(1_500)]

    tally = {week: first.count(week) for week in sorted(set(first))}
    ninth_decile = quantiles(first, n=10)[8]
    with capsys.disabled():
        print(f"\nWIF-R0, first signal by week since the change (1,500 runs): {tally}")
        print(f"median week {median(first):g}, 90th percentile week {ninth_decile:g}")
    assert median(first) <= 3
    assert ninth_decile <= 4


def first_signal_of_a_ramp(luck: random.Random) -> int:
    shares = [0.3] * 26 + [min(0.7, 0.3 + 0.04 * week) for week in range(14)]
    counts = [sum(luck.random() < share for _ in range(229)) for share in shares]
    chart = p_chart(counts, [229] * len(counts))
    return next(week for week, mark in enumerate(chart.marks[26:]) if mark.signals)
