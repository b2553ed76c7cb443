"""A draw is the same for whoever draws it; nobody audits their own; the precision is known before (S52, S55)."""

import random
from collections import Counter
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.oversight.audit_cycles import drawing
from lintel.oversight.audit_cycles.drawing import NoAuditorFor, assigned, drawn_by, reach, shares, size_for, stratified
from lintel.oversight.audit_cycles.outlook import Stratum, weights_of
from lintel.oversight.moderation.optimism import quality_of
from lintel.oversight.moderation.planted import audited

few = settings(max_examples=30, deadline=None)
children = st.sets(st.integers(1, 9_999), min_size=1, max_size=80)
strata = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1)


@few
@given(children, st.integers(1, 100), st.text(max_size=6), st.randoms())
def test_the_same_seed_draws_the_same_children_in_whatever_order_they_are_listed(them, size, seed, chance):
    listed = list(them)
    chance.shuffle(listed)

    first, again = drawn_by(seed, them, size), drawn_by(seed, listed, size)

    assert first == again
    assert len(set(first)) == min(size, len(them))
    assert set(first) <= them


def test_the_draw_of_a_seed_never_changes():
    assert drawn_by("ravenshire", range(1, 101), 5) == (9, 23, 91, 4, 73)


def test_another_seed_draws_others_and_everybody_is_as_likely_as_everybody_else():
    times = Counter(child for seed in range(600) for child in drawn_by(str(seed), range(20), 5))

    # Each of twenty children comes in 150 of 600 draws of five; five standard deviations are 53.
    assert all(97 <= times[child] <= 203 for child in range(20))


@few
@given(strata, st.integers(0, 120), st.integers(0, 3))
def test_shares_add_up_and_never_ask_for_more_than_there_are(there, size, fewest):
    given_to = shares(there, size, fewest=fewest)

    assert sum(given_to.values()) == min(size, sum(there.values()))
    assert all(0 <= given_to[name] <= there[name] for name in there)


@few
@given(strata, st.integers(8, 120))
def test_no_stratum_is_left_out_where_there_is_room(there, size):
    assert all(n == 0 or shares(there, size)[name] >= 1 for name, n in there.items())


def test_shares_are_in_proportion_and_the_largest_remainder_gets_the_last():
    assert shares({"north": 200, "south": 150, "west": 62}, 60) == {"north": 29, "south": 22, "west": 9}
    assert shares({"large": 97, "small": 3}, 10) == {"large": 9, "small": 1}
    assert shares({"a": 5, "b": 3, "c": 2}, 2) == {"a": 1, "b": 1, "c": 0}


@few
@given(st.dictionaries(st.integers(1, 999), st.sampled_from("abc"), min_size=1, max_size=60), st.integers(1, 40))
def test_a_stratified_draw_takes_its_shares_and_does_not_mind_the_order(stratum_of, size):
    drawn = stratified("seed", stratum_of, size)
    turned = dict(sorted(stratum_of.items(), key=lambda each: -each[0]))

    assert drawn == stratified("seed", turned, size)
    taken = Counter(stratum_of[child] for child in drawn)
    wanted = shares(Counter(stratum_of.values()), size)
    assert taken == Counter({name: n for name, n in wanted.items() if n})


# --- what a sample can say ---


def test_the_precision_is_said_before_anything_is_drawn():
    assert drawing.reach_in_words(60, 412, 1.0) == (
        "60 of 412, every one moderated: a share near half is known to within about ±12 points (19 times out of 20)."
    )
    assert drawing.reach_in_words(60, 412, 0.3) == (
        "60 of 412, 30% or more of them moderated: a share near half is known to within about ±18 points "
        "(19 times out of 20)."
    )
    assert drawing.reach_in_words(5, 0, 0.3) == "There is nobody to draw from."


def test_of_everybody_something_is_left_to_chance_as_long_as_not_everything_is_moderated():
    assert drawing.reach_in_words(50, 40, 1.0) == "All 40, every one moderated: nothing is left to chance."
    assert drawing.reach_in_words(60, 60, 0.3).startswith("All 60, 30% or more of them moderated: a share near half")
    assert drawing.reach_in_words(4, 4, 1.0) == (
        "All 4: too few to say how good the work is. That takes 10 moderated audits."
    )


def test_what_is_said_before_the_draw_is_about_as_sure_as_what_is_reported_after_it():
    """Of 343 children 60 are drawn, and moderated by policy; of 60 all are; and all of them are moderated."""
    for of, share in ((343, 0.3), (60, 0.3), (343, 1.0)):
        widths = []
        for seed in range(8):
            pairs, others = audited(60, leaning=0.0, seed=seed, share=share)
            good = quality_of(pairs, not_drawn=others, of=of, seed=seed).good_or_better
            widths.append((good.high - good.low) / 2)
        assert sum(widths) / 8 == pytest.approx(drawing.reach_as_moderated(60, of, share), abs=0.02)


def test_small_strata_that_were_given_more_than_their_share_weigh_less_and_all_together_as_many_as_were_drawn():
    strata = [Stratum("large", 90, 9), Stratum("nobody drawn", 4, 0), Stratum("small", 10, 3)]

    assert weights_of(strata) == pytest.approx({"large": 1.2, "small": 0.4})
    assert weights_of([Stratum("one", 50, 5)]) == {"one": 1.0}
    assert weights_of([]) == {}


def test_a_precision_that_even_everybody_would_not_reach_is_not_offered():
    assert size_for(0.05, 100, moderated=0.3) is None
    assert size_for(0.15, 343, moderated=0.3) > size_for(0.15, 343)


@few
@given(st.integers(2, 2_000), st.data())
def test_more_children_never_say_less_and_all_of_them_are_certain(of, data):
    size = data.draw(st.integers(1, of - 1))

    assert reach(size, of) >= reach(size + 1, of)
    assert reach(of, of) == 0


@few
@given(st.integers(1, 3_000), st.sampled_from([0.05, 0.1, 0.15, 0.2]))
def test_the_size_for_a_precision_is_the_fewest_that_reach_it(of, half_width):
    size = size_for(half_width, of)

    assert reach(size, of) <= half_width
    assert size == 1 or reach(size - 1, of) > half_width


def test_in_a_thousand_draws_the_share_of_all_lies_within_reach_as_often_as_is_said():
    """Of 412 children 206 are served well: how often does a sample of 60 say so to within its reach?"""
    chance = random.Random(11)
    everybody, well = range(412), set(range(206))
    within = 0
    for _ in range(1_000):
        share = sum(child in well for child in drawn_by(str(chance.random()), everybody, 60)) / 60
        within += abs(share - 0.5) <= reach(60, 412)

    assert 0.93 <= within / 1_000 <= 0.985


# --- who audits whom ---

auditors_and_conflicts = st.integers(2, 7).flatmap(
    lambda n: st.tuples(
        st.just(list(range(n))),
        st.dictionaries(st.integers(0, n - 1), st.sets(st.integers(1, 40), max_size=25), max_size=n),
    )
)


@few
@given(st.sets(st.integers(1, 40), min_size=1), auditors_and_conflicts, st.randoms())
def test_nobody_audits_where_they_have_a_conflict_and_each_record_once_or_by_two_people(drawn, who, chance):
    auditors, conflicts = who
    without = {child for child in drawn if all(child in conflicts.get(one, ()) for one in auditors)}
    if without:
        with pytest.raises(NoAuditorFor) as nobody:
            assigned("s", drawn, auditors, conflicts)
        assert set(nobody.value.children) == without
        return
    audits = assigned("s", drawn, auditors, conflicts)
    turned = sorted(drawn, reverse=True)

    assert not [each for each in audits if each.child in conflicts.get(each.auditor, ())]
    assert Counter(each.child for each in audits if not each.is_second) == Counter(drawn)
    assert len({(each.child, each.auditor) for each in audits}) == len(audits)
    assert audits == assigned("s", turned, auditors[::-1], conflicts)


@few
@given(st.integers(1, 60), st.integers(2, 9))
def test_without_conflicts_loads_differ_by_one_at_most_and_one_in_twenty_is_audited_twice(n, how_many):
    audits = assigned("s", range(n), range(how_many), {})

    loads = Counter(each.auditor for each in audits)
    assert max(loads.values()) - min(loads.get(one, 0) for one in range(how_many)) <= 1
    assert sum(each.is_second for each in audits) == ceil(n / 20)


def test_an_audit_is_handed_along_to_whoever_has_fewer():
    """One may audit only the first ten; two may audit anybody: the first ten go to the one who can take no others."""
    drawn = range(1, 31)
    audits = assigned("s", drawn, [1, 2, 3], {1: set(range(11, 31))}, double_share=0)

    assert Counter(each.auditor for each in audits) == {1: 10, 2: 10, 3: 10}


def test_nobody_named_is_refused():
    with pytest.raises(drawing.NobodyToAsk):
        assigned("s", [1], [], {})
