"""What stands in the way of closing, and what the returns will ask."""

from itertools import product

import pytest

from lintel.statute.codes import CLOSURE_REASON
from lintel.steps.referrals.rules import Bar, Standing, bars, odd_about


@pytest.mark.parametrize("reason", list(CLOSURE_REASON))
def test_of_everything_that_can_stand_danger_and_a_family_nobody_met_always_bar(reason):
    for danger, steps, was_met, accepted in product(*[(False, True)] * 4):
        standing = Standing(is_in_danger=danger, steps_down=steps, was_met=was_met, is_accepted_elsewhere=accepted)

        found = bars(reason, standing)

        assert (Bar.DANGER in found) is danger
        assert (Bar.EARLY_HELP in found) is (steps and not was_met)
        assert (Bar.NOT_ACCEPTED_ELSEWHERE in found) is (reason == "RC5" and not accepted)


def test_only_danger_is_never_passed_over():
    assert [bar for bar in Bar if not bar.may_be_passed_over] == [Bar.DANGER]


@pytest.mark.parametrize(
    ("reason", "standing", "says"),
    [
        ("RC8", Standing(), "The assessment is not authorised"),
        ("RC9", Standing(is_assessed=True, steps_down=True, had_a_plan=True), "There was a plan or an enquiry"),
        ("RC9", Standing(is_assessed=True), "Early help was not asked"),
        ("RC2", Standing(), "No day of death"),
        ("RC7", Standing(is_protected=True), "only a conference ends it"),
    ],
)
def test_what_is_odd_about_a_reason_is_said_in_one_sentence(reason, standing, says):
    [words] = odd_about(reason, standing)

    assert says in words


def test_nothing_is_odd_where_the_record_says_so():
    assert odd_about("RC9", Standing(is_assessed=True, steps_down=True)) == []
