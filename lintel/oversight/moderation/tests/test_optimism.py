"""What the optimism index finds where the truth was planted, and when it says that there is not enough evidence."""

from __future__ import annotations

import pytest

from lintel.oversight.moderation.optimism import Pair, auditors_in, gap_of, groups_in, quality_of
from lintel.oversight.moderation.planted import (
    MOSTLY_GOOD,
    at_two_shares,
    audited,
    pairs_of,
    seen_alike,
    three_of_twelve,
    truth,
)

RUNS = 150


@pytest.mark.finding("S53")
class TestThreeOptimistsOfTwelve:
    def test_at_thirty_pairs_each_more_than_two_of_the_three_are_found_and_hardly_anybody_wrongly(self):
        found, wrongly = 0, 0
        for seed in range(RUNS):
            auditors = auditors_in(three_of_twelve(each=30, seed=seed))
            found += sum(each.stands_out for each in auditors[:3])
            wrongly += any(each.stands_out for each in auditors[3:])
        assert found / RUNS >= 2.2
        assert wrongly / RUNS <= 0.06

    def test_where_nobody_is_an_optimist_hardly_anybody_stands_out(self):
        wrongly = [any(each.stands_out for each in auditors_in(pairs_of([0.0] * 12, each=30, seed=seed)))
                   for seed in range(RUNS)]  # fmt: skip
        assert sum(wrongly) / RUNS <= 0.06

    def test_at_ten_each_nothing_is_said_of_one_person_and_the_service_has_its_gap_with_its_interval(self):
        pairs = three_of_twelve(each=10, seed=4)
        assert all(each.apart is None and not each.stands_out and each.pairs == 10 for each in auditors_in(pairs))
        gap = gap_of(pairs)
        assert gap.enough
        assert gap.mean.low < gap.mean.mid < gap.mean.high

    def test_one_with_too_few_is_left_out_and_the_others_are_not(self):
        few = [pair for pair in three_of_twelve(each=30, seed=1) if pair.auditor != 0]
        few += [pair for pair in three_of_twelve(each=30, seed=1) if pair.auditor == 0][:19]
        assert [each.auditor for each in auditors_in(few) if each.apart is None] == [0]

    def test_where_all_lean_alike_nobody_stands_out_and_the_service_does(self):
        pairs = pairs_of([0.5] * 12, each=30, seed=2)
        assert not any(each.stands_out for each in auditors_in(pairs))
        assert gap_of(pairs).mean.low > 0.3

    def test_whoever_grades_lower_than_the_others_is_no_optimist(self):
        strict = auditors_in(pairs_of([-0.8] + [0.0] * 11, each=40, seed=3))[0]
        assert strict.apart.mid < -0.3
        assert not strict.stands_out

    def test_with_one_or_two_auditors_there_is_nobody_to_stand_beside(self):
        assert all(each.apart is None for each in auditors_in(pairs_of([0.9, 0.0], each=40, seed=3)))

    def test_those_who_never_differ_do_not_break_it(self):
        same = [Pair(auditor=who, audited=3, moderated=3) for who in range(4) for _ in range(25)]
        assert not any(each.stands_out for each in auditors_in(same))


@pytest.mark.finding("S53")
class TestToolsAndTeams:
    """Three tools (or the work of three teams), each audited by four people; with the first all grade half too high."""

    def groups(self, *, lean: float, seed: int, people: int = 4) -> dict[str, list[Pair]]:
        return {name: pairs_of([over] * people, each=40 // people, seed=seed + at)
                for at, (name, over) in enumerate((("Plans", lean), ("Visits", 0.0), ("Closed", 0.0)))}  # fmt: skip

    def test_a_tool_with_which_everybody_grades_too_high_is_mostly_found_and_the_others_hardly_ever(self):
        found = [groups_in(self.groups(lean=0.6, seed=10 * seed)) for seed in range(RUNS)]
        stand_out = [{each.key for each in one if each.stands_out} for one in found]
        assert sum("Plans" in keys for keys in stand_out) / RUNS >= 0.75
        assert sum(bool(keys - {"Plans"}) for keys in stand_out) / RUNS <= 0.06

    def test_where_nobody_leans_hardly_any_stands_out(self):
        wrongly = [any(each.stands_out for each in groups_in(self.groups(lean=0, seed=10 * n))) for n in range(RUNS)]
        assert sum(wrongly) / RUNS <= 0.06

    def test_they_stand_in_the_order_of_the_alphabet_whatever_is_found(self):
        assert [each.key for each in groups_in(self.groups(lean=0.9, seed=1))] == ["Closed", "Plans", "Visits"]

    def test_where_two_people_audited_nothing_is_said_since_it_would_be_said_of_them(self):
        assert all(each.apart is None for each in groups_in(self.groups(lean=0.9, seed=1, people=2)))

    def test_below_twenty_pairs_or_beside_nobody_nothing_is_said_but_their_number(self):
        groups = self.groups(lean=0.9, seed=1)
        few = groups_in({key: pairs[:19] for key, pairs in groups.items()})
        assert [(each.pairs, each.apart) for each in few] == [(19, None)] * 3
        assert [each.apart for each in groups_in({"Plans": groups["Plans"]})] == [None]


class TestTheGap:
    def test_is_the_mean_of_the_pairs_with_half_of_them_lower(self):
        pairs = [Pair(auditor=1, audited=3, moderated=2)] * 10 + [Pair(auditor=2, audited=3, moderated=3)] * 10
        gap = gap_of(pairs)
        assert gap.mean.mid == pytest.approx(0.5)
        assert gap.downgraded.mid == pytest.approx(0.5)
        assert gap.p < 0.01

    def test_pairs_stand_for_the_audits_that_were_not_drawn(self):
        always = [Pair(auditor=1, audited=4, moderated=3)] * 10
        one_in_four = [Pair(auditor=1, audited=3, moderated=3, stands_for=4.0)] * 10
        assert gap_of(always + one_in_four).mean.mid == pytest.approx(10 / 50)

    def test_below_ten_pairs_it_says_nothing(self):
        gap = gap_of([Pair(auditor=1, audited=4, moderated=1)] * 9)
        assert (gap.enough, gap.mean, gap.downgraded, gap.p) == (False, None, None, None)

    def test_is_the_same_for_the_same_seed(self):
        pairs = three_of_twelve(each=10, seed=8)
        assert gap_of(pairs, seed=1) == gap_of(pairs, seed=1)

    def test_no_difference_at_all_is_no_sign_of_optimism_and_no_proof_that_there_is_none(self):
        """Of thirty alike one in nine may yet be otherwise: 1 less the thirtieth root of 0.025."""
        gap = gap_of([Pair(auditor=1, audited=2, moderated=2)] * 30)
        assert (round(gap.mean.low, 2), gap.mean.mid, round(gap.mean.high, 2)) == (-0.12, 0.0, 0.12)
        assert (gap.downgraded.low, gap.downgraded.mid, round(gap.downgraded.high, 2)) == (0.0, 0.0, 0.12)
        assert gap.p == 1.0

    def test_where_auditors_and_moderators_see_alike_luck_is_named_and_never_against_the_interval(self):
        """Every outstanding and inadequate audit is moderated; unweighted, that alone looked like optimism."""
        gaps = [gap_of(seen_alike(200, seed=seed), seed=seed) for seed in range(40)]
        beyond_luck = [gap.p < 0.05 for gap in gaps]
        assert sum(beyond_luck) / 40 <= 0.12
        contradicting = [is_beyond != (gap.mean.low > 0 or gap.mean.high < 0)
                         for gap, is_beyond in zip(gaps, beyond_luck, strict=True)]  # fmt: skip
        assert sum(contradicting) / 40 <= 0.05

    def test_its_interval_holds_the_planted_gap_about_as_often_as_it_says(self):
        planted, _ = truth(leaning=1.5)
        held = 0
        for seed in range(40):
            gap = gap_of(audited(90, leaning=1.5, seed=seed)[0], seed=seed).mean
            held += gap.low <= planted <= gap.high
        assert held / 40 >= 0.85


@pytest.mark.finding("S65")
class TestReportedQuality:
    def test_its_interval_holds_the_planted_share_about_as_often_as_it_says_and_raw_grades_are_too_good(self):
        _, planted = truth(leaning=1.5)
        held, estimates, raw = 0, [], []
        for seed in range(40):
            pairs, others = audited(90, leaning=1.5, seed=seed)
            quality = quality_of(pairs, not_drawn=others, seed=seed)
            held += quality.good_or_better.low <= planted <= quality.good_or_better.high
            estimates.append(quality.good_or_better.mid)
            raw.append(quality.raw_good_or_better)
        assert held / 40 >= 0.85
        assert sum(estimates) / 40 == pytest.approx(planted, abs=0.03)
        assert sum(raw) / 40 > planted + 0.06

    def test_where_work_is_mostly_good_it_still_holds_it_about_as_often(self):
        held = 0
        for seed in range(40):
            pairs, others = audited(60, leaning=0.5, seed=seed, truly=MOSTLY_GOOD)
            good = quality_of(pairs, not_drawn=others, seed=seed).good_or_better
            held += good.low <= sum(MOSTLY_GOOD[2:]) <= good.high
        assert held / 40 >= 0.85

    def test_within_a_grade_each_pair_counts_for_the_audits_it_stands_for(self):
        """Ten of ten moderated are not good, ten of forty are: of the fifty, four fifths are good."""
        all_read = [Pair(auditor=1, audited=3, moderated=2)] * 10
        one_in_four = [Pair(auditor=1, audited=3, moderated=3, stands_for=4.0)] * 10
        quality = quality_of(all_read + one_in_four, not_drawn=[3] * 30)
        assert quality.good_or_better.mid == pytest.approx(0.8, abs=0.02)

    def test_a_theme_moderated_whole_beside_routine_audits_does_not_tilt_it(self):
        held, apart = 0, 0.0
        for seed in range(30):
            pairs, others, good = at_two_shares(seed=seed)
            found = quality_of(pairs, not_drawn=others, seed=seed).good_or_better
            held += found.low <= good <= found.high
            apart += found.mid - good
        assert held / 30 >= 0.9
        assert apart / 30 == pytest.approx(0, abs=0.02)

    @pytest.mark.parametrize(("moderated", "low", "high"), [(3, 0.69, 1.0), (2, 0.0, 0.31)])
    def test_ten_that_agree_do_not_prove_that_all_are_so(self, moderated, low, high):
        """Of ten of ten Clopper and Pearson say from 69% on; so does this, and of the mean and the gap accordingly."""
        quality = quality_of([Pair(auditor=1, audited=moderated, moderated=moderated)] * 10)
        good = quality.good_or_better
        assert (round(good.low, 2), round(good.high, 2)) == (low, high)
        assert (round(quality.mean.low, 1), round(quality.mean.high, 1)) == (moderated - 0.3, moderated + 0.3)
        assert (round(quality.gap.low, 1), round(quality.gap.high, 1)) == (-0.3, 0.3)
        assert round(quality.moderated[3].high, 2) == 0.31  # that none was outstanding does not prove that none is

    def test_it_takes_more_than_seventy_that_agree_to_say_95_of_100(self):
        enough = {many: quality_of([Pair(auditor=1, audited=3, moderated=3)] * many).good_or_better.low >= 0.95
                  for many in (10, 70, 75)}  # fmt: skip
        assert enough == {10: False, 70: False, 75: True}

    def test_of_so_many_records_the_interval_closes_as_they_are_audited_and_moderated(self):
        pairs, _ = audited(60, leaning=0.5, seed=5, share=1.0)
        widths = [good.high - good.low for good in (quality_of(pairs, of=of).good_or_better for of in (None, 240, 60))]
        assert widths[0] > widths[1] > widths[2]
        assert widths[2] == pytest.approx(0, abs=1e-3)
        found = sum(pair.moderated >= 3 for pair in pairs) / 60
        assert quality_of(pairs, of=60).good_or_better.mid == pytest.approx(found, abs=1e-3)

    def test_of_all_that_were_audited_what_was_not_moderated_is_still_left_to_chance(self):
        pairs, others = audited(60, leaning=0.5, seed=5)
        good = quality_of(pairs, not_drawn=others, of=60).good_or_better
        assert good.high - good.low > 0.15

    def test_a_record_counts_once_and_a_stratum_for_its_share(self):
        """Ten records of a large team are good, ten of a small one poor; of all records one in five is of the small."""
        large = [Pair(auditor=1, audited=3, moderated=3, records=1.6)] * 10
        small = [Pair(auditor=1, audited=3, moderated=2, records=0.4)] * 10
        assert quality_of(large + small).good_or_better.mid == pytest.approx(0.8, abs=0.02)
        also = quality_of(large, not_drawn=[2] * 10, records=[0.4] * 10)
        assert also.raw == pytest.approx((0, 0.2, 0.8, 0))

    def test_audits_still_waiting_are_stood_for_by_those_moderated(self):
        pairs, others = audited(400, leaning=0.5, seed=3)
        half = quality_of(pairs[::2], not_drawn=others, waiting=len(pairs) - len(pairs[::2]))
        whole = quality_of(pairs, not_drawn=others)
        assert half.audits == whole.audits == 400
        assert half.good_or_better.mid == pytest.approx(whole.good_or_better.mid, abs=0.08)
        assert half.good_or_better.high - half.good_or_better.low > whole.good_or_better.high - whole.good_or_better.low

    def test_where_all_agree_it_is_what_auditors_found(self):
        pairs = [Pair(auditor=1, audited=grade, moderated=grade) for grade in (2, 3) for _ in range(40)]
        quality = quality_of(pairs, not_drawn=[2] * 40 + [3] * 40)
        assert quality.good_or_better.mid == pytest.approx(0.5, abs=0.01)
        assert quality.mean.mid == pytest.approx(2.5, abs=0.02)
        assert sum(each.mid for each in quality.moderated) == pytest.approx(1)

    def test_without_enough_moderated_neither_the_estimate_nor_the_raw_grades_are_given(self):
        quality = quality_of([Pair(auditor=1, audited=3, moderated=3)] * 9, not_drawn=[3] * 50)
        assert not quality.enough
        assert (quality.raw, quality.raw_good_or_better, quality.mean, quality.gap) == (None, None, None, None)
        assert (quality.audits, quality.pairs) == (59, 9)
