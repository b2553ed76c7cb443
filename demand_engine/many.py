"""
Many scenarios at once, each with luck of its own, reduced where they are run: a whole country in bounded memory.

All pieces of all scenarios are handed out together, so that nobody waits for the last piece of one before the next
begins; a scenario is given back as soon as all of its runs are there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demand_engine.compiled import follow
from demand_engine.executors import Executor, Threads
from demand_engine.nation import Authority, as_nationally
from demand_engine.result import Measure
from demand_engine.scenario import Scenario
from demand_engine.sense import MakesNoSense, Problem
from demand_engine.simulate import MOST_RUNS
from demand_engine.tables import lay_out

KEPT = (Measure.WAITING, Measure.OPEN, Measure.WORKERS, Measure.CASELOAD_P90)
RUNS_IN_A_PIECE = 100


@dataclass(frozen=True, kw_only=True)
class Future:
    """A scenario, and the seed of its luck."""

    scenario: Scenario
    seed: int


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some runs of the scenario in this place."""

    place: int
    future: Future
    first_run: int
    runs: int


@dataclass(frozen=True, kw_only=True)
class Done:
    """A piece that has been run: every run and week of the whole service, measures as in KEPT."""

    place: int
    first_run: int
    rows: NDArray[np.int32]
    cpu_seconds: float


@dataclass(frozen=True, kw_only=True)
class Followed:
    """
    All runs of one scenario, the whole service only.

    :param place: of the scenario among those asked for.
    :param rows: int32, shape (runs, weeks, KEPT).
    :param cpu_seconds: spent on it, wherever that was.
    """

    place: int
    rows: NDArray[np.int32]
    cpu_seconds: float

    def of(self, measure: Measure) -> NDArray[np.int32]:
        """One measure: shape (runs, weeks)."""
        return self.rows[:, :, KEPT.index(measure)]


def follow_all(futures: Sequence[Future], *, runs: int, executor: Executor | None = None) -> Iterator[Followed]:
    """
    Each scenario as soon as all of its runs are there, in no particular order.

    The numbers are those of `simulate` with the same seed, on one core, on several and on a cluster.

    :raises MakesNoSense: if there are no runs to make, or far too many.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise MakesNoSense((Problem(where="runs", words=f"Run it between once and {MOST_RUNS:,} times."),))
    pieces = [
        Piece(place=place, future=future, first_run=first, runs=min(RUNS_IN_A_PIECE, runs - first))
        for place, future in enumerate(futures)
        for first in range(0, runs, RUNS_IN_A_PIECE)
    ]
    return _put_together((executor or Threads()).as_they_finish(work, pieces), runs)


def work(piece: Piece) -> Done:
    """The runs of a piece, wherever it has been sent. The tables are laid out there: a scenario travels lighter."""
    _have_compiled_code()
    begun = time.thread_time()
    tables = lay_out(piece.future.scenario)
    rows, _ = follow(tables, seed=piece.future.seed, first_run=piece.first_run, runs=piece.runs)
    kept = np.ascontiguousarray(rows[:, 0][:, :, list(KEPT)])
    return Done(place=piece.place, first_run=piece.first_run, rows=kept, cpu_seconds=time.thread_time() - begun)


@cache
def _have_compiled_code() -> None:
    """Loading it, or compiling it where it has never run, is once in each process and no part of what runs cost."""
    nobody = Authority(code="", name="Nobody", children=0)
    follow(lay_out(as_nationally(nobody, starts_on=date(2027, 1, 4), weeks=1)), seed=1, first_run=0, runs=1)


def _put_together(done: Iterator[Done], runs: int) -> Iterator[Followed]:
    begun: dict[int, list[Done]] = {}
    for piece in done:
        mine = begun.setdefault(piece.place, [])
        mine.append(piece)
        if sum(len(each.rows) for each in mine) == runs:
            del begun[piece.place]
            mine.sort(key=lambda each: each.first_run)
            yield Followed(
                place=piece.place, rows=np.concatenate([each.rows for each in mine]),
                cpu_seconds=sum(each.cpu_seconds for each in mine),
            )  # fmt: skip


def version() -> str:
    """A digest of the engine's sources: where it is the same, so are the numbers."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()
