"""
Invented pairs whose truth is known, to measure `optimism` by: tests in short, `python -m bench optimism` at length.

The same seed gives the same pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lintel.oversight.moderation.optimism import Pair

AUDITORS, OPTIMISTS, HALF_A_GRADE = 12, 3, 0.5
SPREAD = 0.75  # standard deviation of a gap, in grades (PRODUCT.md 5, Q4)
ROUNDING = 1 / 6  # variance that drawing whole grades at random adds, about
TRULY = (0.12, 0.38, 0.42, 0.08)  # how often moderators find each grade, plainly invented


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
    many: int, *, leaning: float, seed: int, share: float = 0.30, noise: float = 0.6
) -> tuple[list[Pair], list[int]]:
    """
    A service's audits, moderated by policy: every outstanding and inadequate, a random share of the others.

    :param leaning: by how many grades three of the twelve auditors see better work than there is.
    :returns: the pairs, and the grades of the audits that were not drawn.
    """
    rng = np.random.default_rng(seed)
    moderated = rng.choice([1, 2, 3, 4], p=TRULY, size=many)
    who = np.arange(many) % AUDITORS
    seen = np.round(moderated + np.where(who < OPTIMISTS, leaning, 0.0) + rng.normal(0, noise, many))
    grades = np.clip(seen, 1, 4).astype(int)
    chances = np.where((grades == 1) | (grades == 4), 1.0, share)
    drawn = rng.random(many) < chances
    rows = list(zip(who, grades, moderated, chances, drawn, strict=True))
    pairs = [
        Pair(auditor=int(auditor), audited=int(grade), moderated=int(other), stands_for=float(1 / chance))
        for auditor, grade, other, chance, is_drawn in rows
        if is_drawn
    ]
    return pairs, [int(grade) for _, grade, _, _, is_drawn in rows if not is_drawn]


def truth(*, leaning: float) -> tuple[float, float]:
    """The gap (in grades) and the share good or better (0 to 1) that `audited` is drawn from, from very many."""
    pairs, others = audited(200_000, leaning=leaning, seed=0, share=1.0)
    assert not others
    gaps = [pair.gap for pair in pairs]
    return float(np.mean(gaps)), sum(TRULY[2:])
