"""
How far auditors grade above moderators who did not know their grade, and how good practice is once that is taken off.

Plain numbers in and out. Grades are 1 (inadequate) to 4 (outstanding); a gap is the auditor's grade minus the
moderator's, in grades: above nought the auditor saw better work than the moderator did. Method (PRODUCT.md 5, Q4):

*The service.* Pairs are weighed by how many audits each stands for, because some grades are moderated more often on
purpose; the mean with a bootstrap interval, widened for few pairs as T. Hesterberg describes ("What teachers should
know about the bootstrap", The American Statistician 69, 2015); how often luck alone would bring it, by turning signs at
random with the same weights (Wilcoxon's signed ranks know no weights, and took the extremes that are always moderated
for optimism); the share put a grade or more lower.

*One auditor.* Only from `FEWEST_OF_ONE` pairs on, set beside the other auditors (the middle three fifths of them, so
that one optimist does not hide another), and pulled towards them as far as the auditors as a whole give no sign of
differing (empirical Bayes; DerSimonian and Laird's estimate of how much they differ).

*One tool, one team's work.* The same, among tools and among teams, and only where three or more people audited: below
that it would be a figure about one of them.

*Quality.* Audits are sorted by the auditor's grade; what moderators made of each kind, each pair weighed by how many
audits it stands for, is applied to all of that kind (post-stratification); the interval holds both the luck of which
audits were moderated and of which were done, and where all pairs say the same it still allows for what ten or twenty of
them cannot show (`intervals`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from lintel.oversight.moderation.intervals import (
    NEVER_QUITE,
    Numbers,
    as_many_alike,
    by_luck,
    share_between,
    unseen,
)

GRADES = (1, 2, 3, 4)
GOOD = 3
FEWEST_PAIRS = 10  # below, an interval from resampling would be a promise nobody can keep
FEWEST_OF_ONE = 20  # PRODUCT.md S53: below, nothing is said of one person
FEWEST_AUDITORS = 3  # below, what is said of a tool or of a team's work is said of somebody
FURTHER_THAN = 1.8  # shrunken z; with three of twelve half a grade above, see `python -m bench optimism`
GROUPS_FURTHER_THAN = 2.2  # of three to eight tools or teams: nobody leans, and one stands out in 2 to 6 runs of 100
LEFT_OUT_EACH_END = 5  # one in so many of the others
RESAMPLED = 2_000
VERY_MANY = 1e12


@dataclass(frozen=True, kw_only=True)
class Pair:
    """
    One audit graded twice; `stands_for` is how many audits of its kind it speaks for: 1 over its chance.

    `records` is how many records the audit counts for where work is spoken of and not auditors: a half where the record
    was audited twice, more or less than one where its stratum has more or fewer audits than its share.
    """

    auditor: int
    audited: int
    moderated: int
    stands_for: float = 1.0
    records: float = 1.0

    @property
    def gap(self) -> int:
        """In grades; above nought where the auditor graded higher."""
        return self.audited - self.moderated


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its 95% interval."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Gap:
    """
    The service's gap, in grades. Intervals and `p` are None below `FEWEST_PAIRS`.

    `downgraded` is the share (0 to 1) of audits that moderators put a grade or more lower; `p` is how often luck alone
    would bring a gap as large (0 to 1), weighed as the gap is.
    """

    pairs: int
    mean: Estimate | None
    downgraded: Estimate | None
    p: float | None

    @property
    def enough(self) -> bool:
        return self.mean is not None


@dataclass(frozen=True, kw_only=True)
class OfOne:
    """
    One auditor beside the others. None where there is not enough evidence to say anything of one person.

    `apart` is in grades above (or below) the others, after shrinkage; `stands_out` means further above than luck does.
    """

    auditor: int
    pairs: int
    apart: Estimate | None
    stands_out: bool


@dataclass(frozen=True, kw_only=True)
class OfSome:
    """
    The audits done with one tool, or of one team's work, beside the others. `apart` is as in `OfOne`, and None where
    there are too few pairs, or too few people who audited.
    """

    key: str
    pairs: int
    apart: Estimate | None
    stands_out: bool


@dataclass(frozen=True, kw_only=True)
class Quality:
    """
    How good practice is, as moderators see it. Shares are 0 to 1, means in grades from 1 to 4.

    Everything but the counts is None where there is not enough to go by; the auditors' own distribution (`raw`, a share
    for each of the four grades) is therefore never there without the moderated one beside it.
    """

    audits: int
    pairs: int
    waiting: int
    good_or_better: Estimate | None
    mean: Estimate | None
    gap: Estimate | None
    moderated: tuple[Estimate, ...] | None
    raw: tuple[float, ...] | None
    raw_good_or_better: float | None

    @property
    def enough(self) -> bool:
        return self.good_or_better is not None


def gap_of(pairs: Sequence[Pair], *, seed: int = 0) -> Gap:
    """The gap of all auditors together; the same for the same pairs and seed."""
    if len(pairs) < FEWEST_PAIRS:
        return Gap(pairs=len(pairs), mean=None, downgraded=None, p=None)
    gaps = np.asarray([pair.gap for pair in pairs], dtype=np.float64)
    stands = np.asarray([pair.stands_for for pair in pairs], dtype=np.float64)
    lower = np.asarray([float(pair.gap >= 1) for pair in pairs], dtype=np.float64)
    mean, downgraded = _means_of(gaps, lower, stands, seed)
    return Gap(pairs=len(pairs), mean=mean, downgraded=downgraded, p=by_luck(gaps * stands, seed))


def auditors_in(pairs: Iterable[Pair]) -> list[OfOne]:
    """
    Each auditor beside the others, in the order of their numbers: this is no table of who is best.

    Nothing but the number of pairs is said of whoever has fewer than `FEWEST_OF_ONE`, or has nobody to stand beside.
    """
    by_auditor: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_auditor[pair.auditor].append(pair)
    numbers = sorted(by_auditor)
    heard = [number for number in numbers if len(by_auditor[number]) >= FEWEST_OF_ONE]
    said = dict(zip(heard, _beside_each_other([by_auditor[number] for number in heard]), strict=True))
    return [
        OfOne(
            auditor=number, pairs=len(by_auditor[number]), apart=said.get(number),
            stands_out=_stands_out(said.get(number)),
        )
        for number in numbers
    ]  # fmt: skip


def groups_in(groups: Mapping[str, Sequence[Pair]]) -> list[OfSome]:
    """The audits of each group (done with one tool, of one team's work) beside the others', in the order of keys."""
    heard = [key for key in sorted(groups) if _says_nothing_of_one(groups[key])]
    said = dict(zip(heard, _beside_each_other([groups[key] for key in heard]), strict=True))
    return [
        OfSome(
            key=key, pairs=len(groups[key]), apart=said.get(key),
            stands_out=_stands_out(said.get(key), further_than=GROUPS_FURTHER_THAN),
        )
        for key in sorted(groups)
    ]  # fmt: skip


def _says_nothing_of_one(pairs: Sequence[Pair]) -> bool:
    return len(pairs) >= FEWEST_OF_ONE and len({pair.auditor for pair in pairs}) >= FEWEST_AUDITORS


def quality_of(
    pairs: Sequence[Pair], *, not_drawn: Sequence[int] = (), records: Sequence[float] = (), waiting: int = 0,
    of: int | None = None, seed: int = 0,
) -> Quality:  # fmt: skip
    """
    How good the audited work was, as moderators see it, with what is not known about it.

    :param not_drawn: the grades of audits that were not drawn to be moderated.
    :param records: how many records each of those counts for, as `Pair.records`; one each if none are given.
    :param waiting: audits drawn and not moderated yet. Their grades are sealed and not used: those moderated already
        stand for them.
    :param of: of how many records it is said, where the audited ones are drawn from them; else of all work like it.
    """
    audits = len(pairs) + len(not_drawn) + waiting
    if len(pairs) < FEWEST_PAIRS:
        return Quality(
            audits=audits, pairs=len(pairs), waiting=waiting, good_or_better=None, mean=None, gap=None, moderated=None,
            raw=None, raw_good_or_better=None,
        )  # fmt: skip
    others = np.asarray(records or np.ones(len(not_drawn)), dtype=np.float64)
    seen = _Seen(pairs, not_drawn, others, waiting=waiting, of=of)
    shares = seen.drawn_again(np.random.default_rng(seed))
    good = np.asarray(GRADES) >= GOOD
    return Quality(
        audits=audits, pairs=len(pairs), waiting=waiting, good_or_better=seen.share(shares, good),
        mean=seen.mean(shares), gap=gap_of(pairs, seed=seed).mean,
        moderated=tuple(seen.share(shares, np.asarray(GRADES) == grade) for grade in GRADES),
        raw=tuple(seen.raw.tolist()), raw_good_or_better=float(seen.raw @ good),
    )  # fmt: skip


class _Seen:
    """
    What is seen of quality: `raw`, the shares of the auditor's grades (those moderated stand for those still waiting),
    and what moderators made of each, as counts to draw again from (`became`) and as shares (`expected`).
    """

    def __init__(
        self, pairs: Sequence[Pair], not_drawn: Sequence[int], others: Numbers, *, waiting: int, of: int | None
    ) -> None:
        self.records = np.asarray([pair.records for pair in pairs], dtype=np.float64)
        self.weights = self.records * np.asarray([pair.stands_for for pair in pairs], dtype=np.float64)
        self.audited = np.asarray([pair.audited for pair in pairs])
        self.moderated = np.asarray([pair.moderated for pair in pairs])
        self.of = float(of) if of else VERY_MANY
        graded = np.asarray(not_drawn, dtype=np.int64)
        stretched = 1 + waiting / len(pairs)
        kinds = [others[graded == it].sum() + self.records[self.audited == it].sum() * stretched for it in GRADES]
        self.raw = np.asarray(kinds, dtype=np.float64) / sum(kinds)
        known = np.concatenate([self.records, others])
        self.known = as_many_alike(known) / self._left_of(known.sum(), self.of)
        self.became = np.stack([self._row(grade) for grade in GRADES])
        self.expected = self.became / self.became.sum(axis=1, keepdims=True)
        self.mid = self.raw @ self.expected

    def drawn_again(self, rng: np.random.Generator) -> Numbers:
        """The shares of the four grades as they might have come out, so many times."""
        drawn = rng.dirichlet(np.maximum(self.raw * self.known, 1e-6), size=RESAMPLED)
        moved = np.stack([rng.dirichlet(row, size=RESAMPLED) for row in self.became], axis=1)
        return np.asarray(np.einsum("rg,rgm->rm", drawn, moved), dtype=np.float64)

    def share(self, shares: Numbers, grades: NDArray[np.bool_]) -> Estimate:
        """The share of work that is of some of the four grades."""
        mid, found = min(1.0, float(self.mid @ grades)), grades[self.moderated - 1]
        left = self._left_of(self.records.sum(), self.of)
        if found.all() or not found.any():
            low, high = share_between(mid, 0.0, most=as_many_alike(self.weights) / left)
        else:
            low, high = share_between(mid, float((shares @ grades).var()), most=len(found) / left)
        return Estimate(low=low, mid=mid, high=high)

    def mean(self, shares: Numbers) -> Estimate:
        """The mean grade, widened for few pairs; where all gave one, as many as may be unseen lie a grade off."""
        grades = np.asarray(GRADES, dtype=np.float64)
        mid, free = float(self.mid @ grades), len(self.audited) - len(set(self.audited.tolist()))
        wider = float(stats.t.ppf(0.975, free) / stats.norm.ppf(0.975)) * sqrt(len(self.audited) / free)
        low, high = (mid + (float(end) - mid) * wider for end in np.percentile(shares @ grades, [2.5, 97.5]))
        if len(set(self.moderated.tolist())) == 1:
            off = unseen(as_many_alike(self.weights) / self._left_of(self.records.sum(), self.of))
            low, high = min(low, mid - off), max(high, mid + off)
        return Estimate(low=max(1.0, min(low, mid)), mid=mid, high=min(4.0, max(high, mid)))

    def _row(self, grade: int) -> Numbers:
        """
        What became of one of the auditor's grades, each pair weighed by the audits it stands for.

        A grade that few were moderated of leans, with the weight of one pair, on how far all were moved.
        """
        own = self.audited == grade
        left = self._left_of(self.records[own].sum(), self.of * self.raw[grade - 1])
        row = np.full(len(GRADES), 1e-3)
        for gap in range(1 - len(GRADES), len(GRADES)):
            moved = self.weights[self.audited - self.moderated == gap].sum() / self.weights.sum()
            row[min(max(grade - gap, 1), len(GRADES)) - 1] += moved
        row *= left
        if own.any():
            weights = self.weights[own]
            np.add.at(row, self.moderated[own] - 1, as_many_alike(weights) * weights / weights.sum())
        return row / left

    @staticmethod
    def _left_of(known: float, there: float) -> float:
        """What share of so many records nobody knows: near 1 of very many, near 0 where all are known."""
        return max(NEVER_QUITE, 1 - known / there) if there > 0 else 1.0


def _beside_each_other(each: Sequence[Sequence[Pair]]) -> list[Estimate | None]:
    if len(each) < 3:
        return [None] * len(each)
    means, errors = _means(each)
    spread = _spread(means, errors)
    said: list[Estimate | None] = []
    for at, (mean, error) in enumerate(zip(means, errors, strict=True)):
        trusted = spread / (spread + error) if error else 1.0
        apart = trusted * (mean - _middle(np.delete(means, at)))
        reach = 1.96 * sqrt(trusted * error)
        said.append(Estimate(low=apart - reach, mid=apart, high=apart + reach))
    return said


def _means(each: Sequence[Sequence[Pair]]) -> tuple[Numbers, Numbers]:
    """Each auditor's weighted mean gap, and its squared standard error, from how much gaps vary within auditors."""
    means, alone, within, freedom = [], [], 0.0, 0
    for pairs in each:
        gaps = np.asarray([pair.gap for pair in pairs], dtype=np.float64)
        stands = np.asarray([pair.stands_for for pair in pairs], dtype=np.float64)
        mean = float(stands @ gaps / stands.sum())
        within += float(stands @ (gaps - mean) ** 2 / stands.sum()) * len(pairs)
        freedom += len(pairs) - 1
        means.append(mean)
        alone.append(1 / as_many_alike(stands))
    return np.asarray(means), np.asarray(alone) * within / freedom


def _spread(means: Numbers, errors: Numbers) -> float:
    """By how much auditors differ, beyond luck, in squared grades (DerSimonian and Laird, 1986)."""
    if not errors.all():
        return float(means.var(ddof=1))
    trust = 1 / errors
    centre = trust @ means / trust.sum()
    apart = float(trust @ (means - centre) ** 2)
    return max(0.0, (apart - (len(means) - 1)) / float(trust.sum() - (trust**2).sum() / trust.sum()))


def _middle(others: Numbers) -> float:
    left_out = len(others) // LEFT_OUT_EACH_END
    return float(np.sort(others)[left_out : len(others) - left_out].mean())


def _stands_out(apart: Estimate | None, *, further_than: float = FURTHER_THAN) -> bool:
    if apart is None or apart.mid <= 0:
        return False
    return apart.mid > further_than * (apart.high - apart.mid) / 1.96


def _means_of(gaps: Numbers, lower: Numbers, stands: Numbers, seed: int) -> tuple[Estimate, Estimate]:
    """
    The weighted mean of gaps, and the weighted share of those a grade or more lower, by drawing the pairs again.

    The mean's interval is widened as few pairs need, and goes no further than gaps can; where all are alike, as many as
    may well be unseen lie a grade off.
    """
    many = len(gaps)
    times = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=RESAMPLED).astype(np.float64)
    alike = max(as_many_alike(stands), 2.0)
    wider = float(stats.t.ppf(0.975, alike - 1) / stats.norm.ppf(0.975)) * sqrt(alike / (alike - 1))
    mid, share = (float(stands @ values / stands.sum()) for values in (gaps, lower))
    drawn, drawn_share = ((times @ (stands * values)) / (times @ stands) for values in (gaps, lower))
    low, high = (mid + (float(end) - mid) * wider for end in np.percentile(drawn, [2.5, 97.5]))
    if gaps.min() == gaps.max():
        low, high = mid - unseen(alike), mid + unseen(alike)
    least, most = share_between(
        share, float(drawn_share.var()) * alike / (alike - 1), most=many if 0 < share < 1 else alike
    )
    return (
        Estimate(low=max(-3.0, low), mid=mid, high=min(3.0, high)), Estimate(low=least, mid=share, high=most),
    )  # fmt: skip
