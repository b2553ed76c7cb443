"""Every authority's runs, on the cores here or on a Dask cluster, told as they finish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from demand_engine.executors import Cluster, Executor, Threads
from demand_engine.many import Future, follow_all, version
from demand_engine.nation import seed_of
from lintel.oversight.demand.nation.asked import Asked
from lintel.oversight.demand.nation.report import OfAuthority, Report, Together, of_authority

if TYPE_CHECKING:
    from distributed import Client

DASK_PORT = 8786
SECONDS_TO_ANSWER = 15

Told = Callable[[OfAuthority, int], None]


class NoCluster(Exception):
    """The cluster cannot be used, in words with what to do."""


def run(asked: Asked, executor: Executor, told: Told = lambda one, number: None) -> Report:
    """
    Follow every authority, all of their runs handed out together.

    :param told: each authority as it finishes, and how many have.
    :raises MakesNoSense: in words, if the scenarios or the number of runs cannot be.
    """
    begun = time.perf_counter()
    futures = [
        Future(scenario=asked.scenario_of(authority), seed=seed_of(authority, asked.seed))
        for authority in asked.authorities
    ]
    found: dict[int, OfAuthority] = {}
    together = Together(weeks=asked.weeks, runs=asked.runs)
    for followed in follow_all(futures, runs=asked.runs, executor=executor):
        found[followed.place] = of_authority(asked.authorities[followed.place], followed)
        together.add(followed)
        told(found[followed.place], len(found))
    return Report(
        asked=asked, authorities=tuple(found[place] for place in sorted(found)), england=together.line(found.values()),
        seconds=time.perf_counter() - begun, cpu_seconds=together.cpu_seconds,
    )  # fmt: skip


@contextmanager
def executor(cluster: str | None) -> Iterator[Executor]:
    """
    The cores of this machine, or the workers of the Dask scheduler at an address such as `tcp://host:8786`.

    :raises NoCluster: if Dask is not installed, nobody answers, there are no workers, theirs is another Lintel, or the
        cluster is lost on the way.
    """
    if cluster is None:
        yield Threads()
        return
    try:
        import distributed
    except ImportError as error:
        raise NoCluster("A cluster needs Dask, which is not installed here: pip install lintel[cluster].") from error
    with _connected(distributed.Client, cluster) as client:
        _insist_on_the_same_engine(client)
        try:
            yield Cluster(client)
        except (distributed.KilledWorker, distributed.client.FutureCancelledError, OSError) as error:
            raise NoCluster("The cluster was lost on the way. Start it again, and ask again.") from error


@contextmanager
def _connected(client_of: Callable[..., Client], cluster: str) -> Iterator[Client]:
    address = cluster if ":" in cluster.rpartition("/")[2] else f"{cluster}:{DASK_PORT}"
    try:
        client = client_of(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"No Dask scheduler answers at {address}. Start one with: dask scheduler.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise NoCluster(f"The cluster at {address} has no workers. Start some with: dask worker.") from error
        yield client


def _insist_on_the_same_engine(client: Client) -> None:
    """Other sources could mean other numbers, and nobody would see it."""
    try:
        versions = set(client.run(version).values())
    except Exception as error:
        raise NoCluster("The workers of the cluster need Lintel: pip install lintel[cluster] on each.") from error
    if versions != {version()}:
        raise NoCluster("The workers of the cluster have another version of Lintel than this machine.")
