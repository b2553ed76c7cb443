"""A report says a share only with its interval, and auditors' own grades never alone (S65)."""

import pytest

from lintel.oversight.audit_cycles import sentences
from lintel.oversight.moderation.optimism import Estimate, Pair, Quality, quality_of
from tests.trace import finding


def share(low, mid, high):
    return Estimate(low=low, mid=mid, high=high)


def of(good):
    return Quality(
        audits=60, pairs=30, waiting=0, good_or_better=good, mean=share(2.1, 2.3, 2.5), gap=share(0.2, 0.5, 0.8),
        moderated=None, raw=None, raw_good_or_better=None,
    )  # fmt: skip


OPEN = "children with work under way"


def test_the_estimate_is_said_with_its_interval_of_all_it_was_drawn_from():
    first, mean, gap = sentences.how_good(of(share(0.35, 0.47, 0.6)), OPEN, 412)

    assert first == (
        "About 47% of the work was good or better, as moderators see it. Of all 412 children with work under way it is "
        "between 35% and 60% (19 times out of 20)."
    )
    assert mean == "The mean grade is 2.3 of 4, between 2.1 and 2.5."
    assert gap == (
        "Auditors graded 0.5 of a grade higher than moderators (between +0.2 and +0.8); it is taken off above."
    )


def test_where_each_was_audited_and_moderated_no_interval_is_said():
    first, *_ = sentences.how_good(of(share(0.4, 0.4, 0.4)), OPEN, 60)

    assert first == (
        "About 40% of the work was good or better, as moderators see it. That is all 60 children with work under way: "
        "each was audited and moderated."
    )


@finding("S65", screen="/audit-cycles/")
def test_where_too_few_are_moderated_nothing_is_said_of_the_grades():
    pairs = [Pair(auditor=1, audited=4, moderated=2)] * 6

    said = " ".join(sentences.how_good(quality_of(pairs, not_drawn=[4] * 54), OPEN, 412))

    assert "not enough" in said
    assert "6 audits are moderated, and it takes 10" in said
    assert "%" not in said


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (share(0.3, 0.4, 0.5), share(0.6, 0.7, 0.8), "better by 30 points"),
        (share(0.6, 0.7, 0.8), share(0.3, 0.4, 0.5), "worse by 30 points"),
        (share(0.3, 0.4, 0.5), share(0.35, 0.45, 0.55), "cannot be told from luck"),
    ],
)
def test_a_change_is_said_only_where_its_interval_leaves_no_doubt(before, now, says):
    said = sentences.since_before(of(before), of(now))

    assert says in said
    assert f"The time before it was {sentences.percent(before.mid)} (" in said


def test_a_difference_is_less_certain_than_either():
    apart = sentences.difference(share(0.3, 0.4, 0.5), share(0.6, 0.7, 0.8))

    assert (round(apart.low, 3), round(apart.mid, 3), round(apart.high, 3)) == (0.159, 0.3, 0.441)


def test_without_a_moderated_estimate_no_change_is_said():
    assert "cannot be said" in sentences.since_before(of(None), of(share(0.4, 0.5, 0.6)))
