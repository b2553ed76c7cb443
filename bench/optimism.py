"""
How well optimistic auditors are found where the truth is planted, and how often the intervals hold it.

    python -m bench optimism

Twelve auditors, three of them half a grade too high (PRODUCT.md S53). Pure reckoning: no database.
"""

from __future__ import annotations

from lintel.oversight.moderation.optimism import auditors_in, gap_of, quality_of
from lintel.oversight.moderation.planted import (
    AUDITORS,
    OPTIMISTS,
    audited,
    pairs_of,
    three_of_twelve,
    truth,
)

RUNS = 1_000
COVERED = 300


def main() -> None:
    print(f"Three of twelve auditors half a grade above the others, {RUNS:,} runs of each")
    print(f"{'pairs each':>10} {'found of 3':>11} {'any wrongly':>12} {'any, where nobody leans':>24}")
    for each in (10, 20, 30, 40, 60):
        print_power(each)
    print()
    print(f"Audits moderated by policy (30% and every outstanding and inadequate), {COVERED} runs of each")
    print(
        f"{'audits':>8} {'leaning':>8} {'pairs':>6} {'gap held':>9} {'share held':>11} {'± points':>9} {'raw over':>9}"
    )
    for many in (60, 120, 300):
        for leaning in (0.5, 1.5):
            print_coverage(many, leaning)


def print_power(each: int) -> None:
    found, wrongly, none = 0, 0, 0
    for seed in range(RUNS):
        planted = auditors_in(three_of_twelve(each=each, seed=seed))
        found += sum(one.stands_out for one in planted[:OPTIMISTS])
        wrongly += any(one.stands_out for one in planted[OPTIMISTS:])
        none += any(one.stands_out for one in auditors_in(pairs_of([0.0] * AUDITORS, each=each, seed=seed)))
    if all(one.apart is None for one in planted):
        print(f"{each:>10} {'not enough evidence to say anything of one person':>49}")
        return
    print(f"{each:>10} {found / RUNS:>11.2f} {wrongly / RUNS:>12.1%} {none / RUNS:>24.1%}")


def print_coverage(many: int, leaning: float) -> None:
    gap, share = truth(leaning=leaning)
    pairs, held_gap, held_share, reach, raw = 0, 0, 0, 0.0, 0.0
    for seed in range(COVERED):
        moderated, others = audited(many, leaning=leaning, seed=seed)
        found, quality = gap_of(moderated, seed=seed), quality_of(moderated, not_drawn=others, seed=seed)
        if found.mean is None or quality.good_or_better is None or quality.raw_good_or_better is None:
            continue
        pairs += len(moderated)
        held_gap += found.mean.low <= gap <= found.mean.high
        held_share += quality.good_or_better.low <= share <= quality.good_or_better.high
        reach += (quality.good_or_better.high - quality.good_or_better.low) / 2
        raw += quality.raw_good_or_better - share
    print(
        f"{many:>8} {leaning:>8} {pairs / COVERED:>6.0f} {held_gap / COVERED:>9.0%} {held_share / COVERED:>11.0%}"
        f" {100 * reach / COVERED:>9.1f} {100 * raw / COVERED:>9.1f}"
    )
