"""Drift of conversion: a planted shift is found soon, split exactly, and asks who decided it."""

from datetime import date, timedelta

import numpy as np
import pytest

from lintel.oversight.alike.drift import Change, Week, cumulative_sums, drift_of, split_at

MONDAY = date(2025, 1, 6)
SHARES = {"Police": 0.4, "School": 0.3, "Health": 0.3}
RATES = {"Police": 0.25, "School": 0.35, "Health": 0.35}


def weeks(number, *, rates=RATES, shares=SHARES, contacts=229, seed=1, begins=MONDAY, ramp=lambda week: 1.0):
    generator, found = np.random.default_rng(seed), []
    for week in range(number):
        decided = dict(zip(shares, generator.multinomial(contacts, list(shares.values())).tolist(), strict=True))
        statutory = {
            source: int(generator.binomial(count, min(1, rates[source] * ramp(week))))
            for source, count in decided.items()
        }
        found.append(Week(begins_on=begins + timedelta(weeks=week), decided=decided, statutory=statutory))
    return found


def then(before, **more):
    return before + weeks(26, begins=before[-1].begins_on + timedelta(weeks=1), seed=2, **more)


def test_where_nothing_moves_nothing_is_found():
    quiet = [drift_of(weeks(52, seed=seed), []).lines[0].shift for seed in range(40)]

    assert sum(shift is not None for shift in quiet) <= 4


# PRODUCT.md 0.5 and Q3: conversion rises from 30% to 70% over ten weeks, 229 contacts a week; a chart flags it at a
# median of week 3 and week 4 at the latest nine times in ten.
def test_the_slide_of_the_letter_is_noticed_in_week_three():
    noticed = []
    for seed in range(200):
        generator = np.random.default_rng(seed)
        share = [0.30] * 26 + [0.30 + 0.04 * min(week, 10) for week in range(14)]
        statutory = [int(generator.binomial(229, each)) for each in share]
        sums = cumulative_sums([229] * 40, statutory)
        noticed.append(next(i for i, pair in enumerate(sums) if max(pair) > 5.0) - 26)

    assert np.median(noticed) <= 3
    assert np.percentile(noticed, 90) <= 4


def test_a_planted_shift_is_found_where_it_began_and_asks_who_decided_it():
    found = drift_of(then(weeks(26), rates={source: 1.4 * rate for source, rate in RATES.items()}), [])

    shift = found.lines[0].shift
    assert shift.is_up
    assert abs((shift.began_on - (MONDAY + timedelta(weeks=26))).days) <= 7
    assert shift.explained_by == ()
    assert shift.question == "No change is on record for this time. Who decided this?"


def test_a_change_on_record_explains_a_shift_that_begins_with_it():
    change = Change(what="Threshold version 4", changed_on=MONDAY + timedelta(weeks=26), decided_by="Helen Strand")
    elsewhen = Change(what="New form", changed_on=MONDAY + timedelta(weeks=5), decided_by="Dawn Okafor")

    found = drift_of(then(weeks(26), rates={source: 1.4 * rate for source, rate in RATES.items()}), [change, elsewhen])

    assert found.lines[0].shift.explained_by == (change,)
    assert "who decided" not in found.lines[0].shift.question.lower()


def test_a_shift_of_one_source_is_found_in_its_own_line():
    found = drift_of(then(weeks(26), rates=RATES | {"School": 0.65}), [])

    by_source = {line.source: line.shift for line in found.lines}
    assert by_source["School"] is not None
    assert by_source["Police"] is None
    assert by_source["Health"] is None


def test_other_referrers_are_mix_and_stricter_deciding_is_threshold_and_all_adds_up():
    unlike = {"Police": 0.1, "School": 0.5, "Health": 0.5}
    moved = then(weeks(26, rates=unlike), rates=unlike, shares={"Police": 0.7, "School": 0.15, "Health": 0.15})
    harder = then(weeks(26), rates={source: 0.6 * rate for source, rate in RATES.items()})
    middle = MONDAY + timedelta(weeks=26)

    by_mix, by_threshold = split_at(moved, middle), split_at(harder, middle)

    assert abs(by_mix.mix) > 4 * abs(by_mix.conversion)
    assert abs(by_threshold.conversion) > 4 * abs(by_threshold.mix)
    for each in (by_mix, by_threshold):
        assert each.volume + each.conversion + each.mix == each.change


def test_fewer_than_twelve_weeks_are_not_judged():
    assert cumulative_sums([50] * 10, [15] * 9 + [50]) == [(0.0, 0.0)] * 10
    assert drift_of([], []).lines[0].shift is None
    assert split_at(weeks(4), MONDAY) is None


def test_limits_are_drawn_anew_only_from_a_signed_day():
    moved = then(weeks(26), rates={source: 1.4 * rate for source, rate in RATES.items()})

    assert drift_of(moved, [], restarts=[MONDAY + timedelta(weeks=26)]).lines[0].shift is None


@pytest.mark.parametrize("contacts", [20, 229])
def test_a_fall_is_found_as_a_rise_is(contacts):
    found = drift_of(
        then(weeks(26, contacts=contacts), rates={source: 0.4 * rate for source, rate in RATES.items()},
             contacts=contacts), [],
    )  # fmt: skip

    assert not found.lines[0].shift.is_up
