"""Luck that can be repeated."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.demo.chance import Chance, Shares
from lintel.demo.story import along


def test_the_same_seed_and_stream_draw_the_same():
    first, second = Chance(7, "visits"), Chance(7, "visits")

    assert [first.uniform() for _ in range(100)] == [second.uniform() for _ in range(100)]


def test_another_stream_draws_something_else():
    assert Chance(7, "visits").uniform() != Chance(7, "families").uniform()


def test_things_come_up_in_their_shares():
    chance, shares = Chance(1, "test"), Shares({"often": 3.0, "seldom": 1.0})

    drawn = Counter(chance.share(shares) for _ in range(10_000))

    assert drawn["often"] / 10_000 == pytest.approx(0.75, abs=0.02)


@given(st.floats(0, 1, exclude_max=True))
def test_every_draw_finds_a_thing(luck):
    assert Shares({"a": 0.1, "b": 0.2, "c": 0.7}).at(luck) in "abc"


@pytest.mark.parametrize("mean", [0.5, 8.0, 90.0])
def test_counts_have_their_mean(mean):
    chance = Chance(1, "test")

    assert sum(chance.count(mean) for _ in range(5_000)) / 5_000 == pytest.approx(mean, rel=0.05)


def test_half_of_a_long_tail_lies_below_its_median():
    chance = Chance(1, "test")

    below = sum(chance.long_tailed(median=6, spread=0.8) < 6 for _ in range(10_000))

    assert below / 10_000 == pytest.approx(0.5, abs=0.02)


def test_a_whole_number_lies_between_its_bounds_both_included():
    chance = Chance(1, "test")

    assert {chance.between(2, 4) for _ in range(200)} == {2, 3, 4}


def test_a_line_through_points_is_level_outside_them():
    assert [along(place, (0, 10), (2, 20)) for place in (-1, 0, 1, 2, 3)] == [10, 10, 15, 20, 20]


def test_a_pack_holds_each_part_of_the_range_once():
    dealt = Chance(1, "test").dealt(10)

    first, second = [next(dealt) for _ in range(10)], [next(dealt) for _ in range(10)]

    assert sorted(int(10 * luck) for luck in first) == sorted(int(10 * luck) for luck in second) == list(range(10))
    assert first != second
