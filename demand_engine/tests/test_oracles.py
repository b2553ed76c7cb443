"""
The engine against formulae it does not know. Seeds are fixed; every z-score is printed (`pytest -s`), and is below 4.

The weekly counts of a run depend on each other, those of different runs do not: means are taken over each run first.
"""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from demand_engine.curves import Curve, exponential, fixed, from_quantiles, level, ramp
from demand_engine.instant import offered_load
from demand_engine.result import Measure, Result
from demand_engine.scenario import (
    Allocation,
    Calendar,
    CountsFrom,
    Demand,
    OpenWork,
    Outcome,
    Posts,
    Scenario,
    Screening,
    Source,
    Staffing,
    Team,
    Work,
)
from demand_engine.simulate import simulate

NOBODY_LEAVES = Staffing(leaving_per_year=0, sickness_share=0)
CLOSED = Outcome(name="closed", share=1, lasts=fixed(0))
DAYS = 7 / 5  # `assessment` counts five days to a week; here every day works, so a day is a day


def queue(*, contacts_per_week: float, workers: int, ceiling: int = 1, weeks: int = 260, **changes) -> Scenario:
    """One team, every day alike, decided within two minutes: the world of the formulae."""
    plain = Scenario(
        name="queue",
        starts_on=date(2025, 3, 3),
        weeks=weeks,
        demand=Demand(
            sources=(Source(name="all", contacts_per_week=contacts_per_week, conversion=level(1)),),
            weekday_factors=(1.0,) * 7,
        ),
        screening=Screening(officers=50, minutes_per_contact=1, opens_at_hour=0, closes_at_hour=24),
        work=Work(outcomes=(CLOSED,), assessment=exponential(2), counts_from=CountsFrom.ALLOCATION),
        teams=(
            Team(name="one", share_of_referrals=1, posts=(Posts(number=workers, ceiling_points=ceiling),), managers=1),
        ),
        allocation=Allocation(priority_shares=(1.0,)),
        staffing=NOBODY_LEAVES,
        calendar=Calendar(every_day_works=True, office_opens_at_hour=0, office_closes_at_hour=24),
    )
    return replace(plain, **changes)


def z_of(values: np.ndarray, expected: float) -> float:
    """How many standard errors the mean of independent values lies from what is expected."""
    return float((values.mean() - expected) / (values.std(ddof=1) / math.sqrt(len(values))))


def said(name: str, values: np.ndarray, expected: float) -> float:
    z = z_of(values, expected)
    print(f"\n{name}: expected {expected:.4f}, found {values.mean():.4f}, z = {z:+.2f}")
    return abs(z)


def weekly(result: Result, measure: Measure, since: int = 0) -> np.ndarray:
    """The mean over the weeks of each run."""
    return result.rows[:, 0, since:, measure].mean(axis=1)


def erlang_c(workers: int, load: float) -> float:
    """The chance to wait in M/M/c, by the stable recursion over Erlang-B."""
    blocked = 1.0
    for number in range(1, workers + 1):
        blocked = load * blocked / (number + load * blocked)
    share = load / workers
    return blocked / (1 - share * (1 - blocked))


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "share_busy", "runs"), [(6, 0.9, 300), (66, 0.95, 40), (150, 0.97, 20)])
def test_waiting_and_busy_in_a_queue_of_many_workers(workers: int, share_busy: float, runs: int):
    load = workers * share_busy
    result = simulate(queue(contacts_per_week=load * 7 / 2, workers=workers), runs=runs)

    line = erlang_c(workers, load) * share_busy / (1 - share_busy)
    assert said(f"M/M/{workers}: waiting", weekly(result, Measure.WAITING, 130), line) < 4
    assert said(f"M/M/{workers}: busy", weekly(result, Measure.OPEN, 130), load) < 4


def test_littles_law_on_the_waits_of_the_children_themselves():
    """Children waiting = referrals a day × days each waits; in whole days that is up to a day short for each child."""
    result = simulate(queue(contacts_per_week=18.9, workers=6), runs=200)

    days_followed = 200 * 260 * 7
    waited = result.waits[0].sum(axis=0)
    whole_days = (waited * np.arange(len(waited))).sum() / days_followed
    line = result.rows[:, 0, :, Measure.WAITING].mean()
    print(f"\nLittle: {whole_days:.2f} < {line:.2f} < {whole_days + waited.sum() / days_followed:.2f}")
    assert whole_days < line < whole_days + waited.sum() / days_followed


@pytest.mark.parametrize(
    "lasts",
    [exponential(20), fixed(31), from_quantiles([(0, 1), (0.3, 10), (0.8, 45), (1, 90)])],
    ids=["exponential", "fixed", "from quantiles"],
)
def test_the_load_of_a_changing_inflow_without_a_ceiling(lasts: Curve):
    """Mt/G/∞: the weekly number is Poisson, so its variance is its mean."""
    flow = queue(contacts_per_week=120, workers=1, ceiling=1000, weeks=40)
    source = replace(flow.demand.sources[0], conversion=ramp(0.3, 0.7, from_week=5, over_weeks=10))
    scenario = replace(flow, demand=replace(flow.demand, sources=(source,)), work=replace(flow.work, assessment=lasts))
    exact = replace(scenario, work=replace(scenario.work, assessment=lasts.stretched(1 / DAYS)))
    result = simulate(scenario, runs=2_000)

    for load in offered_load(exact, steps_a_week=112)[3::9]:
        found = result.rows[:, 0, load.week, Measure.OPEN].astype(float)
        assert said(f"Mt/G/∞ week {load.week}: mean", found, load.mean) < 4
        spread = (found.var(ddof=1) / load.mean - 1) / math.sqrt(2 / (len(found) - 1))
        print(f"    variance over mean {found.var(ddof=1) / load.mean:.3f}, z = {spread:+.2f}")
        assert abs(spread) < 4


def test_the_load_of_two_stages():
    flow = queue(contacts_per_week=50, workers=1, ceiling=1000, weeks=40)
    stages = (Outcome(name="plan", share=0.4, lasts=exponential(60)), replace(CLOSED, share=0.6))
    scenario = replace(flow, work=replace(flow.work, outcomes=stages, assessment=exponential(20)))
    result = simulate(scenario, runs=2_000)

    a, b = 1 / 20, 1 / 60
    for week in (3, 12, 39):
        days = (week + 1) * 7
        first = (1 - math.exp(-a * days)) / a
        second = 0.4 * a / (a - b) * ((1 - math.exp(-b * days)) / b - (1 - math.exp(-a * days)) / a)
        found = result.rows[:, 0, week, Measure.OPEN].astype(float)
        assert said(f"two stages, week {week}", found, 50 / 7 * (first + second)) < 4


@pytest.mark.parametrize(
    "lasts",
    [exponential(40), fixed(60), from_quantiles([(0, 2), (0.3, 10), (0.8, 45)], tail_mean_days=30)],
    ids=["exponential", "fixed", "with a tail"],
)
def test_what_is_found_open_ends_as_in_a_steady_state(lasts: Curve):
    """Of 200 found open, P(left > t) = ∫ over t of the share still going, over the mean."""
    scenario = queue(
        contacts_per_week=0, workers=1, ceiling=1000, weeks=12,
        open_work=(OpenWork(team="one", stage="assessment", children=200),),
    )  # fmt: skip
    result = simulate(replace(scenario, work=replace(scenario.work, assessment=lasts)), runs=1_000)

    fine = np.linspace(0, 400, 400_001)
    going = np.array([1 - lasts.share_by(day) for day in fine[::40]])
    for week in (1, 4, 8):
        days = (week + 1) * 7
        part = fine[::40] >= days
        left = np.trapezoid(going[part], fine[::40][part]) + going[-1] * lasts.tail_mean_days
        found = result.rows[:, 0, week, Measure.OPEN].astype(float)
        if left < 1e-6:
            assert found.max() == 0
        else:
            assert said(f"found open, week {week}", found, 200 * left / lasts.mean_days) < 4


def test_under_overload_the_line_grows_by_what_cannot_be_done():
    result = simulate(queue(contacts_per_week=60, workers=10, weeks=200), runs=400)

    grown = (result.rows[:, 0, 199, Measure.WAITING] - result.rows[:, 0, 99, Measure.WAITING]).astype(float)
    assert said("fluid limit: 100 weeks of overload", grown, 100 * (60 - 10 * 7 / 2)) < 4


def test_posts_fall_empty_and_fill_again():
    """Alternating renewal: in the long run a post is filled for up / (up + down)."""
    staffing = replace(NOBODY_LEAVES, leaving_per_year=4.0, time_to_recruit=fixed(60))
    result = simulate(queue(contacts_per_week=0, workers=40, staffing=staffing), runs=300)

    up = 365.25 / 4
    assert said("posts filled", weekly(result, Measure.WORKERS, 130), 40 * up / (up + 60)) < 4


def test_the_sick_take_no_new_children():
    """With one worker in all, a child that comes is taken at once by the well: the share of the time they are well."""
    staffing = replace(NOBODY_LEAVES, sickness_share=0.3, sickness_days=400)
    flow = queue(contacts_per_week=400, workers=1, ceiling=1000, weeks=8, staffing=staffing)
    result = simulate(flow, runs=3_000)

    idle = (result.rows[:, 0, 0, Measure.OPEN] == 0).astype(float)
    stays = math.exp(-7 / 400)
    well_first = 0.7 * (1 - math.exp(-7 / (400 * 0.7 / 0.3)))  # well, then sick: still held children for a while
    print(f"\nsick all week or nothing held: between {0.3 * stays:.3f} and {0.3 * stays + well_first:.3f}")
    assert 0.3 * stays - 4 * idle.std() / math.sqrt(3_000) < idle.mean() < 0.3 * stays + well_first + 0.03


def test_contacts_vary_as_much_as_they_are_told_to():
    flow = queue(contacts_per_week=70, workers=1, weeks=260)
    scenario = replace(flow, demand=replace(flow.demand, over_dispersion=2.5))
    found = simulate(scenario, runs=100).rows[:, 0, :, Measure.CONTACTS].astype(float)

    assert said("contacts a week", found.mean(axis=1), 70) < 4
    assert said("variance over mean", found.var(axis=1, ddof=1) / 70, 2.5) < 4
