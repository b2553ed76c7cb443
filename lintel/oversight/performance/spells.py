"""Stretches of time, many at once: which of them cover a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

# The end of what has not ended.
FAR_AWAY = date.max


class Spells:
    """Many stretches of time, and which of them cover a day. `ends` is the first day without."""

    def __init__(self, spells: Iterable[tuple[date, date]]) -> None:
        pairs = [(begins.toordinal(), ends.toordinal()) for begins, ends in spells]
        both: NDArray[np.int64] = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.begins, self.ends = both[:, 0], both[:, 1]

    def on(self, day: date) -> list[int]:
        """The places of the stretches that cover that day, in the order they were given."""
        number = day.toordinal()
        return self._where((self.begins <= number) & (self.ends > number))

    def between(self, first: date, last: date) -> list[int]:
        """The places of the stretches that cover any day from the first to the last."""
        return self._where(
            (self.begins <= last.toordinal()) & (self.ends > first.toordinal()) & (self.ends > self.begins)
        )

    @staticmethod
    def _where(is_so: NDArray[np.bool_]) -> list[int]:
        places: list[int] = np.flatnonzero(is_so).tolist()
        return places
