"""The kernel's algorithm in C gives the kernel's numbers, or comparing their speed would say nothing."""

import os

import numpy as np
import pytest
from hypothesis import given, settings

from bench.engine_models import in_c
from bench.engine_models.rm1 import rm1
from demand_engine.compiled import follow
from demand_engine.scenario import Scenario
from demand_engine.tables import Tables, lay_out
from demand_engine.tests.invented import scenarios

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        in_c.compiler() is None and os.environ.get("CI") != "true",
        reason="There is no C compiler here; where everything is checked (CI=true) there has to be one.",
    ),
]


def assert_equal_numbers(tables: Tables, *, seed: int, first_run: int, runs: int) -> None:
    for ours, theirs in zip(
        follow(tables, seed=seed, first_run=first_run, runs=runs),
        in_c.follow(tables, seed=seed, first_run=first_run, runs=runs),
        strict=True,
    ):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)


def test_rm1_in_c_is_rm1():
    assert_equal_numbers(lay_out(rm1()), seed=1, first_run=7, runs=20)


@settings(max_examples=150, deadline=None)
@given(scenario=scenarios())
def test_every_rule_in_c_is_the_rule_of_the_kernel(scenario: Scenario):
    assert_equal_numbers(lay_out(scenario), seed=5, first_run=0, runs=2)
