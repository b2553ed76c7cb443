"""What "manageable" means, so that a run of the engine can be held against it, and how often a plan misses it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from demand_engine.sense import HIGHEST_CEILING, MakesNoSense, Problem

LEAST_CHANCE, MOST_CHANCE = 0.005, 0.5
SURE = 0.95


@dataclass(frozen=True, kw_only=True)
class Manageable:
    """
    Nobody above the ceiling, and hardly ever children who wait for it.

    :param ceiling_points: what a full-time, experienced worker holds at most; in children where a child weighs one.
    :param chance_accepted: the share of futures in which it may still go wrong.
    :param children_waiting: it goes wrong where more children than these are without a worker …
    :param weeks_running: … at the end of so many weeks running, in any of the weeks looked at.
    :raises MakesNoSense: saying which of these cannot be.
    """

    ceiling_points: int
    chance_accepted: float = 0.05
    children_waiting: int = 5
    weeks_running: int = 3

    def __post_init__(self) -> None:
        problems = [
            Problem(where=f"goal.{where}", words=words)
            for where, holds, words in (
                ("ceiling_points", 1 <= self.ceiling_points <= HIGHEST_CEILING,
                 f"A ceiling is between 1 and {HIGHEST_CEILING:,}."),
                ("chance_accepted", LEAST_CHANCE <= self.chance_accepted <= MOST_CHANCE,
                 "Accept a chance between 0.5% and 50%: less than that some thousands of runs cannot show."),
                ("children_waiting", 0 <= self.children_waiting <= 10_000,
                 "The children who may wait are between 0 and 10,000."),
                ("weeks_running", 1 <= self.weeks_running <= 52, "Weeks running are between 1 and 52."),
            )
            if not holds
        ]  # fmt: skip
        if problems:
            raise MakesNoSense(tuple(problems))

    def in_words(self, weeks: int) -> str:
        """The goal as one sentence, for `weeks` looked at."""
        return (
            f"Manageable means: nobody is given more than {self.ceiling_points}, and in at most"
            f" {100 * self.chance_accepted:g}% of all futures more than {self.children_waiting} children are without a"
            f" worker at the end of {self.weeks_running} weeks running, in any of the {weeks} weeks."
        )


def goes_wrong(waiting: NDArray[np.int32], goal: Manageable) -> NDArray[np.bool_]:
    """
    Which runs miss the goal.

    :param waiting: children without a worker at the end of each week: shape (runs, weeks).
    """
    over = (waiting > goal.children_waiting).astype(np.int32)
    since = np.concatenate([np.zeros((over.shape[0], 1), dtype=np.int32), over.cumsum(axis=1, dtype=np.int32)], axis=1)
    span = goal.weeks_running
    if over.shape[1] < span:
        return np.zeros(over.shape[0], dtype=np.bool_)
    wrong: NDArray[np.bool_] = (since[:, span:] - since[:, :-span] == span).any(axis=1)
    return wrong


@dataclass(frozen=True, kw_only=True)
class Chance:
    """
    How many runs of a plan missed the goal, and what that says about all futures.

    :param seed: whose luck it was; a validated chance is of a seed that took no part in the search.
    """

    wrong: int
    runs: int
    seed: int

    @property
    def share(self) -> float:
        """The share of the runs that missed it."""
        return self.wrong / self.runs

    def at_most(self, sure: float = SURE) -> float:
        """The one-sided upper bound of Clopper and Pearson: the true chance is no higher, as surely as stated."""
        return 1.0 if self.wrong == self.runs else float(betaincinv(self.wrong + 1, self.runs - self.wrong, sure))

    def at_least(self, sure: float = SURE) -> float:
        """The one-sided lower bound: the true chance is no lower, as surely as stated."""
        return 0.0 if self.wrong == 0 else float(betaincinv(self.wrong, self.runs - self.wrong + 1, 1 - sure))


def target(goal: Manageable, runs: int, sure: float) -> float:
    """The share a search must reach so that so many fresh runs are likely to bear it out: the chance less a margin."""
    chance = goal.chance_accepted
    margin = NormalDist().inv_cdf(sure) * (chance * (1 - chance) / runs) ** 0.5
    return float(max(chance / 4, chance - margin))
