"""
Whether families fit into the room there is, brothers and sisters together, and how. Exact, and the same every time.

Plain numbers. What fits by taking the largest families first is found at once; only where that fails is it asked of an
integer programme (HiGHS, in scipy), in which families of one size count as one kind.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

# Branches looked at before a question is given up: by number and not by time, so that the answer is always the same.
MOST_BRANCHES = 20_000


def fitted(sizes: Sequence[int], rooms: Sequence[int]) -> list[int] | None:
    """For each family the worker it fits with, no worker above their room; None where no such giving exists."""
    if not sizes:
        return []
    if not rooms or sum(sizes) > sum(max(0, room) for room in rooms) or max(sizes) > max(rooms):
        return None
    return _largest_first(sizes, rooms) or best(sizes, rooms, {})


def _largest_first(sizes: Sequence[int], rooms: Sequence[int]) -> list[int] | None:
    """Each family, the largest first, to the worker whom it fills most."""
    left = sorted((room, worker) for worker, room in enumerate(rooms))
    found = [0] * len(sizes)
    for family in sorted(range(len(sizes)), key=lambda family: -sizes[family]):
        place = bisect_left(left, (sizes[family], -1))
        if place == len(left):
            return None
        room, found[family] = left.pop(place)
        insort(left, (room - sizes[family], found[family]))
    return found


def most_that_fit(sizes: Sequence[int], rooms: Sequence[int]) -> int:
    """How many families fit at most, whichever they are."""
    smallest = sorted(sizes)
    for number in range(len(smallest), 0, -1):  # if any so many fit, the smallest so many do
        if fitted(smallest[:number], rooms) is not None:
            return number
    return 0


def best(sizes: Sequence[int], rooms: Sequence[int], worth: Mapping[tuple[int, int], int]) -> list[int] | None:
    """
    For each family its worker, so that the worth of all pairs is the most there can be; None where they do not all fit.

    :param worth: by family and worker, above nothing; a pair that is left out is worth nothing.
    """
    if not sizes:
        return []
    pairs = sorted(pair for pair in worth if sizes[pair[0]] <= rooms[pair[1]])
    kinds = Counter(sizes)
    plain = [(size, worker) for size in sorted(kinds) for worker, room in enumerate(rooms) if room >= size]
    programme = _Programme(len(pairs) + len(plain))
    of_family: dict[int, list[int]] = defaultdict(list)
    of_worker: dict[int, list[tuple[int, int]]] = defaultdict(list)
    of_kind: dict[int, list[int]] = defaultdict(list)
    for place, (family, worker) in enumerate(pairs):
        of_family[family].append(place)
        of_worker[worker].append((place, sizes[family]))
        of_kind[sizes[family]].append(place)
    for place, (size, worker) in enumerate(plain, start=len(pairs)):
        of_worker[worker].append((place, size))
        of_kind[size].append(place)
    for places in of_family.values():
        programme.hold([(place, 1) for place in places], 0, 1)
    for size, number in kinds.items():
        programme.hold([(place, 1) for place in of_kind[size]], number, number)
    for worker, terms in of_worker.items():
        programme.hold(terms, 0, rooms[worker])
    limits = [1] * len(pairs) + [kinds[size] for size, _ in plain]
    answer = programme.most([worth[pair] for pair in pairs] + [0] * len(plain), limits)
    return None if answer is None else _named(answer, pairs, plain, sizes)


def _named(
    answer: Sequence[int], pairs: Sequence[tuple[int, int]], plain: Sequence[tuple[int, int]], sizes: Sequence[int]
) -> list[int]:
    """Families of one size without a preference, one after another to the workers who take so many of that size."""
    found = {family: worker for (family, worker), taken in zip(pairs, answer, strict=False) if taken}
    places: dict[int, list[int]] = defaultdict(list)
    for (size, worker), number in zip(plain, answer[len(pairs) :], strict=True):
        places[size] += [worker] * number
    for family, size in enumerate(sizes):
        if family not in found:
            found[family] = places[size].pop(0)
    return [found[family] for family in range(len(sizes))]


class _Programme:
    """An integer programme, line by line."""

    def __init__(self, unknowns: int) -> None:
        self.unknowns = unknowns
        self.lines: list[int] = []
        self.places: list[int] = []
        self.factors: list[int] = []
        self.least: list[int] = []
        self.utmost: list[int] = []

    def hold(self, terms: Sequence[tuple[int, int]], least: int, utmost: int) -> None:
        """That the sum of some unknowns, each so many times, lies between two numbers."""
        for place, factor in terms:
            self.lines.append(len(self.least))
            self.places.append(place)
            self.factors.append(factor)
        self.least.append(least)
        self.utmost.append(utmost)

    def most(self, worth: Sequence[int], limits: Sequence[int]) -> list[int] | None:
        """The unknowns for which the worth is most; None where none meet every line."""
        if not self.unknowns:
            return None
        shape = (len(self.least), self.unknowns)
        lines = csr_array((self.factors, (self.lines, self.places)), shape=shape)
        found: Any = milp(
            -np.array(worth, dtype=float), integrality=np.ones(self.unknowns), bounds=Bounds(0, limits),
            constraints=LinearConstraint(lines, self.least, self.utmost),
            options={"mip_rel_gap": 0, "node_limit": MOST_BRANCHES},
        )  # fmt: skip
        return None if found.x is None else [round(value) for value in found.x]
