"""The cheapest mix of posts, a slower change and shorter assessments, at stated costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from demand_engine.goal import Chance
from demand_engine.plan import Plan, judged
from demand_engine.posts import ladder, rung_at
from demand_engine.trials import Trials

TRIED = 6
ONE_MORE_STEP = 0.4  # of the load's root, where the first number of posts fell short


def cheapest(
    trials: Trials, *, paces: list[int | None], shorter: list[int], beta: float | None,
    price: Callable[[Plan], int], below: int | None,
) -> tuple[Plan, Chance] | None:  # fmt: skip
    """
    The cheapest plan that fresh seeds bear out, among all pairs of a pace and a shortening.

    :param beta: how far above the mean load the posts go; None: there are no posts to be had.
    :param price: of a plan, in pounds.
    :param below: what is known to do it at this price; dearer plans are not tried.
    """
    plans = []
    for pace in paces:
        for per_cent in shorter:
            base = Plan(paced_over_weeks=pace, per_cent_shorter=per_cent)
            plans += _with_posts(trials, base, beta) if beta is not None else [base]
    for plan in sorted((each for each in plans if below is None or price(each) < below), key=price)[:TRIED]:
        if trials.passes(plan):
            stronger = [plan, *(_with_posts(trials, plan, beta + ONE_MORE_STEP) if beta is not None else [])]
            found = trials.validated(stronger)
            if found is not None:
                return found
    return None


def _with_posts(trials: Trials, base: Plan, beta: float) -> list[Plan]:
    """The plan with the posts that the square-root rule puts beside it."""
    rungs = ladder(judged(trials.scenario, replace(base, posts=())))
    return [replace(base, posts=rungs[rung_at(rungs, beta)].posts)]
