"""What a version changes, whom it was put to, and whether a number is another one since. Plain values."""

import pytest

from lintel.oversight.performance.rules import Interval
from lintel.oversight.thresholds.codes import Partner
from lintel.oversight.thresholds.rules import (
    IndicatorText,
    LevelText,
    compared,
    difference_in_words,
    not_put_to,
)

BRUISE = IndicatorText(domain="child", wording="Bruising", example="a baby who cannot roll")
LEVEL = LevelText(
    number=4, name="Specialist", wording="Children at risk", is_statutory=True, indicators=(BRUISE,)
)  # fmt: skip


def change(**differs):
    (found,) = compared([LEVEL], [LevelText(**vars(LEVEL) | differs)])
    return found


def test_nothing_differs():
    assert not change().is_changed


@pytest.mark.parametrize("differs", [{"name": "Acute"}, {"wording": "Children in danger"}, {"is_statutory": False}])
def test_the_name_the_wording_and_the_law_of_a_level_are_compared(differs):
    assert change(**differs).is_changed
    assert change(**differs).is_about_social_care


def test_an_example_that_differs_is_not_a_new_indicator():
    other = IndicatorText(domain="child", wording="Bruising", example="a toddler with marks on both arms")

    found = change(indicators=(other,))

    assert (found.added, found.removed, found.examples) == ((), (), ((BRUISE, other),))
    assert found.is_changed


def test_a_level_that_came_and_one_that_went():
    (came,), (went,) = compared([], [LEVEL]), compared([LEVEL], [])

    assert (came.is_new, came.is_gone, came.added) == (True, False, (BRUISE,))
    assert (went.is_new, went.is_gone, went.removed) == (False, True, (BRUISE,))


@pytest.mark.finding("S23")
def test_a_change_to_early_help_alone_is_not_about_social_care():
    early = LevelText(number=2, name="Additional", indicators=(BRUISE,))

    (found,) = compared([early], [LevelText(number=2, name="Additional")])

    assert found.is_changed
    assert not found.is_about_social_care


def test_the_police_and_health_are_asked():
    assert not_put_to({Partner.EDUCATION, Partner.POLICE}) == [Partner.HEALTH]
    assert not_put_to({Partner.POLICE, Partner.HEALTH}) == []
    assert not_put_to(set()) == [Partner.POLICE, Partner.HEALTH]


@pytest.mark.finding("S24")
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (Interval(0.2, 0.3), Interval(0.4, 0.5), "Higher since: the ranges do not overlap."),
        (Interval(0.4, 0.5), Interval(0.2, 0.3), "Lower since: the ranges do not overlap."),
        (Interval(0.2, 0.4), Interval(0.4, 0.5), "Cannot tell yet: the ranges overlap."),
        (None, Interval(0.4, 0.5), "Cannot tell yet: there is nothing to compare."),
        (Interval(0.2, 0.4), None, "Cannot tell yet: there is nothing to compare."),
    ],
)
def test_ranges_that_overlap_cannot_be_told_apart(before, after, says):
    assert difference_in_words(before, after) == says
