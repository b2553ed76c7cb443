"""
What all English authorities cost on a cluster of two worker processes, and whether a worker that dies changes a number.

Each is run a few times and the full run reckoned from that and called so; LINTEL_RUNS=1000 makes the full run.
"""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import warnings
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from demand_engine.executors import Cluster, Executor, Threads
from demand_engine.many import Future, follow_all
from demand_engine.nation import seed_of
from lintel.oversight.demand import nation
from lintel.oversight.demand.nation.report import POUNDS_PER_CORE_HOUR, RUNS_OF_A_FULL_RUN, Report

if TYPE_CHECKING:
    from distributed import Client

RUNS = int(os.environ.get("LINTEL_RUNS", "20"))
RUNS_CHECKED = 4
DIES_AFTER = 40  # authorities
WORKERS = 2
STARTS_ON = date(2027, 1, 4)


def main() -> None:
    """Print the table of cost, and what became of the numbers when a worker died."""
    from distributed import Client, LocalCluster

    warnings.simplefilter("ignore")  # a worker that is killed is missed loudly
    console = Console(width=max(100, Console().width))
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        everywhere = nation.populations()
        asked = nation.Asked(
            authorities=everywhere, starts_on=STARTS_ON, runs=RUNS, conversion_to=0.30, over_weeks=26
        )  # fmt: skip
        report = nation.run(asked, Cluster(client))
        memory = [_megabytes(), *client.run(_megabytes).values()]
        console.print(costs(report, memory))
        for sentence in nation.in_words(report, populations="aged 0 to 17, ONS, mid-2024"):
            console.print(sentence)
        console.print(died_and_same(asked, client))


def costs(report: Report, memory: list[int]) -> Table:
    """Wall and CPU time, memory and money."""
    runs, everywhere = report.asked.runs, report.asked.authorities
    full = report.core_hours_of(everywhere)
    reckoned = "" if runs == RUNS_OF_A_FULL_RUN else f", reckoned from {runs} runs"
    table = Table(
        title=f"{len(everywhere)} authorities × {runs:,} runs × {report.asked.weeks} weeks, {WORKERS} workers"
    )
    table.add_column("")
    table.add_column("here", justify="right")
    table.add_row("wall time", f"{report.seconds:,.1f} s")
    table.add_row("CPU time in the runs, all workers", f"{report.cpu_seconds:,.1f} s")
    table.add_row("workers kept busy", f"{report.cpu_seconds / report.seconds / WORKERS:.0%} of the time")
    table.add_row("CPU time of one run of all England", f"{report.cpu_seconds / runs:.2f} s")
    table.add_row("most memory: here, each worker", ", ".join(f"{megabytes:,} MB" for megabytes in memory))
    table.add_row(f"the full run of {RUNS_OF_A_FULL_RUN:,} each{reckoned}", f"{full:.2f} core-hours")
    table.add_row(f"that on {WORKERS} cores alone", f"{full * 60 / WORKERS:.1f} minutes")
    table.add_row(
        f"that at £{POUNDS_PER_CORE_HOUR:.2f} a core-hour (assumed)", f"£{full * POUNDS_PER_CORE_HOUR:.3f}"
    )  # fmt: skip
    return table


def died_and_same(asked: nation.Asked, client: Client) -> str:
    """Kill a worker process midway, and hold every number against those of the threads here."""
    alone = digests(asked, Threads())

    def kill_one(finished: int) -> None:
        if finished == DIES_AFTER:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    shared = digests(asked, Cluster(client), kill_one)
    same = "yes" if alone == shared else "NO"
    return (
        f"All {len(alone)} authorities × {RUNS_CHECKED} runs, on threads here and on the cluster with one of {WORKERS}"
        f" workers killed when {DIES_AFTER} had finished: equal: {same}."
    )


def digests(
    asked: nation.Asked, executor: Executor, told: Callable[[int], None] = lambda finished: None
) -> dict[int, str]:  # fmt: skip
    """A digest of every run and week of each authority."""
    futures = [
        Future(scenario=asked.scenario_of(authority), seed=seed_of(authority, asked.seed))
        for authority in asked.authorities
    ]
    found: dict[int, str] = {}
    for followed in follow_all(futures, runs=RUNS_CHECKED, executor=executor):
        found[followed.place] = hashlib.sha256(followed.rows.tobytes()).hexdigest()
        told(len(found))
    return found


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
