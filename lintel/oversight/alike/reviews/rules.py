"""Drawing a review's cases, and how far it has come. Plain values in, verdicts out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from lintel.oversight.alike.agreement import Agreement, TooFewToSay, ac2, alpha
from lintel.oversight.alike.reviews.codes import Stage

FEWEST_CASES, MOST_CASES = 60, 200
FEWEST_ON_A_PANEL = 2
HARDEST_SHOWN = 10
SEED = 20_250_902


class Refused(StrEnum):
    """Why a step cannot be taken yet."""

    SIZE = "size"
    TOO_FEW = "too_few"
    PANEL = "panel"
    DOUBT = "doubt"
    UNANSWERED = "unanswered"
    DRAFT = "draft"
    TALK = "talk"
    ORDER = "order"
    ENDS = "ends"

    @property
    def words(self) -> str:
        """What to do about it."""
        return {
            "size": f"A review draws {FEWEST_CASES} to {MOST_CASES} cases.",
            "too_few": "There are not that many decided contacts in that time. Choose a longer time or fewer cases.",
            "panel": "Ask at least two people onto the panel.",
            "doubt": "In some cases words are left that may be names. Look at each of them.",
            "unanswered": "No case of this half has been answered by two people yet.",
            "draft": "Choose the draft of the threshold document that the fresh half is decided with.",
            "talk": "Note what was said about at least one case on which people differed.",
            "ends": "The day the review ends has passed. Choose a later one.",
            "order": "The review is not at that step.",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a review has come, as facts."""

    is_put_to_panel: bool
    is_compared: bool
    is_fresh: bool
    is_over: bool
    is_signed: bool


def stage_of(progress: Progress) -> Stage:
    """The step a review is at."""
    questions = (
        (progress.is_signed, Stage.SIGNED), (progress.is_over, Stage.TO_SIGN), (progress.is_fresh, Stage.FRESH_HALF),
        (progress.is_compared, Stage.TALKING), (progress.is_put_to_panel, Stage.FIRST_HALF),
    )  # fmt: skip
    return next((stage for holds, stage in questions if holds), Stage.CHECKING)


def drawn(decisions: Iterable[int], *, seed: str, size: int) -> list[int]:
    """
    The decisions a seed draws, in the order in which the panel sees them; the same for the same seed.

    The first half of them is the first half, the rest is kept fresh.
    """
    return sorted(decisions, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())[:size]


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer without a name."""

    case: int
    number: int
    level: int
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseSpread:
    """How the panel decided one case: how many for each level, and how far the ends lie apart."""

    case: int
    number: int
    levels: tuple[tuple[int, int], ...]

    @property
    def apart(self) -> int:
        return self.levels[-1][0] - self.levels[0][0] if self.levels else 0

    @property
    def answers(self) -> int:
        return sum(times for _, times in self.levels)


@dataclass(frozen=True, kw_only=True)
class FactorSplit:
    """How often a factor was weighed in answers above the middle of their case, and in those below."""

    factor: str
    above: int
    below: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One half: agreement with its interval, the mean level, which cases are hard, and which factors split people."""

    answers: int
    cases: int
    agreement: Agreement | None
    alpha: Agreement | None
    mean_level: float | None
    spreads: tuple[CaseSpread, ...]
    splits: tuple[FactorSplit, ...]

    @property
    def hardest(self) -> tuple[CaseSpread, ...]:
        """The cases on which people lay furthest apart."""
        apart = sorted((each for each in self.spreads if each.apart), key=lambda each: (-each.apart, each.number))
        return tuple(apart[:HARDEST_SHOWN])


def compare(given: Sequence[Given]) -> Comparison:
    """Compare the answers of one half."""
    by_case: dict[int, list[Given]] = {}
    for each in sorted(given, key=lambda each: each.number):
        by_case.setdefault(each.case, []).append(each)
    levels = [each.level for each in given]
    low, categories = min(levels, default=0), max(levels, default=0) - min(levels, default=0) + 1
    rows = [[each.level - low for each in answers] for answers in by_case.values()]
    found: Agreement | None = None
    other: Agreement | None = None
    with suppress(TooFewToSay):
        found, other = ac2(rows, categories=categories, seed=SEED), alpha(rows, categories=categories, seed=SEED)
    return Comparison(
        answers=len(given), cases=len(by_case), agreement=found, alpha=other,
        mean_level=sum(levels) / len(levels) if levels else None,
        spreads=tuple(_spread(case, answers) for case, answers in by_case.items()),
        splits=tuple(_splits(list(by_case.values()))),
    )  # fmt: skip


def in_words(before: Comparison, after: Comparison) -> list[str]:
    """What changed from the first half to the fresh one, as far as one can say."""
    said = []
    one, other = before.agreement, after.agreement
    if one is None or other is None or None in (one.low, other.low):
        said.append("Whether people agree more cannot be said yet: there are too few cases answered by two.")
    elif (other.low or 0) > (one.high or 0):
        said.append("People agree more with the draft: the ranges do not overlap.")
    elif (other.high or 0) < (one.low or 0):
        said.append("People agree less with the draft: the ranges do not overlap.")
    else:
        said.append("Whether people agree more cannot be said: the ranges overlap.")
    if before.mean_level is not None and after.mean_level is not None:
        moved = after.mean_level - before.mean_level
        if abs(moved) < 0.1:
            said.append("The level at which things are decided has hardly moved.")
        else:
            said.append(f"The level moved by {moved:+.1f} on average: read it with the what-if of the draft.")
    return said


def signed_findings(half: Comparison) -> dict[str, object]:
    """What is written under a signature of one half, as plain values."""
    found = half.agreement
    return {
        "cases": half.cases, "answers": half.answers, "mean_level": half.mean_level,
        "agreement": found.coefficient if found else None, "low": found.low if found else None,
        "high": found.high if found else None,
    }  # fmt: skip


def halves(numbers: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """The first half and the fresh one."""
    middle = (len(numbers) + 1) // 2
    return numbers[:middle], numbers[middle:]


def _spread(case: int, answers: Sequence[Given]) -> CaseSpread:
    levels = [each.level for each in answers]
    return CaseSpread(
        case=case, number=answers[0].number,
        levels=tuple((level, levels.count(level)) for level in sorted(set(levels))),
    )  # fmt: skip


def _splits(cases: Sequence[Sequence[Given]]) -> list[FactorSplit]:
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for answers in cases:
        middle = sum(each.level for each in answers) / len(answers)
        for each in answers:
            where = above if each.level > middle else below
            for factor in each.factors if each.level != middle else ():
                where[factor] = where.get(factor, 0) + 1
    found = [
        FactorSplit(factor=name, above=above.get(name, 0), below=below.get(name, 0)) for name in {**above, **below}
    ]
    return sorted(found, key=lambda each: (-abs(each.above - each.below), each.factor))
