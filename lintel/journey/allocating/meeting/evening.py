"""Evening out what workers hold: one family moved, or two exchanged, for as long as that makes it more even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

A_HAIR = 1e-9

Pairs = NDArray[np.int64]  # shape (families, workers)


@dataclass(frozen=True, kw_only=True)
class Unevened:
    """
    Who was given to whom, and within what it may change.

    :param worth: of each pair; evening out never gives any of it up.
    :param held: the points each worker holds without these families.
    """

    sizes: Sequence[int]
    points: Sequence[float]
    rooms: Sequence[int]
    held: Sequence[float]
    worth: Pairs


def evened(given: Sequence[int], among: Unevened) -> list[int]:
    """
    The same families with workers such that no move of one, and no exchange of two, would make the points of all
    workers more even (the sum of their squares smaller). Of the best steps the first is taken, so it always ends alike.
    """
    table = _Table(given, among)
    while table.step():
        pass
    return [int(worker) for worker in table.given]


class _Table:
    def __init__(self, given: Sequence[int], among: Unevened) -> None:
        self.given = np.array(given, dtype=np.int64)
        self.sizes, self.points = np.array(among.sizes, dtype=np.int64), np.array(among.points, dtype=float)
        self.worth = among.worth
        self.load, self.left = np.array(among.held, dtype=float), np.array(among.rooms, dtype=np.int64)
        np.add.at(self.load, self.given, self.points)
        np.subtract.at(self.left, self.given, self.sizes)

    def step(self) -> bool:
        """Take the best step there is; False where there is none."""
        if not len(self.given):
            return False
        moves, exchanges = self._moves(), self._exchanges()
        move, exchange = moves.min(), exchanges.min()
        if min(move, exchange) > -A_HAIR:
            return False
        if move <= exchange:
            family, worker = np.unravel_index(int(moves.argmin()), moves.shape)
            self._put(int(family), int(worker))
        else:
            one, other = np.unravel_index(int(exchanges.argmin()), exchanges.shape)
            theirs, ours = int(self.given[one]), int(self.given[other])
            self._put(int(one), ours)
            self._put(int(other), theirs)
        return True

    def _moves(self) -> NDArray[np.float64]:
        """What each move of a family to a worker would change the sum of squares by; infinite where it may not be."""
        points, now = self.points[:, None], self.load[self.given][:, None]
        change = 2 * points * (self.load[None, :] - now + points)
        mine = self.worth[np.arange(len(self.given)), self.given][:, None]
        may = (self.left[None, :] >= self.sizes[:, None]) & (self.worth >= mine)
        may[np.arange(len(self.given)), self.given] = False
        return np.where(may, change, np.inf)

    def _exchanges(self) -> NDArray[np.float64]:
        """The same for each exchange of two families."""
        more = self.points[None, :] - self.points[:, None]  # what the first one's worker would hold more
        load, size = self.load[self.given], self.sizes[None, :] - self.sizes[:, None]
        change = 2 * more * (load[:, None] - load[None, :]) + 2 * more**2
        left = self.left[self.given]
        everybody = np.arange(len(self.given))
        theirs = self.worth[:, self.given]  # [one, other]: the worth of one with the other's worker
        mine = self.worth[everybody, self.given]
        may = (left[:, None] >= size) & (left[None, :] >= -size) & (theirs + theirs.T >= mine[:, None] + mine[None, :])
        may &= self.given[:, None] != self.given[None, :]
        return np.where(may, change, np.inf)

    def _put(self, family: int, worker: int) -> None:
        before = self.given[family]
        self.load[before] -= self.points[family]
        self.left[before] += self.sizes[family]
        self.load[worker] += self.points[family]
        self.left[worker] -= self.sizes[family]
        self.given[family] = worker
