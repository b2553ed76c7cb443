"""
How far auditors grade above moderators who did not know their grade, and how good practice is once that is taken off.

Plain numbers in and out. Grades are 1 (inadequate) to 4 (outstanding); a gap is the auditor's grade minus the
moderator's, in grades: above nought the auditor saw better work than the moderator did. Method (PRODUCT.md 5, Q4):

*The service.* Pairs are weighed by how many audits each stands for, because some grades are moderated more often on
purpose; the mean with a bootstrap interval, widened for few pairs as T. Hesterberg describes ("What teachers should
know about the bootstrap", The American Statistician 69, 2015); Wilcoxon's signed ranks; the share put a grade or more
lower.

*One auditor.* Only from `FEWEST_OF_ONE` pairs on, set beside the other auditors (the middle three fifths of them, so
that one optimist does not hide another), and pulled towards them as far as the auditors as a whole give no sign of
differing (empirical Bayes; DerSimonian and Laird's estimate of how much they differ).

*One tool, one team's work.* The same, among tools and among teams, and only where three or more people audited: below
that it would be a figure about one of them.

*Quality.* Audits are sorted by the auditor's grade; what moderators made of each kind is applied to all of that kind
(post-stratification); the interval holds both the luck of which audits were moderated and of which were done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Numbers = NDArray[np.float64]

GRADES = (1, 2, 3, 4)
GOOD = 3
FEWEST_PAIRS = 10  # below, an interval from resampling would be a promise nobody can keep
FEWEST_OF_ONE = 20  # PRODUCT.md S53: below, nothing is said of one person
FEWEST_AUDITORS = 3  # below, what is said of a tool or of a team's work is said of somebody
FURTHER_THAN = 1.8  # shrunken z; with three of twelve half a grade above, see `python -m bench optimism`
GROUPS_FURTHER_THAN = 2.2  # of three to eight tools or teams: nobody leans, and one stands out in 2 to 6 runs of 100
LEFT_OUT_EACH_END = 5  # one in so many of the others
RESAMPLED = 2_000


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One audit graded twice; `stands_for` is how many audits of its kind it speaks for: 1 over its chance."""

    auditor: int
    audited: int
    moderated: int
    stands_for: float = 1.0

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

    `downgraded` is the share (0 to 1) of audits that moderators put a grade or more lower.
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
    mean, downgraded = _means_of(np.stack([gaps, lower]), stands, seed)
    return Gap(pairs=len(pairs), mean=mean, downgraded=downgraded, p=_wilcoxon(gaps))


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


def quality_of(pairs: Sequence[Pair], *, not_drawn: Sequence[int] = (), waiting: int = 0, seed: int = 0) -> Quality:
    """
    How good the audited work was, as moderators see it, with what is not known about it.

    :param not_drawn: the grades of audits that were not drawn to be moderated.
    :param waiting: audits drawn and not moderated yet. Their grades are sealed and not used: those moderated already
        stand for them.
    """
    audits = len(pairs) + len(not_drawn) + waiting
    if len(pairs) < FEWEST_PAIRS:
        return Quality(
            audits=audits, pairs=len(pairs), waiting=waiting, good_or_better=None, mean=None, gap=None, moderated=None,
            raw=None, raw_good_or_better=None,
        )  # fmt: skip
    kinds = _kinds(pairs, not_drawn, waiting)
    became, expected = _became(pairs)
    raw = kinds / kinds.sum()
    mid = raw @ expected
    rng = np.random.default_rng(seed)
    drawn = rng.dirichlet(np.maximum(raw * (len(pairs) + len(not_drawn)), 1e-6), size=RESAMPLED)
    moved = np.stack([rng.dirichlet(row, size=RESAMPLED) for row in became], axis=1)
    shares = np.einsum("rg,rgm->rm", drawn, moved)
    good, grades = np.asarray(GRADES) >= GOOD, np.asarray(GRADES, dtype=np.float64)
    return Quality(
        audits=audits, pairs=len(pairs), waiting=waiting, good_or_better=_around(mid @ good, shares @ good),
        mean=_around(mid @ grades, shares @ grades), gap=gap_of(pairs, seed=seed).mean,
        moderated=tuple(_around(mid[at], shares[:, at]) for at in range(len(GRADES))), raw=tuple(raw.tolist()),
        raw_good_or_better=float(raw @ good),
    )  # fmt: skip


def _kinds(pairs: Sequence[Pair], not_drawn: Sequence[int], waiting: int) -> Numbers:
    """How many audits there are of each grade, where those moderated stand for those still waiting."""
    moderated, others = Counter(pair.audited for pair in pairs), Counter(not_drawn)
    stretched = 1 + waiting / len(pairs)
    return np.asarray([others[grade] + moderated[grade] * stretched for grade in GRADES], dtype=np.float64)


def _became(pairs: Sequence[Pair]) -> tuple[Numbers, Numbers]:
    """
    What moderators made of each of the auditor's grades: as counts to draw from, and as shares.

    A grade that few were moderated of leans, with the weight of one pair, on how far all were moved.
    """
    stands = np.asarray([pair.stands_for for pair in pairs], dtype=np.float64)
    moved = np.zeros(2 * len(GRADES) - 1)
    np.add.at(moved, [pair.gap + len(GRADES) - 1 for pair in pairs], stands / stands.sum())
    counts = np.full((len(GRADES), len(GRADES)), 1e-3)
    for at, grade in enumerate(GRADES):
        for gap, share in zip(range(1 - len(GRADES), len(GRADES)), moved, strict=True):
            counts[at, min(max(grade - gap, 1), 4) - 1] += share
    for pair in pairs:
        counts[pair.audited - 1, pair.moderated - 1] += 1
    return counts, counts / counts.sum(axis=1, keepdims=True)


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
        alone.append(float((stands**2).sum() / stands.sum() ** 2))  # 1 over the number of equal pairs (L. Kish)
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


def _means_of(values: Numbers, stands: Numbers, seed: int) -> list[Estimate]:
    """
    Weighted means of the same pairs' values, each with an interval from resampling pairs, widened as few pairs need.

    The interval goes no further than the values can: a share stays between 0 and 1, a gap between -3 and 3.
    """
    many = values.shape[1]
    times = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=RESAMPLED).astype(np.float64)
    found = (times @ (stands * values).T) / (times @ stands)[:, None]
    alike = max(float(stands.sum() ** 2 / (stands**2).sum()), 2.0)
    wider = float(stats.t.ppf(0.975, alike - 1) / stats.norm.ppf(0.975)) * sqrt(alike / (alike - 1))
    said = []
    for row, drawn, (least, most) in zip(values, found.T, ((-3.0, 3.0), (0.0, 1.0)), strict=True):
        mid = float(stands @ row / stands.sum())
        low, high = (mid + (float(end) - mid) * wider for end in np.percentile(drawn, [2.5, 97.5]))
        said.append(Estimate(low=max(least, low), mid=mid, high=min(most, high)))
    return said


def _around(mid: float, drawn: Numbers) -> Estimate:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(low=min(float(low), float(mid)), mid=float(mid), high=max(float(high), float(mid)))


def _wilcoxon(gaps: Numbers) -> float:
    """Two-sided; 1 where no pair differs."""
    if not gaps.any():
        return 1.0
    return float(stats.wilcoxon(gaps, zero_method="wilcox", correction=True, method="approx").pvalue)
