"""What a report of audits says in words: no share without its interval, no auditors' grades alone. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from lintel.oversight.moderation.optimism import FEWEST_PAIRS, Estimate, Quality

EVERYTHING_IS_KNOWN = 1e-3  # an interval so narrow leaves nothing to chance


def percent(share: float) -> str:
    """A share as whole points of a hundred."""
    return f"{round(100 * share)}%"


def between(estimate: Estimate) -> str:
    """The interval of a share in words."""
    return f"between {percent(estimate.low)} and {percent(estimate.high)}"


def how_good(quality: Quality, whom: str, population: int) -> list[str]:
    """
    The moderated estimate of a cycle, with its interval; or why there is none.

    :param whom: the children it was drawn from, and how many they are (`population`).
    """
    if quality.good_or_better is None or quality.mean is None:
        return [
            f"There is not enough to say how good the work is: {_audits(quality.pairs, 'is', 'are')} moderated, and it "
            f"takes {FEWEST_PAIRS}. Auditors’ own grades are not shown alone: nobody knows how far they are off."
        ]
    good = quality.good_or_better
    of_all = f"Of all {population:,} {whom} it is {between(good)} (19 times out of 20)."
    if good.high - good.low < EVERYTHING_IS_KNOWN:
        of_all = f"That is all {population:,} {whom}: each was audited and moderated."
    said = [
        f"About {percent(good.mid)} of the work was good or better, as moderators see it. {of_all}",
        f"The mean grade is {quality.mean.mid:.1f} of 4, between {quality.mean.low:.1f} and {quality.mean.high:.1f}.",
    ]
    if quality.gap is not None:
        said.append(_gap(quality.gap))
    if quality.waiting:
        said.append(f"{_audits(quality.waiting, 'still waits', 'still wait')} to be moderated.")
    return said


def supports(supported: int, judged: int) -> str:
    """How often the evidence bore the grade out."""
    if not judged:
        return "No moderator has judged yet whether the evidence supports the grade."
    return (
        f"In {supported} of {judged} moderated audits the evidence supports the grade ({percent(supported / judged)})."
    )


def difference(before: Estimate, now: Estimate) -> Estimate:
    """How far two independent estimates lie apart, with the interval of the difference."""
    apart = now.mid - before.mid
    down = sqrt((now.mid - now.low) ** 2 + (before.high - before.mid) ** 2)
    up = sqrt((now.high - now.mid) ** 2 + (before.mid - before.low) ** 2)
    return Estimate(low=apart - down, mid=apart, high=apart + up)


def since_before(before: Quality, now: Quality) -> str:
    """Whether the work is better than the time before, as far as anybody can say."""
    if before.good_or_better is None or now.good_or_better is None:
        return "Whether it is better than the time before cannot be said: too few audits are moderated."
    apart = difference(before.good_or_better, now.good_or_better)
    points = f"{abs(round(100 * apart.mid))} points"
    span = f"the difference lies between {round(100 * apart.low):+d} and {round(100 * apart.high):+d} points"
    was = f"The time before it was {percent(before.good_or_better.mid)} ({between(before.good_or_better)})."
    if apart.low > 0:
        return f"{was} It is better by {points}: {span}."
    if apart.high < 0:
        return f"{was} It is worse by {points}: {span}."
    return f"{was} The change cannot be told from luck: {span}."


@dataclass(frozen=True)
class PoorlyAnswered:
    """One question of the tool, and in how many of the audits that moderators judged its answer was wanting."""

    question: str
    wanting: int
    judged: int

    @property
    def share(self) -> str:
        return percent(self.wanting / self.judged) if self.judged else "–"


def _gap(gap: Estimate) -> str:
    low, high = (round(end, 1) + 0.0 for end in (gap.low, gap.high))  # no end is “minus nought”
    span = f"between {low:+.1f} and {high:+.1f}"
    if gap.low > 0:
        return f"Auditors graded {gap.mid:.1f} of a grade higher than moderators ({span}); it is taken off above."
    if gap.high < 0:
        return f"Auditors graded {abs(gap.mid):.1f} of a grade lower than moderators ({span}); it is put right above."
    return f"Auditors and moderators graded alike, as far as can be told: the gap lies {span} grades."


def _audits(n: int, one: str, many: str) -> str:
    return f"1 audit {one}" if n == 1 else f"{n} audits {many}"
