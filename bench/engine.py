"""
How fast the demand engine is on the reference model RM-1, beside the same model in SimPy, Ciw, plain Python and C.

CPU time of this process, one core, in interleaved rounds, so that whatever else the machine does falls on all alike;
the median round counts. Wall time is shown only where a person waits. `LINTEL_ROUNDS` changes the number of rounds.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.engine_models import in_c, in_ciw, in_simpy
from bench.engine_models.rm1 import rm1
from demand_engine import compiled
from demand_engine.goal import Manageable
from demand_engine.question import Question
from demand_engine.reference import Run
from demand_engine.result import Measure
from demand_engine.scenario_file import read
from demand_engine.simulate import simulate
from demand_engine.solver import solve
from demand_engine.tables import Tables, lay_out

ROUNDS = int(os.environ.get("LINTEL_ROUNDS", "5"))
FAST_RUNS = 50  # in a round, of the two that take milliseconds
WIGAN = Path(__file__).parents[1] / "docs/examples/wigan.toml"
SIMPY, KERNEL, C = "SimPy", "the kernel, one core", "C, the same algorithm"
FIRST_ANSWER = """
import time
begun = time.perf_counter()
from bench.engine_models.rm1 import rm1
from demand_engine.simulate import simulate
simulate(rm1(), runs=200)
print(time.perf_counter() - begun)
"""


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Something that follows RM-1: `go(round)` makes so many runs of it."""

    name: str
    runs: int
    go: Callable[[int], object]


def main() -> None:
    """Print both tables."""
    console, tables = Console(width=max(100, Console().width)), lay_out(rm1())
    found = engines(tables)
    taken = interleaved(found, ROUNDS)
    console.print(ratios(found, taken))
    console.print(_same_as_in_c(tables))
    console.print(targets(taken))


def engines(tables: Tables) -> list[Engine]:
    """All that can run here; C only where it can be compiled."""
    found = [
        Engine(name=SIMPY, runs=1, go=lambda number: in_simpy.follow(rm1(), seed=number, runs=1)),
        Engine(name="Ciw, a part of the model", runs=1, go=lambda number: in_ciw.follow(rm1(), seed=number, runs=1)),
        Engine(name="the reference, plain Python", runs=1, go=lambda number: Run(tables, 1, number).rows()),
        Engine(name=KERNEL, runs=FAST_RUNS, go=_fast(compiled.follow, tables)),
    ]
    try:
        in_c.follow(tables, seed=1, first_run=0, runs=1)
    except in_c.NoCompiler:
        return found
    return [*found, Engine(name=C, runs=FAST_RUNS, go=_fast(in_c.follow, tables))]


def _fast(follow: Callable[..., object], tables: Tables) -> Callable[[int], object]:
    return lambda number: follow(tables, seed=1, first_run=number * FAST_RUNS, runs=FAST_RUNS)


def interleaved(found: list[Engine], rounds: int) -> dict[str, float]:
    """CPU seconds of a run of each, by name: one after another, round after round; the median round."""
    compiled.follow(lay_out(rm1()), seed=1, first_run=0, runs=1)  # loading compiled code is no part of it
    taken: dict[str, list[float]] = {engine.name: [] for engine in found}
    for number in range(rounds):
        for engine in found:
            begun = time.process_time()
            engine.go(number)
            taken[engine.name].append((time.process_time() - begun) / engine.runs)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def ratios(found: list[Engine], taken: dict[str, float]) -> Table:
    """Milliseconds, and how many times as fast as SimPy and as slow as C."""
    title = f"RM-1, two years: CPU time of a run, median of {ROUNDS} interleaved rounds"
    table = _table(title, "engine", "ms a run", "× as fast as SimPy", "× as long as C")
    for engine in found:
        mine = taken[engine.name]
        against_c = f"{mine / taken[C]:,.2f}" if C in taken else ""
        table.add_row(engine.name, f"{mine * 1000:,.2f}", f"{taken[SIMPY] / mine:,.2f}", against_c)
    if C not in taken:
        table.add_row(C, "no C compiler here", "", "")
    return table


def _same_as_in_c(tables: Tables) -> str:
    try:
        theirs = in_c.follow(tables, seed=3, first_run=0, runs=FAST_RUNS)
    except in_c.NoCompiler:
        return "Without a C compiler the kernel is not held against C here."
    ours = compiled.follow(tables, seed=3, first_run=0, runs=FAST_RUNS)
    same = all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))
    return f"Every number of {FAST_RUNS} runs the same in the kernel and in C: {'yes' if same else 'NO'}."


def targets(taken: dict[str, float]) -> Table:
    """What the engine is meant to reach, and what it reached on this machine."""
    cores = len(os.sched_getaffinity(0))
    table = _table(f"What is to be reached, and what was reached here ({cores} cores)", "", "to reach", "here")
    table.add_row("as fast as SimPy, CPU", "250 times or more", f"{taken[SIMPY] / taken[KERNEL]:,.0f} times")
    here = f"{taken[KERNEL] / taken[C]:.2f} times" if C in taken else "no C compiler here"
    table.add_row("as long as C, CPU", "1.05 times or less", here)
    for runs, most in ((1_000, "1 s"), (200, "0.3 s")):
        table.add_row(f"{runs:,} runs of two years, all cores, wall", most, _waited(lambda n=runs: _simulate(n)))
    table.add_row("a plan, searched and borne out, wall", "30 s", _waited(_plan, times=1))
    table.add_row("first answer in a new process, compiled before, wall", "1 s", f"{_first_answer():.2f} s")
    for runs, most, here in half_widths():
        table.add_row(f"half-width of a 5% chance, {runs:,} runs", most, here)
    table.add_row("all 153 authorities, 1,000 runs each, wall", "5 minutes on 2 cores", "python -m bench nation")
    return table


def _simulate(runs: int) -> None:
    simulate(rm1(), runs=runs)


def _plan() -> None:
    scenario, _ = read(WIGAN)
    solve(Question(scenario=scenario, goal=Manageable(ceiling_points=18), decided_on=date(2026, 10, 1)))


def _waited(do: Callable[[], None], *, times: int = 3) -> str:
    """Wall seconds, the middle of some tries, with the CPU seconds that they took on all cores."""
    wall, cpu = [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        do()
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - worked)
    return f"{statistics.median(wall):.2f} s ({statistics.median(cpu):.2f} s of CPU)"


def _first_answer() -> float:
    found = [subprocess.run([sys.executable, "-c", FIRST_ANSWER], check=True, capture_output=True) for _ in range(3)]
    return statistics.median(float(done.stdout) for done in found)


def half_widths() -> list[tuple[int, str, str]]:
    """Points either side of a chance of about 5%: how far blocks of so many runs lie apart, 19 times in 20."""
    waiting = simulate(replace(rm1(), weeks=26), runs=8_000).peaks(Measure.WAITING)
    wrong = waiting > np.quantile(waiting, 0.95, method="inverted_cdf")
    chance = float(wrong.mean())
    found = []
    for runs, most in ((200, "3.0 points"), (1_000, "1.35 points"), (4_000, "0.68 points")):
        half = 196 * math.sqrt(chance * (1 - chance) / runs)
        here = f"{half:.2f} points"
        if len(wrong) // runs >= 20:
            spread = wrong.reshape(-1, runs).mean(axis=1).std(ddof=1)
            here += f"; {196 * spread:.2f} over {len(wrong) // runs} blocks"
        found.append((runs, most, here))
    return found


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table
