"""
The kernel's algorithm in C (`rm1.c`), compiled when it is first asked for: what numba is measured against.

It takes the arrays that the kernel takes and gives the numbers that the kernel gives, bit for bit, in every scenario.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from demand_engine.compiled import Rows, Waits, _arguments, _expected
from demand_engine.result import Measure
from demand_engine.tables import WAIT_DAYS, Tables

SOURCE = Path(__file__).with_name("rm1.c")
FLAGS = ("-O3", "-ffp-contract=off", "-shared", "-fPIC")

# The fields of `Tables` in rm1.c: the arrays in the order in which the kernel takes them, then how long some are
ARRAYS = (
    "given", "office", "desk", "conversion", "kids", "team_shares", "priorities", "outcomes", "a_parts", "a_first",
    "a_a", "a_b", "c_start", "c_share", "c_days", "c_survived", "c_tail", "posts", "open_work", "points", "managers",
    "team_first",
)  # fmt: skip
LENGTHS = ("sources", "most_children", "outcome_kinds", "curves", "post_count", "open_count", "teams")


class NoCompiler(FileNotFoundError):
    """There is no C compiler here."""


class _Tables(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_void_p) for name in ARRAYS),
        *((name, ctypes.c_int64) for name in LENGTHS),
    ]


def compiler() -> str | None:
    """Where the C compiler is, if there is one."""
    return shutil.which(os.environ.get("CC", "cc"))


@cache
def _library() -> ctypes.CDLL:
    found = compiler()
    if found is None:
        raise NoCompiler("There is no C compiler here: install one, or name it in CC.")
    with tempfile.TemporaryDirectory(prefix="lintel-bench-") as folder:
        built = Path(folder) / "rm1.so"
        subprocess.run([found, *FLAGS, "-o", str(built), str(SOURCE), "-lm"], check=True)
        library = ctypes.CDLL(str(built))  # stays in memory when the folder goes
    number, place = ctypes.c_int64, ctypes.c_void_p
    library.follow.argtypes = [ctypes.POINTER(_Tables), ctypes.c_uint64, number, number, place, place, number, number]
    library.follow.restype = ctypes.c_int
    return library


def follow(tables: Tables, *, seed: int, first_run: int, runs: int) -> tuple[Rows, Waits]:
    """What `demand_engine.compiled.follow` gives, from C."""
    library = _library()
    _, _, *arguments = _arguments(tables, seed, first_run)
    arrays: dict[str, Any] = {
        name: np.ascontiguousarray(array) for name, array in zip(ARRAYS, arguments, strict=True)
    }  # held here for as long as C reads them
    handed = _Tables(
        **{name: array.ctypes.data for name, array in arrays.items()},
        sources=tables.conversion.shape[1], most_children=tables.children.shape[1],
        outcome_kinds=tables.outcomes.shape[1], curves=len(tables.curves.tail), post_count=len(tables.posts),
        open_count=len(tables.open_work), teams=len(tables.managers),
    )  # fmt: skip
    families, a_day = len(tables.open_work) + int(_expected(tables) * 1.3) + 400, 4_096
    while True:
        places = 1 + len(tables.managers)
        rows = np.zeros((runs, places, tables.weeks, len(Measure)), dtype=np.int32)
        waits = np.zeros((places, len(tables.priorities), WAIT_DAYS), dtype=np.int64)
        ran_full = library.follow(
            ctypes.byref(handed), seed, first_run, runs, rows.ctypes.data, waits.ctypes.data, families, a_day
        )
        if not ran_full:
            return rows, waits
        families, a_day = families * 2, a_day * 2
