"""Luck that can be repeated: the same seed and stream always draw the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Generic, TypeVar
from zlib import crc32

from numpy.random import PCG64, Generator, SeedSequence

Thing = TypeVar("Thing")

DRAWN_AT_ONCE = 65_536
STANDARD = NormalDist()


class Shares(Generic[Thing]):
    """Things with the shares they come up in; the shares need not add to one."""

    def __init__(self, shares: Mapping[Thing, float]) -> None:
        self.things = tuple(shares)
        self._edges = tuple(accumulate(shares.values()))

    def at(self, luck: float) -> Thing:
        """The thing at this place (0 ≤ luck < 1) when they are laid end to end."""
        return self.things[min(bisect_right(self._edges, luck * self._edges[-1]), len(self.things) - 1)]


class Chance:
    """
    One stream of luck, by inversion from uniform draws.

    Each part of the story has its own stream, so that a change in one does not change the luck of the others.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._generator = Generator(PCG64(SeedSequence([seed, crc32(stream.encode())])))
        self._drawn: list[float] = []

    def uniform(self) -> float:
        if not self._drawn:
            self._drawn = self._generator.random(DRAWN_AT_ONCE).tolist()
        return self._drawn.pop()

    def happens(self, probability: float) -> bool:
        return self.uniform() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.uniform() * len(things))]

    def dealt(self, cards: int) -> Iterator[float]:
        """
        Endless draws as from a shuffled pack: in every so many each part of the range comes up once.

        Shares then stay closer to what is meant than in free draws; good for a thread of the story that must be seen.
        """
        while True:
            pack = [(card + self.uniform()) / cards for card in range(cards)]
            while pack:
                yield pack.pop(int(self.uniform() * len(pack)))

    def share(self, shares: Shares[Thing]) -> Thing:
        return shares.at(self.uniform())

    def long_tailed(self, *, median: float, spread: float) -> float:
        """A log-normal draw: half lie below the median; spread is the standard deviation of the logarithm."""
        return exp(log(median) + spread * STANDARD.inv_cdf(min(max(self.uniform(), 1e-9), 1 - 1e-9)))

    def count(self, mean: float) -> int:
        """A Poisson draw; by the normal approximation where the mean is large."""
        if mean > 60:
            return max(0, round(mean + sqrt(mean) * STANDARD.inv_cdf(max(self.uniform(), 1e-9))))
        left, number = self.uniform(), 0
        probability = exp(-mean)
        while left > probability and number < 1_000:
            left -= probability
            number += 1
            probability *= mean / number
        return number
