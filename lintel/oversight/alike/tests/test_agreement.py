"""Agreement beyond chance, held to published worked examples."""

import numpy as np
import pytest

from lintel.oversight.alike.agreement import (
    Scale,
    TooFewToSay,
    Weights,
    ac1,
    ac2,
    alpha,
    gwet,
    percent_agreement,
    planned_reach,
    precision_in_words,
    weights,
)

# Krippendorff (2011), section D: four observers, twelve units, five values, some missing. The same table is
# `cac.raw4raters` of Gwet's own R package irrCAC and an example of Gwet (2014).
_ = None
FOUR_OBSERVERS = [
    [row[observer] for row in (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
        (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
    )]
    for observer in range(12)
]  # fmt: skip
FOUR_OBSERVERS = [[None if value is None else value - 1 for value in unit] for unit in FOUR_OBSERVERS]


def pairs_of(table):
    return [(row, column) for row, line in enumerate(table) for column, times in enumerate(line) for _ in range(times)]


# Gwet (2014), two abstractors and 100 pregnancies: ectopic, abnormal and normal intrauterine (`cont3x3abstractors`).
ABSTRACTORS = pairs_of([(13, 0, 0), (0, 20, 7), (0, 4, 56)])


def test_ac1_of_the_four_observers_is_as_gwet_publishes_it():
    found = ac1(FOUR_OBSERVERS, categories=5)

    assert found.coefficient == pytest.approx(0.77544, abs=5e-6)
    assert found.percent == pytest.approx(0.8181818, abs=5e-8)
    assert found.chance == pytest.approx(0.1903212, abs=5e-8)


@pytest.mark.parametrize(("kind", "published"), [(Weights.LINEAR, 0.859), (Weights.QUADRATIC, 0.914)])
def test_ac2_of_the_four_observers_is_as_published(kind, published):
    assert ac2(FOUR_OBSERVERS, categories=5, kind=kind).coefficient == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("kind", "published"), [(Weights.NOMINAL, 0.8493305), (Weights.LINEAR, 0.900), (Weights.QUADRATIC, 0.940)]
)
def test_the_two_abstractors_agree_as_gwet_publishes_it(kind, published):
    found = gwet(ABSTRACTORS, categories=3, kind=kind)

    assert found.coefficient == pytest.approx(published, abs=5e-4)
    assert found.percent == pytest.approx(0.89)


def test_the_interval_from_resampling_is_close_to_the_one_gwet_derives():
    found = ac1(ABSTRACTORS, categories=3)

    assert (found.low, found.high) == pytest.approx((0.764, 0.935), abs=0.015)


# Krippendorff (2011), sections D to F, gives .743 for names, .815 for ranks and .849 for intervals.
@pytest.mark.parametrize(
    ("scale", "published"), [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849)]
)
def test_alpha_of_the_four_observers_is_as_krippendorff_publishes_it(scale, published):
    assert alpha(FOUR_OBSERVERS, categories=5, scale=scale).coefficient == pytest.approx(published, abs=5e-4)


# Krippendorff (2011), section A: two observers, ten units of two values, alpha = .095.
def test_alpha_of_two_observers_and_two_values_is_as_krippendorff_publishes_it():
    meg = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
    owen = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)

    found = alpha(list(zip(meg, owen, strict=True)), categories=2, scale=Scale.NOMINAL)

    assert found.coefficient == pytest.approx(0.095, abs=5e-4)


# Krippendorff (2011), section B: two observers, twelve units of five values, alpha = .692.
def test_alpha_of_two_observers_and_five_values_is_as_krippendorff_publishes_it():
    ben, gerry = "aabbdcccedda", "babbbccceddd"
    values = {letter: place for place, letter in enumerate("abcde")}

    found = alpha([(values[b], values[g]) for b, g in zip(ben, gerry, strict=True)], categories=5, scale=Scale.NOMINAL)

    assert found.coefficient == pytest.approx(0.692, abs=5e-4)


def test_agreement_by_one_level_only_shows_in_the_marginals_beside_it():
    found = ac1([(3, 3)] * 40, categories=4)

    assert found.coefficient == 1
    assert found.marginals == (0, 0, 0, 1)


def test_ac1_holds_where_one_level_dominates_and_alpha_collapses():
    mostly_one = [(0, 0)] * 90 + [(0, 1)] * 5 + [(1, 0)] * 5

    assert percent_agreement(mostly_one, categories=2) == pytest.approx(0.9)
    assert ac1(mostly_one, categories=2).coefficient > 0.88
    assert alpha(mostly_one, categories=2, scale=Scale.NOMINAL).coefficient < 0


def test_two_levels_apart_count_more_than_one():
    one_apart, two_apart = ([(0, 0), (1, 1), (2, 2), (0, gap)] for gap in (1, 2))

    assert ac2(one_apart, categories=3).coefficient > ac2(two_apart, categories=3).coefficient
    assert weights(Weights.QUADRATIC, 3).tolist() == [[1, 0.75, 0], [0.75, 1, 0.75], [0, 0.75, 1]]


def test_kinds_drawn_more_often_on_purpose_are_weighed_back():
    weekday, weekend = [(0, 0)] * 10, [(0, 1)] * 10

    found = gwet(
        weekday + weekend, categories=2, kind=Weights.NOMINAL, stands_for=[10.0] * 10 + [5.0] * 10, resampled=0
    )

    assert found.percent == pytest.approx(2 / 3)


def test_the_same_seed_gives_the_same_interval():
    first, again, other = (ac1(ABSTRACTORS, categories=3, seed=seed) for seed in (7, 7, 8))

    assert (first.low, first.high) == (again.low, again.high)
    assert (first.low, first.high) != (other.low, other.high)


def test_nothing_is_said_without_pairs_and_no_interval_below_ten():
    with pytest.raises(TooFewToSay):
        ac1([(1, None)], categories=4)
    with pytest.raises(TooFewToSay):
        alpha([], categories=4)
    assert ac1([(1, 1)] * 9, categories=4).low is None


def test_how_sure_one_can_be_is_said_before_looking():
    assert precision_in_words(57) == "About 200 pairs are needed for ±0.10. You have 57: about ±0.19."
    assert precision_in_words(0) == "About 200 pairs are needed for ±0.10. There are none yet."
    assert planned_reach(200) == pytest.approx(0.10)


def second_decisions(pairs, *, same, generator):
    """Planted agreement: with probability `same` the second decider says the same, else any level, as by chance."""
    first = generator.choice(4, size=pairs, p=(0.25, 0.25, 0.2, 0.3))
    second = np.where(generator.random(pairs) < same, first, generator.choice(4, size=pairs))
    return list(zip(first.tolist(), second.tolist(), strict=True))


@pytest.mark.parametrize("same", [0.4, 0.6, 0.8])
def test_planted_agreement_is_recovered(same):
    found = ac1(second_decisions(4_000, same=same, generator=np.random.default_rng(1)), categories=4)

    assert found.coefficient == pytest.approx(same, abs=0.03)


def test_two_hundred_pairs_are_within_a_tenth_and_the_interval_holds_the_truth():
    generator = np.random.default_rng(2)
    runs = [
        gwet(second_decisions(200, same=0.6, generator=generator), categories=4, kind=Weights.NOMINAL, resampled=400)
        for _ in range(200)
    ]

    reaches = sorted(run.reach for run in runs)
    covered = sum(run.low <= 0.6 <= run.high for run in runs) / len(runs)
    assert reaches[100] <= 0.10
    assert covered >= 0.90
