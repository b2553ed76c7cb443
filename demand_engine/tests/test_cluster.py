"""A cluster gives the same numbers as one core, even if a worker of it dies on the way."""

import os
import signal
import threading
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from distributed import Client, LocalCluster

from demand_engine.executors import Cluster, OneCore, Threads
from demand_engine.levers import ConversionLever, Levers, pull
from demand_engine.many import Future, follow_all
from demand_engine.nation import Authority, as_nationally, seed_of
from demand_engine.simulate import simulate
from demand_engine.tests.test_exact import BUSY

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two worker processes on this machine."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def alone():
    return simulate(BUSY, runs=2_000, executor=OneCore())


@pytest.mark.long
def test_two_processes_give_the_numbers_of_one_core(client, alone):
    shared = simulate(BUSY, runs=2_000, executor=Cluster(client))

    np.testing.assert_array_equal(alone.rows, shared.rows)
    np.testing.assert_array_equal(alone.waits, shared.waits)


@pytest.mark.long
def test_a_worker_that_dies_changes_no_number(client, alone):
    victim = next(iter(client.run(os.getpid).values()))
    death = threading.Timer(0.3, os.kill, (victim, signal.SIGKILL))
    death.start()

    shared = simulate(BUSY, runs=2_000, executor=Cluster(client))

    death.join()
    np.testing.assert_array_equal(alone.rows, shared.rows)
    np.testing.assert_array_equal(alone.waits, shared.waits)


FOUR = tuple(
    Authority(code=f"E{number}", name=f"Authority {number}", children=children)
    for number, children in enumerate((9_000, 70_000, 30_000, 50_000))
)


@pytest.fixture(scope="module")
def futures() -> list[Future]:
    """Four authorities whose conversion rises."""
    rises = Levers(conversion=(ConversionLever(to=0.3, over_weeks=13),))
    return [
        Future(scenario=pull(as_nationally(each, starts_on=date(2027, 1, 4), weeks=26), rises, name=each.name),
               seed=seed_of(each, 1))
        for each in FOUR
    ]  # fmt: skip


def all_of(futures, executor):
    """Every run and week of every authority, in the order they were asked for."""
    found = {one.place: one.rows for one in follow_all(futures, runs=250, executor=executor)}
    return [found[place] for place in range(len(futures))]


@pytest.fixture(scope="module")
def nation_alone(futures):
    return all_of(futures, OneCore())


def test_many_authorities_give_the_same_numbers_on_one_core_on_threads_and_on_a_cluster(client, futures, nation_alone):
    for executor in (Threads(2), Cluster(client)):
        for alone, shared in zip(nation_alone, all_of(futures, executor), strict=True):
            np.testing.assert_array_equal(alone, shared)


def test_a_worker_that_dies_among_many_authorities_changes_no_number(client, futures, nation_alone):
    client.wait_for_workers(2)
    victim = next(iter(client.run(os.getpid).values()))
    found = {}
    for one in follow_all(futures, runs=250, executor=Cluster(client)):
        if not found:  # some answers are there, others on the way
            os.kill(victim, signal.SIGKILL)
        found[one.place] = one.rows

    assert victim not in client.run(os.getpid).values()
    for place, alone in enumerate(nation_alone):
        np.testing.assert_array_equal(alone, found[place])
