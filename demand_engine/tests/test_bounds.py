"""The kernel once with every index checked: compiled code otherwise reads beyond an array without a word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from demand_engine.compiled import follow, kernel
from demand_engine.tables import lay_out
from demand_engine.tests.invented import scenarios

try:
    kernel.picked_at_or_below(np.array([0.5]), 0, 0.9)
except IndexError:
    print("indices are checked")

@settings(max_examples=25, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
@given(scenario=scenarios())
def check(scenario):
    follow(lay_out(scenario), seed=11, first_run=0, runs=3)

check()
print("nothing was out of bounds")
"""


@pytest.mark.long
def test_no_array_is_read_or_written_beyond_its_end(tmp_path: Path):
    """In a process and a store of its own: numba would not tell checked code from unchecked in one store."""
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=checked, capture_output=True, text=True, timeout=600, check=False
    )

    assert done.stdout.splitlines() == ["indices are checked", "nothing was out of bounds"], done.stderr[-2_000:]
