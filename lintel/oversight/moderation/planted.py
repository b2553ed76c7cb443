"""
Invented pairs whose truth is known, to measure `optimism` by: tests in short, `python -m bench optimism` at length.

The same seed gives the same pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lintel.oversight.moderation.optimism import Pair

AUDITORS, OPTIMISTS, HALF_A_GRADE = 12, 3, 0.5
SPREAD = 0.75  # standard deviation of a gap, in grades (PRODUCT.md 5, Q4)
ROUNDING = 1 / 6  # variance that drawing whole grades at random adds, about
TRULY = (0.12, 0.38, 0.42, 0.08)  # how often moderators find each grade, plainly invented
MOSTLY_GOOD = (0.02, 0.08, 0.70, 0.20)  # the same where work is mostly good: fewer chances to see what is not
POOR = (0.20, 0.60, 0.15, 0.05)


def pairs_of(leanings: Sequence[float], *, each: int, seed: int) -> list[Pair]:
    """
    So many pairs of each auditor, drawn alike; the auditors are numbered as their leanings stand.

    :param leanings: what each auditor's gap is in the mean, in grades.
    """
    rng = np.random.default_rng(seed)
    pairs = []
    for auditor, leaning in enumerate(leanings):
        exact = leaning + rng.normal(0, np.sqrt(SPREAD**2 - ROUNDING), each)
        for gap in np.clip(np.floor(exact + rng.random(each)), -3, 3).astype(int):
            audited = int(rng.integers(max(1, 1 + gap), min(4, 4 + gap) + 1))
            pairs.append(Pair(auditor=auditor, audited=audited, moderated=audited - int(gap)))
    return pairs


def three_of_twelve(*, each: int, seed: int) -> list[Pair]:
    """Three optimists, numbers 0 to 2, half a grade above nine auditors who lean nowhere."""
    return pairs_of([HALF_A_GRADE] * OPTIMISTS + [0.0] * (AUDITORS - OPTIMISTS), each=each, seed=seed)


def audited(
    many: int, *, leaning: float, seed: int, share: float = 0.30, noise: float = 0.6,
    truly: Sequence[float] = TRULY,
) -> tuple[list[Pair], list[int]]:  # fmt: skip
    """
    A service's audits, moderated by policy: every outstanding and inadequate, a random share of the others.

    :param leaning: by how many grades three of the twelve auditors see better work than there is.
    :param truly: how often moderators find each of the four grades.
    :returns: the pairs, and the grades of the audits that were not drawn.
    """
    rng = np.random.default_rng(seed)
    moderated = rng.choice([1, 2, 3, 4], p=truly, size=many)
    who = np.arange(many) % AUDITORS
    seen = moderated + np.where(who < OPTIMISTS, leaning, 0.0) + rng.normal(0, noise, many)
    return _drawn(who, _as_grades(seen), moderated, share, rng)


def _as_grades(seen: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip(np.round(seen), 1, 4).astype(np.int64)


def _drawn(
    who: NDArray[np.int64], grades: NDArray[np.int64], moderated: NDArray[np.int64], share: float,
    rng: np.random.Generator,
) -> tuple[list[Pair], list[int]]:  # fmt: skip
    """Drawn to be moderated as policy says: every outstanding and inadequate audit, a random share of the others."""
    chances = np.where((grades == 1) | (grades == 4), 1.0, share)
    drawn = rng.random(len(grades)) < chances
    rows = list(zip(who, grades, moderated, chances, drawn, strict=True))
    pairs = [
        Pair(auditor=int(auditor), audited=int(grade), moderated=int(other), stands_for=float(1 / chance))
        for auditor, grade, other, chance, is_drawn in rows
        if is_drawn
    ]
    return pairs, [int(grade) for _, grade, _, _, is_drawn in rows if not is_drawn]


def at_two_shares(*, seed: int) -> tuple[list[Pair], list[int], float]:
    """
    200 audits of all work, moderated at 30%, and 60 of a theme that is poor and graded a grade too high, all moderated.

    :returns: the pairs, the grades of the audits that were not drawn, and the share truly good or better, 0 to 1.
    """
    rng = np.random.default_rng(seed)
    pairs, others, good = list[Pair](), list[int](), 0
    for many, share, truly, leaning in ((200, 0.30, TRULY, 0.0), (60, 1.0, POOR, 1.0)):
        moderated = rng.choice([1, 2, 3, 4], p=truly, size=many)
        grades = _as_grades(moderated + leaning + rng.normal(0, 0.6, many))
        found, left = _drawn(np.zeros(many, dtype=np.int64), grades, moderated, share, rng)
        pairs, others, good = pairs + found, others + left, good + int((moderated >= 3).sum())
    return pairs, others, good / 260


def seen_alike(many: int, *, seed: int) -> list[Pair]:
    """Pairs of auditors and moderators who see alike, of mostly good work, moderated by policy: no optimism."""
    rng = np.random.default_rng(seed)
    work = rng.normal(3.0, 0.8, many)
    audited_as, moderated = (_as_grades(work + rng.normal(0, 0.5, many)) for _ in range(2))
    return _drawn(np.zeros(many, dtype=np.int64), audited_as, moderated, 0.30, rng)[0]


def truth(*, leaning: float, truly: Sequence[float] = TRULY) -> tuple[float, float]:
    """The gap (in grades) and the share good or better (0 to 1) that `audited` is drawn from, from very many."""
    pairs, others = audited(200_000, leaning=leaning, seed=0, share=1.0, truly=truly)
    assert not others
    gaps = [pair.gap for pair in pairs]
    return float(np.mean(gaps)), sum(truly[2:])
