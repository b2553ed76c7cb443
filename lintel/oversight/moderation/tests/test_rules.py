"""What the moderation policy draws, and what a moderator needs before a grade is locked."""

import pytest

from lintel.oversight.moderation.codes import Because
from lintel.oversight.moderation.optimism import Estimate, Gap
from lintel.oversight.moderation.rules import Policy, drawn, lie_apart, missing_to_lock, why_not

POLICY = Policy()
MANY = range(4_000)


def shares(grade, share=0.30):
    found = [drawn(audit, grade=grade, share=share, policy=POLICY, seed="a seed") for audit in MANY]
    return found, sum(each is not None for each in found) / len(found)


def gap(low, mid, high):
    return Gap(pairs=60, mean=Estimate(low=low, mid=mid, high=high), downgraded=None, p=0.01)


@pytest.mark.finding("S64")
class TestTheDraw:
    @pytest.mark.parametrize("grade", [1, 4])
    def test_every_outstanding_and_inadequate_audit_is_moderated_with_certainty(self, grade):
        found, share = shares(grade)
        assert share == 1
        assert {each.chance for each in found} == {1.0}

    @pytest.mark.parametrize("grade", [2, 3])
    def test_three_in_ten_of_the_others_are_drawn_at_random(self, grade):
        found, share = shares(grade)
        assert share == pytest.approx(0.30, abs=0.025)
        assert {(each.because, each.chance) for each in found if each} == {(Because.RANDOM, 0.30)}

    def test_of_what_is_drawn_one_in_twenty_has_two_moderators_and_one_in_ten_waits_for_somebody_from_outside(self):
        found, _ = shares(4)
        assert sum(each.moderators == 2 for each in found) / len(found) == pytest.approx(0.05, abs=0.015)
        assert sum(each.outside for each in found) / len(found) == pytest.approx(0.10, abs=0.02)

    def test_the_same_seed_draws_the_same_and_another_does_not(self):
        first = [drawn(audit, grade=3, share=0.3, policy=POLICY, seed="one") for audit in range(200)]
        assert first == [drawn(audit, grade=3, share=0.3, policy=POLICY, seed="one") for audit in range(200)]
        assert first != [drawn(audit, grade=3, share=0.3, policy=POLICY, seed="two") for audit in range(200)]

    def test_more_are_drawn_while_auditors_grade_too_high_beyond_luck(self):
        assert POLICY.share_after(gap(0.10, 0.40, 0.70)) == 0.50
        assert POLICY.share_after(gap(-0.10, 0.40, 0.90)) == 0.30
        assert POLICY.share_after(gap(0.01, 0.20, 0.39)) == 0.30
        assert POLICY.share_after(Gap(pairs=4, mean=None, downgraded=None, p=None)) == 0.30


class TestLocking:
    def test_needs_the_record_read_a_grade_why_and_evidence(self):
        missing = missing_to_lock(has_read=False, grade=None, why=" ", cited=0)
        assert [field for field, _ in missing] == ["record", "grade", "why", "quote"]
        assert missing_to_lock(has_read=True, grade=2, why="So.", cited=1) == []

    def test_two_grades_are_talked_over_from_one_apart(self):
        assert lie_apart(3, 2)
        assert lie_apart(2, 4)
        assert not lie_apart(3, 3)


def test_nobody_moderates_what_is_theirs():
    tests = ("is_own", "is_twin", "knows", "manages", "has_it", "has_other", "waits_outside")
    free = {**dict.fromkeys(tests, False), "conflict": ""}
    assert why_not(**free) == ""
    for each in tests:
        assert why_not(**{**free, each: True})
    assert why_not(**{**free, "conflict": "Their own team works with this child."}).startswith("Their own team")
