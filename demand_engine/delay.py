"""What waiting to decide costs: posts that start later, and what no decision can reach any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from demand_engine.executors import Executor
from demand_engine.goal import Chance, Manageable, goes_wrong
from demand_engine.plan import Plan, PostsNeeded, carried_out, first_week_filled
from demand_engine.result import Measure
from demand_engine.scenario import Scenario
from demand_engine.simulate import simulate

LATER = (0, 1, 2, 4, 8, 12)
RUNS = 200


@dataclass(frozen=True, kw_only=True)
class Delay:
    """
    The same posts, all so many weeks later.

    :param weeks: later than needed.
    :param peak_waiting: children without a worker at the end of the worst week, in the middle run.
    :param child_weeks: weeks all children together spend without a worker: a mean over the runs.
    """

    weeks: int
    peak_waiting: int
    child_weeks: int
    chance: Chance


@dataclass(frozen=True, kw_only=True)
class InTime:
    """
    What a decision of a day can still reach.

    :param first_week: the first week in which half of the posts decided that day are filled; `surer_week`: nine in ten.
    :param agency_week: the first week in which half of the agency posts decided that day are filled.
    :param at_risk: the share of runs that miss the goal before anybody can have started (`agency_week`), whatever is
        decided; None where the window is too short for the goal to be missed.
    :param peak_at_risk: children without a worker in the worst of those weeks, in the middle run.
    :param late: the posts from when they can be filled at the earliest; None where they all are in time.
    """

    first_week: int
    surer_week: int
    agency_week: int
    at_risk: Chance | None
    peak_at_risk: int
    late: Delay | None


def later_by(
    scenario: Scenario, plan: Plan, goal: Manageable, *, seed: int, weeks: tuple[int, ...] = LATER,
    executor: Executor | None = None,
) -> tuple[Delay, ...]:  # fmt: skip
    """The plan's posts so many weeks later, on the same children each time."""
    found = []
    for each in weeks:
        moved = tuple(_moved(posts, posts.from_week + each, scenario.weeks) for posts in plan.posts)
        found.append(_delay(scenario, _kept(plan, moved), goal, weeks=each, seed=seed, executor=executor))
    return tuple(found)


def decided_when(
    scenario: Scenario, plan: Plan, goal: Manageable, *, decided_on: date, seed: int, executor: Executor | None = None
) -> InTime:
    """What a decision of the day can reach, and what comes of the posts that it cannot have in time."""
    half = {kind: first_week_filled(scenario, decided_on, 0.5, is_agency=kind) for kind in (False, True)}
    acts = min(half.values())
    before = simulate(scenario, runs=RUNS, seed=seed, executor=executor).rows[:, 0, :acts, Measure.WAITING]
    moved = tuple(_moved(posts, max(posts.from_week, half[posts.is_agency]), scenario.weeks) for posts in plan.posts)
    is_late = any(posts.from_week < half[posts.is_agency] for posts in plan.posts)
    weeks = max((half[posts.is_agency] - posts.from_week for posts in plan.posts), default=0)
    return InTime(
        first_week=half[False], surer_week=first_week_filled(scenario, decided_on, 0.9), agency_week=half[True],
        at_risk=Chance(wrong=int(goes_wrong(before, goal).sum()), runs=RUNS, seed=seed) if acts else None,
        peak_at_risk=int(np.median(before.max(axis=1))) if acts else 0,
        late=_delay(scenario, _kept(plan, moved), goal, weeks=weeks, seed=seed, executor=executor)
        if is_late else None,
    )  # fmt: skip


def _moved(posts: PostsNeeded, week: int, weeks: int) -> PostsNeeded | None:
    """Posts that start in another week; None where they would come when they are no longer needed."""
    if week >= min(weeks, posts.until_week or weeks):
        return None
    return replace(posts, from_week=week)


def _kept(plan: Plan, moved: tuple[PostsNeeded | None, ...]) -> Plan:
    return replace(plan, posts=tuple(posts for posts in moved if posts is not None))


def _delay(
    scenario: Scenario, plan: Plan, goal: Manageable, *, weeks: int, seed: int, executor: Executor | None
) -> Delay:
    result = simulate(carried_out(scenario, plan), runs=RUNS, seed=seed, executor=executor)
    waiting = result.rows[:, 0, :, Measure.WAITING]
    return Delay(
        weeks=weeks, peak_waiting=int(np.median(waiting.max(axis=1))),
        child_weeks=round(float(waiting.sum(axis=1).mean())),
        chance=Chance(wrong=int(goes_wrong(waiting, goal).sum()), runs=RUNS, seed=seed),
    )  # fmt: skip
