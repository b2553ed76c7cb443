"""The rules written a third time, with SimPy and other luck, give the same futures on average."""

from dataclasses import replace

import numpy as np
import pytest

from bench.engine_models import in_simpy
from bench.engine_models.rm1 import rm1
from demand_engine.result import Measure
from demand_engine.simulate import simulate

pytestmark = pytest.mark.long

WEEKS = 60  # conversion rises from week 13 to week 39, and children have long begun to wait
SEEN = (2, 12, 25, 38, 50, 59)


@pytest.fixture(scope="module")
def both():
    scenario = replace(rm1(), weeks=WEEKS)
    by_simpy = in_simpy.follow(scenario, seed=7, runs=50)
    return by_simpy, simulate(scenario, runs=400, seed=7).rows[:, 0]


@pytest.mark.parametrize("name", in_simpy.MEASURES)
def test_every_measure_agrees_in_the_mean_week_by_week(both, name):
    by_simpy, by_engine = both
    theirs = by_simpy[:, SEEN, in_simpy.MEASURES.index(name)]
    ours = by_engine[:, SEEN, Measure[name.upper()]]

    z = apart(theirs, ours)

    print(f"{name}: SimPy {theirs.mean(axis=0).round(1)}, engine {ours.mean(axis=0).round(1)}, z {z.round(2)}")
    assert np.abs(z).max() < 4


def test_the_whole_stretch_agrees_in_the_mean(both):
    by_simpy, by_engine = both

    for place, name in enumerate(in_simpy.MEASURES):
        z = apart(by_simpy[:, :, place].mean(axis=1), by_engine[:, :, Measure[name.upper()]].mean(axis=1))
        print(f"{name}, mean of {WEEKS} weeks: z {z:.2f}")
        assert abs(z) < 4


def apart(theirs, ours):
    """The difference of two means in standard errors."""
    error = np.sqrt(theirs.var(axis=0, ddof=1) / len(theirs) + ours.var(axis=0, ddof=1) / len(ours))
    return (theirs.mean(axis=0) - ours.mean(axis=0)) / error
