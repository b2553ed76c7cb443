"""The fewest posts that do it: a ladder of plans by the square-root rule, the first rung that holds, then pruning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from demand_engine.goal import Chance
from demand_engine.plan import Plan, PostsNeeded, workers_in_post
from demand_engine.scenario import Scenario
from demand_engine.square_root import STARTS_EVERY, points_load, posts_for
from demand_engine.trials import Trials, first_that

LOWEST, HIGHEST, STEP = -2.0, 6.0, 0.1  # times the root of the load's variance
MOST_PRUNED = 12  # trials
DOUBT_RUNS = (200, 800)  # the first shows what is plain
MOST_DOUBTED = 6  # posts taken off again to see where the doubt ends


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One plan of the ladder, and how far above the mean load it goes."""

    beta: float
    posts: tuple[PostsNeeded, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    Posts that fresh seeds bear out.

    :param beta: of the rung that held: how much above the mean load this authority needs.
    :param at_least: the fewest posts that fresh seeds do not plainly refuse.
    """

    plan: Plan
    chance: Chance
    beta: float
    at_least: int


def ladder(scenario: Scenario) -> list[Rung]:
    """Plans with ever more posts, from none at all upwards."""
    load = points_load(scenario)
    rungs = [Rung(beta=-9.0, posts=())]
    for beta in np.arange(LOWEST, HIGHEST + STEP / 2, STEP):
        posts = posts_for(scenario, load, float(beta))
        if posts != rungs[-1].posts:
            rungs.append(Rung(beta=float(beta), posts=posts))
    return rungs


def rung_at(rungs: list[Rung], beta: float) -> int:
    """The first rung that goes at least so far above the mean."""
    return next((place for place, rung in enumerate(rungs) if rung.beta >= beta), len(rungs) - 1)


def posts_that_do(trials: Trials, base: Plan = Plan()) -> Found | None:  # noqa: B008 (a frozen plan of nothing)
    """The fewest posts found that reach the goal, on fresh seeds too; None if no number that was tried does."""
    rungs = ladder(trials.scenario)
    near = rung_at(rungs, NormalDist().inv_cdf(1 - trials.goal.chance_accepted))
    first = first_that(
        lambda place: trials.passes(replace(base, posts=rungs[place].posts)), among=len(rungs), near=near
    )
    if first is None:
        return None
    start = replace(base, posts=rungs[first].posts)
    pruned = [start, *_pruned(trials, start)]
    stronger = [*reversed(pruned), *(replace(base, posts=rung.posts) for rung in rungs[first + 1 : first + 6])]
    found = trials.validated(_thinned(stronger))
    if found is None:
        return None
    plan, chance = found
    return Found(plan=plan, chance=chance, beta=rungs[first].beta, at_least=_doubt(trials, plan))


def _thinned(plans: list[Plan]) -> list[Plan]:
    """Ever larger steps up: a failed validation is dear."""
    places = [0, 1, 2, 4, 6, 9, 13]
    return [plans[place] for place in places if place < len(plans)]


def _pruned(trials: Trials, plan: Plan) -> Iterator[Plan]:
    """The plan with one post fewer, or one group later, again and again while it still does well."""
    left = MOST_PRUNED
    for way in (_fewer, _later):
        for key in [(posts.team, posts.from_week, posts.until_week) for posts in reversed(plan.posts)]:
            moved: Key = key
            while left and (changed := way(plan, moved)) is not None:
                left -= 1
                if not trials.passes(changed[0]):
                    break
                plan, moved = changed
                yield plan


Key = tuple[str, int, int | None]


def _place(plan: Plan, key: Key) -> int | None:
    return next(
        (at for at, posts in enumerate(plan.posts) if (posts.team, posts.from_week, posts.until_week) == key), None
    )


def _fewer(plan: Plan, key: Key) -> tuple[Plan, Key] | None:
    at = _place(plan, key)
    if at is None:
        return None
    posts = plan.posts[at]
    less = (replace(posts, number=posts.number - 1),) if posts.number > 1 else ()
    return replace(plan, posts=(*plan.posts[:at], *less, *plan.posts[at + 1 :])), key


def _later(plan: Plan, key: Key) -> tuple[Plan, Key] | None:
    at = _place(plan, key)
    if at is None:
        return None
    posts = plan.posts[at]
    week = posts.from_week + STARTS_EVERY
    if posts.until_week is not None and week >= posts.until_week:
        return None
    key = (posts.team, week, posts.until_week)
    rest = (*plan.posts[:at], *plan.posts[at + 1 :])
    there = _place(replace(plan, posts=rest), key)
    if there is None:
        return replace(plan, posts=(*plan.posts[:at], replace(posts, from_week=week), *plan.posts[at + 1 :])), key
    joined = replace(rest[there], number=rest[there].number + posts.number)
    return replace(plan, posts=(*rest[:there], joined, *rest[there + 1 :])), key


def _doubt(trials: Trials, plan: Plan) -> int:
    """Posts taken off the largest group one at a time, each on fresh seeds, until one is plainly too few."""
    least = plan.new_posts
    for _ in range(MOST_DOUBTED):
        if not plan.posts:
            break
        largest = max(plan.posts, key=lambda posts: posts.number)
        changed = _fewer(plan, (largest.team, largest.from_week, largest.until_week))
        if changed is None:
            break
        plan = changed[0]
        if any(trials.fresh(plan, runs=runs).at_least() > trials.goal.chance_accepted for runs in DOUBT_RUNS):
            break
        least = plan.new_posts
    return least


def most_at_once(scenario: Scenario, plan: Plan) -> tuple[int, int]:
    """The most workers in post in any week with the plan, and how many of them are there without it."""
    found = []
    for week in range(scenario.weeks):
        there = workers_in_post(scenario, week)
        new = sum(
            posts.number
            for posts in plan.posts
            if posts.from_week <= week and (posts.until_week is None or week < posts.until_week)
        )
        found.append((there + new, there))
    return max(found, key=lambda pair: pair[0])
