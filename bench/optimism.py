"""
How well optimistic auditors are found where the truth is planted, and how often the intervals hold it.

    python -m bench optimism

Twelve auditors, three of them half a grade too high (PRODUCT.md S53). Work that is mixed, and work that is mostly good:
of the second there is less to see what is not. Pure reckoning: no database.
"""

from __future__ import annotations

from collections.abc import Sequence

from lintel.oversight.audit_cycles.drawing import reach_as_moderated
from lintel.oversight.moderation.optimism import auditors_in, gap_of, quality_of
from lintel.oversight.moderation.planted import (
    AUDITORS,
    MOSTLY_GOOD,
    OPTIMISTS,
    TRULY,
    at_two_shares,
    audited,
    pairs_of,
    seen_alike,
    three_of_twelve,
    truth,
)

RUNS = 1_000
COVERED = 200


def main() -> None:
    print(f"Three of twelve auditors half a grade above the others, {RUNS:,} runs of each")
    print(f"{'pairs each':>10} {'found of 3':>11} {'any wrongly':>12} {'any, where nobody leans':>24}")
    for each in (10, 20, 30, 40, 60):
        print_power(each)
    print()
    print(f"Audits moderated by policy (30% and every outstanding and inadequate), {COVERED} runs of each")
    print(
        f"{'work':>8} {'audits':>8} {'leaning':>8} {'pairs':>6} {'gap held':>9} {'share held':>11} {'mean held':>10} "
        f"{'± points':>9} {'promised':>9} {'raw over':>9}"
    )
    for work, truly in (("mixed", TRULY), ("good", MOSTLY_GOOD)):
        for many in (40, 60, 120, 300):
            for leaning in (0.5, 1.5):
                print_coverage(work, truly, many, leaning)
    print()
    print_two_shares()
    print_alike()


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


def print_coverage(work: str, truly: Sequence[float], many: int, leaning: float) -> None:
    gap, share = truth(leaning=leaning, truly=truly)
    mean = sum(grade * often for grade, often in enumerate(truly, start=1))
    pairs, held_gap, held_share, held_mean, reach, raw = 0, 0, 0, 0, 0.0, 0.0
    for seed in range(COVERED):
        moderated, others = audited(many, leaning=leaning, seed=seed, truly=truly)
        found, quality = gap_of(moderated, seed=seed), quality_of(moderated, not_drawn=others, seed=seed)
        if found.mean is None or quality.good_or_better is None or quality.raw_good_or_better is None:
            continue
        if quality.mean is not None:
            held_mean += quality.mean.low <= mean <= quality.mean.high
        pairs += len(moderated)
        held_gap += found.mean.low <= gap <= found.mean.high
        held_share += quality.good_or_better.low <= share <= quality.good_or_better.high
        reach += (quality.good_or_better.high - quality.good_or_better.low) / 2
        raw += quality.raw_good_or_better - share
    print(
        f"{work:>8} {many:>8} {leaning:>8} {pairs / COVERED:>6.0f} {held_gap / COVERED:>9.0%} "
        f"{held_share / COVERED:>11.0%} {held_mean / COVERED:>10.0%} {100 * reach / COVERED:>9.1f} "
        f"{100 * reach_as_moderated(many, 10**9, 0.30):>9.1f} {100 * raw / COVERED:>9.1f}"
    )


def print_two_shares() -> None:
    found, true, held = 0.0, 0.0, 0
    for seed in range(COVERED):
        pairs, others, good = at_two_shares(seed=seed)
        quality = quality_of(pairs, not_drawn=others, seed=seed).good_or_better
        if quality is not None:
            found, true, held = found + quality.mid, true + good, held + (quality.low <= good <= quality.high)
    print("200 routine audits at 30% beside 60 of a poor theme, all moderated: truly good or better")
    print(f"{true / COVERED:.1%}, found {found / COVERED:.1%}, held {held / COVERED:.0%}")


def print_alike() -> None:
    lucky, outside = 0, 0
    for seed in range(COVERED):
        gap = gap_of(seen_alike(250, seed=seed), seed=seed)
        if gap.mean is not None and gap.p is not None:
            lucky, outside = lucky + (gap.p < 0.05), outside + (gap.mean.low > 0 or gap.mean.high < 0)
    print("Auditors and moderators who see alike, 250 audits: a gap beyond luck is said to be there")
    print(f"by turned signs in {lucky / COVERED:.1%}, by the interval in {outside / COVERED:.1%}")
