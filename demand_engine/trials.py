"""
Trying plans: cheaply and on the same luck while searching, then on luck no search has seen.

A search keeps what looked best, and so looks better than it is: one accepted at 5% came out at 5.75% on fresh seeds.
Therefore a search must reach less than the chance accepted, and its find is validated on seeds of its own. Where it
fails, the next larger plan is validated on others still; the sureness asked rises each time, so that all attempts
together are wrong with no more than one in twenty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from demand_engine.executors import Executor
from demand_engine.goal import SURE, Chance, Manageable, goes_wrong, target
from demand_engine.plan import Plan, judged
from demand_engine.result import Measure
from demand_engine.scenario import Scenario
from demand_engine.simulate import simulate

SEARCH_RUNS = (100, 300)
FRESH_RUNS = 2_000
MOST_ATTEMPTS = 6
PLAINLY = 0.999  # as sure that a plan fails, and the rest of its runs are spared


class Trials:
    """
    Plans tried against one goal.

    :param scenario: with the ceiling of the goal already in it.
    :param runs: of a validation; a search makes at most `SEARCH_RUNS` for each plan.
    :param tell: called before each trial.
    """

    def __init__(
        self, scenario: Scenario, goal: Manageable, *, seed: int, runs: int = FRESH_RUNS,
        executor: Executor | None = None, tell: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.scenario, self.goal, self.seed, self.runs = scenario, goal, seed, runs
        self.executor, self.tell = executor, tell
        self._fresh_seeds = count(seed + 1_000_003)
        self._known: dict[Plan, Chance] = {}

    def searched(self, plan: Plan) -> Chance:
        """A plan on the luck that all plans of the search share."""
        if plan not in self._known:
            scenario = judged(self.scenario, plan)
            wrong = runs = 0
            for more in SEARCH_RUNS:
                self.tell()
                wrong += self._wrong(scenario, runs=more, seed=self.seed, first_run=runs)
                runs += more
                if Chance(wrong=wrong, runs=runs, seed=self.seed).at_least(PLAINLY) > self.goal.chance_accepted:
                    break
            self._known[plan] = Chance(wrong=wrong, runs=runs, seed=self.seed)
        return self._known[plan]

    def passes(self, plan: Plan) -> bool:
        """Whether a plan does well enough in the search to be worth validating."""
        return self.searched(plan).share <= target(self.goal, self.runs, _sure(0))

    def fresh(self, plan: Plan, *, runs: int) -> Chance:
        """A plan on luck that nothing has met before."""
        self.tell()
        seed = next(self._fresh_seeds)
        wrong = self._wrong(judged(self.scenario, plan), runs=runs, seed=seed, first_run=0)
        return Chance(wrong=wrong, runs=runs, seed=seed)

    def validated(self, plans: Sequence[Plan]) -> tuple[Plan, Chance] | None:
        """The first of ever stronger plans that fresh seeds bear out; None if none of the first few is."""
        for attempt, plan in enumerate(plans[:MOST_ATTEMPTS]):
            chance = self._looked_at(plan, _sure(attempt))
            if chance is not None:
                return plan, chance
        return None

    def _looked_at(self, plan: Plan, sure: float) -> Chance | None:
        """
        One validation: a look after a quarter of the runs, which can only refuse, after half and after all.

        The doubt allowed is shared between the two looks that can accept, so that looking twice deceives nobody.
        """
        accepted, seed, wrong, done = self.goal.chance_accepted, next(self._fresh_seeds), 0, 0
        scenario = judged(self.scenario, plan)
        for look in (self.runs // 4, self.runs // 2, self.runs):
            self.tell()
            wrong += self._wrong(scenario, runs=look - done, seed=seed, first_run=done)
            done = look
            chance = Chance(wrong=wrong, runs=done, seed=seed)
            if done > self.runs // 4 and chance.at_most(sure) <= accepted:
                return chance
            if chance.share > accepted:
                return None
        return None

    def _wrong(self, scenario: Scenario, *, runs: int, seed: int, first_run: int) -> int:
        result = simulate(scenario, runs=runs, seed=seed, first_run=first_run, executor=self.executor)
        return int(goes_wrong(result.rows[:, 0, :, Measure.WAITING], self.goal).sum())


def _sure(attempt: int) -> float:
    """How sure each of two looks of the n-th validation must be: all together err in no more than one of twenty."""
    return float(1 - (1 - SURE) / 2 ** (attempt + 2))


def first_that(holds: Callable[[int], bool], *, among: int, near: int = 0) -> int | None:
    """The first of `among` places from which something holds for good, looked for around `near`; None if nowhere."""
    low, high = -1, among
    place, stride = min(max(near, 0), among - 1), 1
    while high - low > 1:
        if holds(place):
            high = place
            place = max(low + 1, high - stride) if low < 0 else (low + high) // 2
        else:
            low = place
            place = min(high - 1, low + stride) if high == among else (low + high) // 2
        stride *= 2
    return high if high < among else None
