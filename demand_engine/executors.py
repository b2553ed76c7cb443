"""Who does the work: one core, all cores, or a cluster; the same blocks and therefore the same numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from distributed import Client

Block = TypeVar("Block")
Done = TypeVar("Done")


class Executor(Protocol):
    """Does one thing to many blocks: `map` answers in the order of the blocks, `as_they_finish` does not wait."""

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""

    def as_they_finish(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterator[Done]:
        """`work` on every block; each answer as soon as it is there, and kept no longer than that."""


class OneCore:
    """One block after another."""

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        return map(work, blocks)

    def as_they_finish(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterator[Done]:
        """One after another."""
        return map(work, blocks)


class Threads:
    """Blocks shared out over threads as each gets free; the engine lets go of Python's lock."""

    def __init__(self, number: int | None = None) -> None:
        self.number = number or len(os.sched_getaffinity(0))

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        with ThreadPoolExecutor(self.number) as pool:
            yield from pool.map(work, blocks)

    def as_they_finish(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterator[Done]:
        """Whichever is first; who stops listening stops the work."""
        pool = ThreadPoolExecutor(self.number)
        try:
            for future in as_completed([pool.submit(work, block) for block in blocks]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


class Cluster:
    """Blocks sent to the workers of a Dask cluster; a block whose worker dies is done again by another."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def map(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterable[Done]:
        """`work` on every block."""
        futures = self.client.map(work, blocks, pure=False, retries=3)
        answers: list[Done] = self.client.gather(futures)
        return answers

    def as_they_finish(self, work: Callable[[Block], Done], blocks: Sequence[Block]) -> Iterator[Done]:
        """Whichever is first; the cluster forgets an answer that has been fetched."""
        from distributed import as_completed as first_completed

        futures = self.client.map(work, blocks, pure=False, retries=3)
        finished = first_completed(futures, loop=self.client.loop, with_results=True)
        del futures  # or every answer would be kept on the cluster to the end
        for _, answer in finished:
            yield answer
