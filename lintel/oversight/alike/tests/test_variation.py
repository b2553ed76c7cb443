"""Decision makers beside what their cases lead one to expect: planted bias is found, chance is not."""

from dataclasses import fields, replace

import numpy as np
import pytest

from lintel.oversight.alike.variation import (
    Case,
    differences_between,
    expected_shares,
    funnel_limits,
    power,
    protected_fields,
    variation_between,
)

SOURCES = ("Police", "School", "Health", "Family")
CONCERNS = ("neglect", "domestic_abuse", "mental_health")


def cases(*, deciders=12, each=150, planted=None, seed=1, evening=0.0):
    """
    Contacts that differ by source, concern and history.

    :param planted: deciders whose odds are multiplied. :param evening: added to the log odds after 17:00.
    """
    generator, found = np.random.default_rng(seed), []
    for decider in range(deciders):
        lean = np.log((planted or {}).get(decider, 1.0))
        # Somebody who takes the police's calls has other cases than somebody who takes the schools'.
        likely = np.roll((0.55, 0.15, 0.15, 0.15), decider % 4)
        for _ in range(each):
            source = generator.choice(4, p=likely)
            concerns = frozenset(name for name in CONCERNS if generator.random() < 0.3)
            earlier, hour = int(generator.poisson(1)), int(generator.integers(8, 20))
            log_odds = -1.5 + (0.9, 0.3, 0.0, -0.6)[source] + 0.8 * ("neglect" in concerns) + 0.4 * np.log1p(earlier)
            log_odds += lean + (evening if hour >= 17 else 0)
            found.append(Case(
                decider=decider, is_statutory=bool(generator.random() < 1 / (1 + np.exp(-log_odds))),
                source=SOURCES[source], concerns=concerns, age_band=str(generator.integers(0, 5)),
                earlier_contacts=earlier, hour=hour, weekday=int(generator.integers(0, 7)),
            ))  # fmt: skip
    return found


def permuted(found, generator):
    whose = generator.permutation([case.decider for case in found])
    return [replace(case, decider=int(who)) for who, case in zip(whose, found, strict=True)]


# PRODUCT.md 5, Q2. The figures there come from a simulation; these are exact.
@pytest.mark.parametrize(("decisions", "probability"), [(30, 0.14), (100, 0.55), (150, 0.80)])
def test_the_power_is_as_the_product_says_it(decisions, probability):
    assert power(decisions, expected=0.30, true=0.45) == pytest.approx(probability, abs=0.015)


def test_the_power_is_found_again_by_the_whole_method():
    """A hundred times: eleven deciders at about 30%, the twelfth at 45%, 150 decisions each."""
    generator, seen = np.random.default_rng(4), 0
    for _ in range(100):
        found = [
            Case(decider=who, is_statutory=bool(generator.random() < (0.45 if who == 11 else 0.30)))
            for who in range(12)
            for _ in range(150)
        ]
        variation = variation_between(found, fewest=150)
        # Its own cases are a twelfth of what is expected, which costs a little.
        seen += 11 in {each.decider for each in variation.outside}

    assert 0.68 <= seen / 100 <= 0.90


def test_permuted_labels_give_signals_in_no_more_than_five_of_a_hundred():
    found, generator = cases(), np.random.default_rng(3)

    signals = [len(variation_between(permuted(found, generator), fewest=150).outside) for _ in range(40)]

    assert sum(map(bool, signals)) / len(signals) <= 0.05
    assert sum(signals) / (12 * len(signals)) <= 0.05


def test_a_planted_bias_is_recovered_and_nobody_else_is_marked():
    found = variation_between(cases(each=400, planted={5: 2.5}), fewest=150)

    assert [each.decider for each in found.outside] == [5]
    five = found.outside[0]
    assert five.odds_low < 2.5 < five.odds_high * 1.1
    assert five.odds > 1.8


def test_other_cases_are_not_taken_for_other_deciding():
    found = variation_between(cases(each=400), fewest=150)

    shares = [each.share for each in found.deciders]
    adjusted = [each.adjusted for each in found.deciders]
    assert max(shares) - min(shares) > 1.5 * (max(adjusted) - min(adjusted))
    assert found.outside == ()


def test_somebody_with_few_decisions_is_drawn_to_the_middle_and_never_marked():
    newcomer = [replace(case, decider=99, is_statutory=True) for case in cases(deciders=1, each=30, seed=9)]

    found = variation_between(cases() + newcomer, fewest=150)

    new = next(each for each in found.deciders if each.decider == 99)
    assert new.z > 3.1
    assert not new.is_outside
    assert 1 < new.odds < 10


def test_the_spread_between_deciders_is_near_nought_without_any_and_near_what_was_planted():
    generator = np.random.default_rng(6)
    planted = {who: float(np.exp(generator.normal(0, 0.5))) for who in range(24)}

    assert variation_between(cases(deciders=24), fewest=150).spread_of_log_odds < 0.2
    assert 0.3 < variation_between(cases(deciders=24, planted=planted), fewest=150).spread_of_log_odds < 0.75


def test_nothing_is_said_of_one_decider_or_where_nothing_varies():
    assert variation_between(cases(deciders=1), fewest=150) is None
    assert variation_between([Case(decider=who, is_statutory=True) for who in (1, 2)] * 200, fewest=150) is None


def test_the_model_sees_no_protected_characteristic():
    assert protected_fields({field.name: None for field in fields(Case)}) == set()
    assert protected_fields({"ethnicity_group": None, "source": None}) == {"ethnicity_group"}


def test_what_the_model_expects_adds_up_to_what_was_decided():
    found = cases()

    assert sum(expected_shares(found)) == pytest.approx(sum(case.is_statutory for case in found), abs=0.01)


def test_a_group_that_is_decided_otherwise_is_asked_about():
    """Planted: the same cases, but one group is decided statutory more often."""
    found, generator = cases(each=300), np.random.default_rng(8)
    groups = ["A" if generator.random() < 0.5 else "B" for _ in found]
    biased = [
        replace(case, is_statutory=case.is_statutory or (group == "B" and bool(generator.random() < 0.1)))
        for case, group in zip(found, groups, strict=True)
    ]

    a, b = differences_between(groups, biased)

    assert a.high < 0 < b.low


def test_the_funnel_is_wider_with_fewer_decisions():
    few, many = funnel_limits(0.3, 30), funnel_limits(0.3, 300)

    assert few[0] < many[0] < many[1] < 0.3 < many[2] < many[3] < few[3]
