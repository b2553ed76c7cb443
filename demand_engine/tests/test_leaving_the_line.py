"""
Children who leave the line, against the formulae of queues that lose: Erlang-B (nobody waits) and Erlang-A (some do).

Seeds are fixed, every z-score is printed (`pytest -s`) and is below 4. A share is compared run by run, as what left
less the share expected to: that has mean 0 even though the number referred differs from run to run.
"""

from dataclasses import replace

import numpy as np
import pytest

from demand_engine.curves import Curve, exponential, fixed
from demand_engine.result import Measure, Result
from demand_engine.scenario import Allocation, OpenWork, Scenario
from demand_engine.sense import MakesNoSense
from demand_engine.simulate import simulate
from demand_engine.tests.test_oracles import NOBODY_LEAVES, queue, said, weekly

WARMED_UP = 52


def patient(after: Curve, **changes) -> Scenario:
    return queue(allocation=Allocation(priority_shares=(1.0,), leaves_the_line_after=after), **changes)


def left_beyond(result: Result, share: float) -> np.ndarray:
    """What left, less what should have, for each referral; of each run."""
    left, came = (result.rows[:, 0, WARMED_UP:, which] for which in (Measure.LEFT_THE_LINE, Measure.REFERRALS))
    return (left.sum(axis=1) - share * came.sum(axis=1)) / came.sum(axis=1).mean()


def erlang_b(workers: int, load: float) -> float:
    """The share blocked in M/M/c/c, by the recursion that never leaves 0 … 1."""
    blocked = 1.0
    for number in range(1, workers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_a(workers: int, load: float, patience: float, most: int) -> tuple[float, float]:
    """
    M/M/c+M: the share that leaves and the mean number waiting, from the chain of births and deaths cut off at `most`.

    Times in units of the mean service; the chances are built outwards from the middle, so that none overflows.
    """
    numbers = np.arange(most + 1)
    ends = np.minimum(numbers, workers) + np.maximum(numbers - workers, 0) / patience
    logs = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(ends[1:]))])
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    waiting = float((np.maximum(numbers - workers, 0) * chances).sum())
    return waiting / patience / load, waiting


@pytest.mark.parametrize(("workers", "load", "runs"), [(3, 2.0, 150), (10, 12.0, 100), (60, 55.0, 30)])
def test_with_no_patience_as_many_are_lost_as_erlang_b_says(workers: int, load: float, runs: int):
    result = simulate(patient(fixed(0), contacts_per_week=load * 7 / 2, workers=workers), runs=runs)

    blocked = erlang_b(workers, load)
    assert said(f"Erlang-B({workers}, {load}) = {blocked:.4f}: left", left_beyond(result, blocked), 0) < 4
    assert said(f"Erlang-B({workers}, {load}): busy", weekly(result, Measure.OPEN, WARMED_UP), load * (1 - blocked)) < 4
    assert (result.rows[..., Measure.WAITING] == 0).all()


@pytest.mark.parametrize(
    ("workers", "load", "patience", "runs"), [(6, 5.4, 1.0, 150), (10, 12.0, 3.0, 100), (60, 63.0, 5.0, 30)]
)
def test_with_some_patience_as_many_leave_and_wait_as_erlang_a_says(
    workers: int, load: float, patience: float, runs: int
):
    scenario = patient(exponential(2 * patience), contacts_per_week=load * 7 / 2, workers=workers)
    result = simulate(scenario, runs=runs)

    leaving, waiting = erlang_a(workers, load, patience, most=2_000)
    assert said(f"Erlang-A({workers}, {load}) = {leaving:.4f}: left", left_beyond(result, leaving), 0) < 4
    assert said(f"Erlang-A({workers}, {load}): waiting", weekly(result, Measure.WAITING, WARMED_UP), waiting) < 4


def test_the_formulae_are_cut_off_late_enough_and_meet_where_they_should():
    for workers, load, patience in ((6, 5.4, 1.0), (10, 12.0, 3.0), (60, 63.0, 5.0)):
        short, long = (erlang_a(workers, load, patience, most=most) for most in (1_000, 2_000))
        assert short == pytest.approx(long, rel=1e-12)
    lost, _ = erlang_a(10, 12.0, 1e-9, most=2_000)
    assert lost == pytest.approx(erlang_b(10, 12.0), rel=1e-6)


def test_with_one_worker_without_a_ceiling_those_are_lost_who_come_while_the_worker_is_sick():
    """Sickness availability: Poisson arrivals see the worker sick for the share of the time they are."""
    staffing = replace(NOBODY_LEAVES, sickness_share=0.3, sickness_days=10)
    result = simulate(
        patient(fixed(0), contacts_per_week=50, workers=1, ceiling=1000, staffing=staffing), runs=200
    )  # fmt: skip

    assert said("lost while the worker is sick, 30%", left_beyond(result, 0.3), 0) < 4


def test_only_newly_referred_children_leave():
    """Those found waiting stay, and so do those whose worker left."""
    found = OpenWork(team="one", stage="waiting", children=40)
    staffing = replace(NOBODY_LEAVES, leaving_per_year=12, time_to_recruit=fixed(400))
    scenario = patient(fixed(0), contacts_per_week=0, workers=4, open_work=(found,), staffing=staffing, weeks=60)
    rows = simulate(scenario, runs=20).rows[:, 0]

    assert (rows[..., Measure.LEFT_THE_LINE] == 0).all()
    assert (rows[:, -1, Measure.WAITING] > 0).any()


def test_a_patience_beyond_a_lifetime_is_refused():
    with pytest.raises(MakesNoSense, match="Nothing may last longer"):
        patient(exponential(1e9), contacts_per_week=1, workers=1)
