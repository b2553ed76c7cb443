"""What answers say: how often a rule was right, a better number, and who saw it first."""

from __future__ import annotations

from lintel.oversight.drift.weighing.rules import (
    Answered,
    Confirmed,
    better_number,
    is_to_be_checked,
    manager_first,
    precision,
    share_of,
)
from tests.trace import finding


def answers(*, right=(), wrong=()):
    yes = [Answered(measure=each, is_confirmed=True, is_over=False) for each in right]
    return yes + [Answered(measure=each, is_confirmed=False, is_over=True) for each in wrong]


def test_a_rule_is_right_as_often_as_its_flags_were_not_wrong():
    share = precision(answers(right=[10] * 8, wrong=[10] * 2))

    assert share.share == 0.8
    # Wilson, by hand: (0.8 + 0.19208 ± 0.27) / 1.38416
    assert (round(share.low, 3), round(share.high, 3)) == (0.490, 0.943)


def test_with_few_answers_it_says_that_they_are_too_few():
    assert not precision(answers(right=[10] * 7)).is_enough
    assert precision(answers(right=[10] * 8)).is_enough
    assert precision([]).share is None
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)


@finding("S16")
def test_wrong_answers_propose_the_number_that_spares_them_and_keeps_the_delays():
    said = answers(right=[15, 18, 20, 25, 30, 31], wrong=[10, 11, 12, 12])

    better = better_number(said, number=10)

    assert (better.number, better.spared, better.lost) == (15, 4, 0)
    assert (better.before, better.after) == (0.6, 1.0)


@finding("S16")
def test_wrong_flags_that_were_answered_quickly_and_stand_still_make_no_number_better():
    quick = [Answered(measure=3, is_confirmed=False, is_over=False) for _ in range(10)]

    assert better_number(answers(right=[9] * 10) + quick, number=2) is None
    assert better_number(answers(right=[9] * 10, wrong=[3] * 10), number=2).spared == 10


def test_no_number_is_proposed_that_loses_more_than_one_delay_in_ten():
    assert better_number(answers(right=[10] * 5 + [30] * 5, wrong=[12] * 4), number=10) is None


def test_no_number_is_proposed_from_few_answers_or_where_nothing_was_wrong():
    assert better_number(answers(right=[20] * 5, wrong=[10, 11]), number=10) is None
    assert better_number(answers(right=[10, 20] * 8), number=10) is None
    assert better_number(answers(wrong=[10, 20] * 8), number=10) is None


@finding("S16")
def test_the_manager_first_rate_counts_delays_that_were_named_before_the_flag():
    said = [Confirmed(was_named_first=each <= 3) for each in range(1, 11)]

    assert manager_first(said).rate.share == 0.3


def test_a_check_by_hand_counts_before_what_the_manager_said():
    said = [
        Confirmed(was_named_first=True, is_checked=True, check_agrees=False),
        Confirmed(was_named_first=True, is_checked=True, check_agrees=True),
    ]

    first = manager_first(said)

    assert (first.rate.count, first.checked, first.agreed) == (1, 2, 1)


def test_one_flag_in_ten_is_checked_by_hand_and_without_the_seed_nobody_can_tell_which():
    def chosen(seed):
        return [flag for flag in range(1, 5_001) if is_to_be_checked(flag, seed=seed)]

    assert 430 <= len(chosen("a")) <= 570
    assert chosen("a") == chosen("a")
    assert len(set(chosen("a")) & set(chosen("b"))) < 100
