"""Many runs of a scenario: the exact layer's front door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from demand_engine.compiled import Rows, Waits, follow
from demand_engine.executors import Executor, Threads
from demand_engine.result import Result
from demand_engine.scenario import Scenario
from demand_engine.sense import MakesNoSense, Problem
from demand_engine.tables import Tables, lay_out

MOST_RUNS = 1_000_000
RUNS_IN_A_BLOCK = 50
WHILE_MOVING, ON_RELEASE, TO_SIGN = 200, 1_000, 4_000  # half-widths of a 5% chance: 3.0, 1.35 and 0.68 points


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some runs of one scenario."""

    tables: Tables
    seed: int
    first_run: int
    runs: int


def simulate(
    scenario: Scenario, *, runs: int, seed: int = 1, first_run: int = 0, executor: Executor | None = None,
    told: Callable[[float], None] = lambda share: None,
) -> Result:  # fmt: skip
    """
    Run a scenario many times.

    The same seed and run give the same numbers, on one core, on several and on a cluster; two scenarios with one seed
    meet the same contacts, so their difference is the plan's and not chance's.

    :param runs: 200 while a lever moves, 1,000 to look at, at least 4,000 for anything signed.
    :param executor: `OneCore`, `Threads` (the default, all cores) or `Cluster`.
    :param told: called with the share of the runs that are made, as they are made.
    :raises MakesNoSense: if there are no runs to make, or far too many.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise MakesNoSense((Problem(where="runs", words=f"Run it between once and {MOST_RUNS:,} times."),))
    blocks = _blocks(lay_out(scenario), runs=runs, seed=seed, first_run=first_run)
    done: list[tuple[Rows, Waits]] = []
    for each in (executor or Threads()).map(work, blocks):
        done.append(each)
        told(len(done) / len(blocks))
    return Result(
        scenario=scenario, seed=seed, first_run=first_run, rows=np.concatenate([rows for rows, _ in done]),
        waits=np.sum([waits for _, waits in done], axis=0),
    )  # fmt: skip


def _blocks(tables: Tables, *, runs: int, seed: int, first_run: int) -> list[Block]:
    size = max(1, min(RUNS_IN_A_BLOCK, -(-runs // 8)))
    return [
        Block(tables=tables, seed=seed, first_run=first_run + start, runs=min(size, runs - start))
        for start in range(0, runs, size)
    ]


def work(block: Block) -> tuple[Rows, Waits]:
    """The runs of a block, wherever it has been sent."""
    return follow(block.tables, seed=block.seed, first_run=block.first_run, runs=block.runs)
