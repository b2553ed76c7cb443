"""A cluster gives the same numbers as one core, even if a worker of it dies on the way."""

import os
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from distributed import Client, LocalCluster

from demand_engine.executors import Cluster, OneCore
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


def test_two_processes_give_the_numbers_of_one_core(client, alone):
    shared = simulate(BUSY, runs=2_000, executor=Cluster(client))

    np.testing.assert_array_equal(alone.rows, shared.rows)
    np.testing.assert_array_equal(alone.waits, shared.waits)


def test_a_worker_that_dies_changes_no_number(client, alone):
    victim = next(iter(client.run(os.getpid).values()))
    death = threading.Timer(0.3, os.kill, (victim, signal.SIGKILL))
    death.start()

    shared = simulate(BUSY, runs=2_000, executor=Cluster(client))

    death.join()
    np.testing.assert_array_equal(alone.rows, shared.rows)
    np.testing.assert_array_equal(alone.waits, shared.waits)
