"""How far two readers agree on a scale of ranks. Plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lintel.oversight.supervision.codes import Dimension

TOP = 3


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What one reader gave one record: a score for each dimension, in the order of `Dimension`."""

    draw: int
    scores: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """How far two readers of the same records agree; `kappa` is None where it cannot be said yet."""

    pairs: int
    kappa: float | None
    floor: float
    by_dimension: Sequence[tuple[Dimension, float | None]]

    @property
    def is_used(self) -> bool:
        """Whether two readers agree enough for a mean to be shown."""
        return self.kappa is not None and self.kappa >= self.floor


def agreement_of(scored: Sequence[Scored], *, floor: float) -> Agreed:
    """Over all six dimensions, and of each. `scored` has both readers of a record one after the other."""
    twice = [(one.scores, other.scores) for one, other in pairwise(scored) if one.draw == other.draw]
    of_each = {
        each: [(one[place], other[place]) for one, other in twice] for place, each in enumerate(Dimension)
    }  # fmt: skip
    everything = [pair for pairs in of_each.values() for pair in pairs]
    return Agreed(
        pairs=len(twice), kappa=weighted_kappa(everything), floor=floor,
        by_dimension=[(each, weighted_kappa(pairs)) for each, pairs in of_each.items()],
    )  # fmt: skip


def weighted_kappa(pairs: Sequence[tuple[int, int]], *, categories: int = TOP + 1) -> float | None:
    """
    Cohen's kappa with squared weights; None without pairs, and where everybody gave one score to everything.

    Source: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968). Where nothing varies there is nothing to
    agree about beyond chance, and it cannot be said.
    """
    if not pairs:
        return None
    n = len(pairs)
    first = [sum(a == k for a, _ in pairs) / n for k in range(categories)]
    second = [sum(b == k for _, b in pairs) / n for k in range(categories)]
    observed = sum((a - b) ** 2 for a, b in pairs) / n
    expected = sum(first[i] * second[j] * (i - j) ** 2 for i in range(categories) for j in range(categories))
    return 1 - observed / expected if expected else None
