"""Who does the work: one core, all cores, or a cluster; the same blocks and therefore the same numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from distributed import Client

Block = TypeVar("Block")
Done = TypeVar("Done")


class Executor(Protocol):
    """Does one thing to many blocks, and gives the answers in the order of the blocks."""

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""


class OneCore:
    """One block after another."""

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        return map(work, blocks)


class Threads:
    """Blocks shared out over threads as each gets free; the engine lets go of Python's lock."""

    def __init__(self, number: int | None = None) -> None:
        self.number = number or len(os.sched_getaffinity(0))

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        with ThreadPoolExecutor(self.number) as pool:
            yield from pool.map(work, blocks)


class Cluster:
    """Blocks sent to the workers of a Dask cluster; a block whose worker dies is done again by another."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        futures = self.client.map(work, blocks, pure=False, retries=3)
        answers: list[Done] = self.client.gather(futures)
        return answers
