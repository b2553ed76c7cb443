"""Where compiled code is kept, and how tables are handed to it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demand_engine.result import Measure
from demand_engine.tables import WAIT_DAYS, Tables

Rows = NDArray[np.int32]
Waits = NDArray[np.int64]


def _store() -> str:
    """A writable folder named after the engine's sources: code compiled from other sources is never found in it."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    home = os.environ.get("LINTEL_HOME")
    base = Path(home) / "compiled" if home else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    store = base / "demand_engine" / digest.hexdigest()[:16]
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only installation compiles anew each time it starts, and works
        return tempfile.mkdtemp(prefix="demand_engine-")
    return str(store)


os.environ.setdefault("NUMBA_CACHE_DIR", _store())

from demand_engine import kernel  # noqa: E402 (numba reads the folder's name when it is imported)


def follow(tables: Tables, *, seed: int, first_run: int, runs: int) -> tuple[Rows, Waits]:
    """Runs `first_run` … of a seed: rows of shape (runs, 1 + teams, weeks, measures), and the waits of all of them."""
    expected = float(_expected(tables))
    families = len(tables.open_work) + int(expected * 1.3) + 400
    a_day = 4_096
    while True:
        places = 1 + len(tables.managers)
        rows = np.zeros((runs, places, tables.weeks, len(Measure)), dtype=np.int32)
        waits = np.zeros((places, len(tables.priorities), WAIT_DAYS), dtype=np.int64)
        ran_full = kernel.follow(*_arguments(tables, seed, first_run), rows, waits, families, a_day)
        if not ran_full:
            return rows, waits
        families, a_day = families * 2, a_day * 2


def _expected(tables: Tables) -> float:
    """About how many contacts are referred."""
    arrivals = tables.arrivals
    mean = np.where(arrivals.a > 0, (arrivals.a + arrivals.b) / np.maximum(1e-12, 1 - arrivals.a), arrivals.b)
    by_week = (mean * arrivals.parts).reshape(tables.weeks, 7, -1).sum(axis=1)
    return float((by_week * tables.conversion).sum())


def _arguments(tables: Tables, seed: int, first_run: int) -> tuple[object, ...]:
    t, arrivals, curves = tables, tables.arrivals, tables.curves
    given = np.zeros(1, dtype=kernel.GIVEN)
    given[0] = (
        t.weeks, t.officers, t.counts_from_referral, t.least_minutes, t.deadline_minutes, t.policy, t.override_minutes,
        t.override_points, t.may_pass, len(t.priorities), t.office.opens, t.office.lasts, t.desk.opens,
        t.may_leave_line, t.minutes_per_contact, t.duty_share, t.leaving_per_minute, t.agency_leaving_per_minute,
        t.overload_raises_leaving, t.overload_lengthens_work, t.sick_share, t.sick_minutes, t.well_minutes,
    )  # fmt: skip
    first_posts = np.searchsorted(t.posts[:, 0], np.arange(len(t.managers) + 1)).astype(np.int64)
    return (
        seed, first_run, given, t.office.before, t.desk.before, t.conversion, t.children, t.teams, t.priorities,
        t.outcomes, arrivals.parts, arrivals.first, arrivals.a, arrivals.b, curves.start, curves.share, curves.days,
        curves.survived, curves.tail, t.posts, t.open_work, t.points, t.managers, first_posts,
    )  # fmt: skip
