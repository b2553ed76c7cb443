"""Drawing a review and comparing its halves, in plain values."""

import pytest

from lintel.oversight.alike.reviews.codes import Stage
from lintel.oversight.alike.reviews.rules import Given, Progress, compare, drawn, halves, in_words, stage_of


def given_levels(*cases, factors=("concern",)):
    return [
        Given(case=number, number=number, level=level, factors=factors)
        for number, levels in enumerate(cases, start=1)
        for level in levels
    ]


def test_a_seed_draws_the_same_cases_again_and_another_draws_others():
    first, again, other = (drawn(range(500), seed=seed, size=60) for seed in "aab")

    assert first == again
    assert len(set(first)) == 60
    assert set(first) != set(other)


def test_the_fresh_half_has_no_case_of_the_first():
    first, fresh = halves(drawn(range(500), seed="a", size=61))

    assert (len(first), len(fresh)) == (31, 30)
    assert not set(first) & set(fresh)


@pytest.mark.parametrize(
    ("done", "stage"),
    [(0, Stage.CHECKING), (1, Stage.FIRST_HALF), (2, Stage.TALKING), (3, Stage.FRESH_HALF), (4, Stage.TO_SIGN),
     (5, Stage.SIGNED)],
)  # fmt: skip
def test_the_step_follows_from_what_was_done(done, stage):
    names = ("is_put_to_panel", "is_compared", "is_fresh", "is_over", "is_signed")

    assert stage_of(Progress(**{name: place < done for place, name in enumerate(names)})) is stage


def test_hard_cases_come_first_and_easy_ones_do_not_stand_among_them():
    found = compare(given_levels((2, 2), (1, 4), (3, 4)))

    assert [each.number for each in found.hardest] == [2, 3]
    assert found.spreads[1].levels == ((1, 1), (4, 1))


def test_the_factors_that_split_people_are_those_weighed_on_one_side():
    found = compare([
        Given(case=1, number=1, level=4, factors=("history", "concern")),
        Given(case=1, number=1, level=2, factors=("consent", "concern")),
        Given(case=2, number=2, level=4, factors=("history",)),
        Given(case=2, number=2, level=3, factors=()),
    ])  # fmt: skip

    assert (found.splits[0].factor, found.splits[0].above, found.splits[0].below) == ("history", 2, 0)
    assert found.splits[-1].factor == "concern"


def test_more_agreement_is_claimed_only_where_the_ranges_do_not_overlap():
    apart = compare(given_levels(*[(1, 4), (4, 1), (2, 3), (4, 2)] * 8))
    alike = compare(given_levels(*[(1, 1), (4, 4), (2, 2), (3, 3)] * 8))

    assert in_words(apart, alike)[0] == "People agree more with the draft: the ranges do not overlap."
    assert in_words(alike, apart)[0] == "People agree less with the draft: the ranges do not overlap."
    assert "cannot be said" in in_words(apart, apart)[0]
    assert "cannot be said yet" in in_words(apart, compare(given_levels((1, 1))))[0]


def test_a_moved_level_is_said():
    low, high = compare(given_levels((1, 2), (2, 2))), compare(given_levels((3, 3), (3, 4)))

    assert "moved by +1.5" in in_words(low, high)[1]
    assert "hardly moved" in in_words(low, low)[1]
