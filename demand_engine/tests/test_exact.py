"""The kernel equals the reference in every number, and numbers do not depend on who did the work."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from demand_engine import compiled
from demand_engine.compiled import follow
from demand_engine.executors import OneCore, Threads
from demand_engine.levers import ConversionLever, Levers, PostsLever, pull
from demand_engine.luck import key_of, luck
from demand_engine.reference import Run
from demand_engine.result import Measure
from demand_engine.scenario import OpenWork, Policy, Scenario
from demand_engine.sense import MakesNoSense
from demand_engine.simulate import simulate
from demand_engine.tables import lay_out
from demand_engine.tests.invented import scenarios
from demand_engine.tests.test_sense import PLAIN

BUSY = pull(PLAIN, Levers(conversion=(ConversionLever(to=0.6, from_week=4, over_weeks=10),)), name="busier")


@settings(max_examples=150, deadline=None)
@given(scenario=scenarios())
def test_the_kernel_equals_the_reference_in_every_number(scenario: Scenario):
    tables = lay_out(scenario)
    rows, waits = follow(tables, seed=7, first_run=3, runs=2)

    slow = [Run(tables, 7, replication).rows() for replication in (3, 4)]

    np.testing.assert_array_equal(rows, np.stack([table for table, _ in slow]))
    np.testing.assert_array_equal(waits, slow[0][1] + slow[1][1])


@settings(max_examples=60, deadline=None)
@given(scenario=scenarios())
def test_no_child_is_lost_in_any_week_of_any_run(scenario: Scenario):
    scenario = replace(scenario, work=replace(scenario.work, outcomes=scenario.work.outcomes[:1] and (
        replace(scenario.work.outcomes[0], share=1.0, share_of_marginal=None),
    )), open_work=tuple(piece for piece in scenario.open_work if piece.stage != "plan"))  # fmt: skip
    rows = simulate(scenario, runs=3).rows.astype(np.int64)

    came = rows[..., Measure.REFERRALS].cumsum(axis=2)
    for place, name in enumerate([None, *(team.name for team in scenario.teams)]):
        came[:, place] += sum(piece.children for piece in scenario.open_work if name in (None, piece.team))
    went = (rows[..., Measure.COMPLETED] + rows[..., Measure.LEFT_THE_LINE]).cumsum(axis=2)
    here = rows[..., Measure.OPEN] + rows[..., Measure.WAITING]
    np.testing.assert_array_equal(came - went, here)
    flows = [Measure.REFERRALS, Measure.COMPLETED, Measure.LEFT_THE_LINE, Measure.OPEN, Measure.WAITING]
    np.testing.assert_array_equal(rows[:, 1:, :, flows].sum(axis=1), rows[:, 0][..., flows])


@pytest.mark.parametrize("families", [1, 40, 80, 300])
@pytest.mark.parametrize("a_day", [1, 8, 4_096])
@pytest.mark.parametrize("policy", Policy)
def test_stores_that_run_full_say_so_and_the_runs_are_made_again_with_more_room(
    families: int, a_day: int, policy: Policy
):
    waiting = OpenWork(team="Castle", stage="waiting", children=60)
    stuck = replace(BUSY.allocation, policy=policy, smaller_families_may_pass=policy is not Policy.STRICT)
    tables = lay_out(replace(BUSY, open_work=(waiting,), allocation=stuck))
    arguments = compiled._arguments(tables, 1, 0)

    rows, waits = follow(tables, seed=1, first_run=0, runs=2)
    again, waits_again = np.zeros_like(rows), np.zeros_like(waits)
    ran_full = compiled.kernel.follow(*arguments, again, waits_again, families, a_day)

    assert ran_full or ((rows == again).all() and (waits == waits_again).all())
    assert ran_full or min(families, a_day) > 40


def test_one_core_and_two_threads_give_the_same_numbers():
    alone = simulate(BUSY, runs=37, executor=OneCore())
    shared = simulate(BUSY, runs=37, executor=Threads(2))

    np.testing.assert_array_equal(alone.rows, shared.rows)
    np.testing.assert_array_equal(alone.waits, shared.waits)


def test_runs_made_in_two_parts_are_the_runs_made_at_once():
    whole = simulate(BUSY, runs=30)
    first, second = simulate(BUSY, runs=12), simulate(BUSY, runs=18, first_run=12)

    np.testing.assert_array_equal(whole.rows, np.concatenate([first.rows, second.rows]))
    np.testing.assert_array_equal(whole.waits, first.waits + second.waits)


def test_another_seed_is_other_luck():
    assert (simulate(BUSY, runs=2, seed=1).rows != simulate(BUSY, runs=2, seed=2).rows).any()


def test_luck_is_even_and_asked_twice_the_same():
    numbers = np.array([luck(key_of(1, 0), 2, entity, 3) for entity in range(20_000)])

    counts, _ = np.histogram(numbers, bins=20, range=(0, 1))
    assert ((counts - 1_000) ** 2 / 1_000).sum() < 43.8  # chi-squared, 19 degrees: one in a thousand
    assert luck(key_of(1, 0), 2, 5, 3) == numbers[5]


def test_two_plans_meet_the_same_children():
    more = pull(BUSY, Levers(posts=(PostsLever(number=2, from_week=6),)), name="two more")

    plain, staffed = simulate(BUSY, runs=20), simulate(more, runs=20)

    for measure in (Measure.CONTACTS, Measure.REFERRALS):
        np.testing.assert_array_equal(plain.rows[..., measure], staffed.rows[..., measure])


def test_more_posts_never_make_the_expected_wait_worse():
    waits = []
    for number in range(5):
        plan = pull(BUSY, Levers(posts=(PostsLever(number=number, from_week=2),)), name=f"{number} more")
        waits.append(simulate(plan, runs=200).rows[:, 0, :, Measure.WAITING].mean())

    assert waits == sorted(waits, reverse=True)
    assert waits[0] > 2 * waits[-1]


def test_the_same_luck_makes_plans_comparable():
    """The variance of a difference between two plans, on the same children against on others: at least 3 times less."""
    more = pull(BUSY, Levers(posts=(PostsLever(number=1, from_week=6),)), name="one more")
    plain, other = (simulate(BUSY, runs=400, seed=seed).rows[:, 0, 30, Measure.WAITING] for seed in (1, 2))
    staffed = simulate(more, runs=400).rows[:, 0, 30, Measure.WAITING]

    assert np.var(plain.astype(int) - staffed) * 3 < np.var(other.astype(int) - staffed)


def test_what_stands_open_on_the_first_morning_is_followed():
    scenario = replace(PLAIN, open_work=(OpenWork(team="Castle", stage="waiting", children=300),))

    first = simulate(scenario, runs=3).rows[:, 0, 0]

    assert (first[:, Measure.OPEN] + first[:, Measure.WAITING] >= 300).all()
    assert (first[:, Measure.CASELOAD_MAX] <= 18).all()


@pytest.mark.parametrize("runs", [0, -1, 5_000_000])
def test_a_number_of_runs_that_makes_no_sense_is_refused(runs: int):
    with pytest.raises(MakesNoSense, match="between once and"):
        simulate(PLAIN, runs=runs)
