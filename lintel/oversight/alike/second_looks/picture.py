"""What pairs of decisions say together: agreement, what is behind it, and what people weighed. Plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lintel.oversight.alike.agreement import (
    FEWEST_PAIRS,
    Agreement,
    TooFewToSay,
    Weights,
    alpha,
    gwet,
    planned_reach,
    precision_in_words,
)
from lintel.oversight.alike.codes import Factor

# The same pairs give the same interval on every page and every day.
SEED = 20_250_901


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two decisions about the same words. Nobody's name."""

    look: int
    first_outcome: str
    second_outcome: str
    first_level: int | None
    second_level: int | None
    chance: float = 1.0
    factors: tuple[str, ...] = ()
    levels_apart: int = 0
    has_examples: bool = False


@dataclass(frozen=True, kw_only=True)
class Split:
    """How often a factor was weighed by second deciders where both agreed, and where they did not."""

    factor: str
    when_alike: int
    of_alike: int
    when_apart: int
    of_apart: int


@dataclass(frozen=True, kw_only=True)
class Exposed:
    """
    Pairs whose first decider had looked up similar examples, or had not: agreement and the mean level beside it.

    Examples help if agreement rises with them and the level does not move (Q9).
    """

    had_examples: bool
    pairs: int
    by_level: Agreement | None
    mean_level: float | None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """
    Agreement on levels of need (AC2) and on outcomes (AC1), with alpha for comparison, and the tables behind them.

    None where there are no pairs that can say it.
    """

    pairs: int
    levels: tuple[int, ...]
    by_level: Agreement | None
    by_level_alpha: Agreement | None
    level_table: tuple[tuple[int, ...], ...]
    outcomes: tuple[str, ...]
    by_outcome: Agreement | None
    outcome_table: tuple[tuple[int, ...], ...]
    splits: tuple[Split, ...]
    apart: int
    exposed: tuple[Exposed, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the tables may be shown: of a few pairs, somebody could tell that their decision was drawn."""
        return self.pairs >= FEWEST_PAIRS

    @property
    def precision(self) -> str:
        """How sure one can be of so many pairs."""
        return precision_in_words(self.pairs)

    @property
    def planned_reach(self) -> float:
        return planned_reach(self.pairs)


def picture_of(pairs: Sequence[Pair]) -> Picture:
    """Everything the page of agreement shows."""
    with_levels = [pair for pair in pairs if pair.first_level and pair.second_level]
    levels = sorted({level for pair in with_levels for level in (pair.first_level or 0, pair.second_level or 0)})
    # The scale is the document's: a level nobody used between two that were still lies between them.
    scale = tuple(range(min(levels), max(levels) + 1)) if levels else ()
    outcomes = tuple(sorted({outcome for pair in pairs for outcome in (pair.first_outcome, pair.second_outcome)}))
    by_level = [(scale.index(pair.first_level or 0), scale.index(pair.second_level or 0)) for pair in with_levels]
    by_outcome = [(outcomes.index(pair.first_outcome), outcomes.index(pair.second_outcome)) for pair in pairs]
    return Picture(
        pairs=len(pairs), levels=scale, outcomes=outcomes, splits=tuple(_splits(pairs)),
        by_level=_gwet(by_level, with_levels, len(scale), Weights.QUADRATIC),
        by_level_alpha=_alpha(by_level, len(scale)), level_table=_table(by_level, len(scale)),
        by_outcome=_gwet(by_outcome, pairs, len(outcomes), Weights.NOMINAL),
        outcome_table=_table(by_outcome, len(outcomes)), apart=sum(pair.levels_apart >= 2 for pair in pairs),
        exposed=tuple(_exposed(with_levels, scale)),
    )  # fmt: skip


def _exposed(pairs: Sequence[Pair], scale: Sequence[int]) -> list[Exposed]:
    """With and without examples; nothing while nobody looks any up."""
    if not any(pair.has_examples for pair in pairs):
        return []
    found = []
    for had in (True, False):
        mine = [pair for pair in pairs if pair.has_examples is had]
        rated = [(scale.index(pair.first_level or 0), scale.index(pair.second_level or 0)) for pair in mine]
        levels = [pair.first_level or 0 for pair in mine]
        found.append(Exposed(
            had_examples=had, pairs=len(mine), by_level=_gwet(rated, mine, len(scale), Weights.QUADRATIC),
            mean_level=sum(levels) / len(levels) if levels else None,
        ))  # fmt: skip
    return found


def _gwet(rated: Sequence[tuple[int, int]], pairs: Sequence[Pair], categories: int, kind: Weights) -> Agreement | None:
    try:
        return gwet(rated, categories=categories, kind=kind, stands_for=[1 / pair.chance for pair in pairs], seed=SEED)
    except TooFewToSay:
        return None


def _alpha(rated: Sequence[tuple[int, int]], categories: int) -> Agreement | None:
    try:
        return alpha(rated, categories=categories, seed=SEED)
    except TooFewToSay:
        return None


def _table(rated: Sequence[tuple[int, int]], categories: int) -> tuple[tuple[int, ...], ...]:
    times = Counter(rated)
    return tuple(tuple(times[row, column] for column in range(categories)) for row in range(categories))


def _splits(pairs: Sequence[Pair]) -> list[Split]:
    alike = [pair for pair in pairs if pair.levels_apart == 0]
    apart = [pair for pair in pairs if pair.levels_apart > 0]
    return [
        Split(
            factor=factor.value, of_alike=len(alike), of_apart=len(apart),
            when_alike=sum(factor.value in pair.factors for pair in alike),
            when_apart=sum(factor.value in pair.factors for pair in apart),
        )
        for factor in Factor
        if any(factor.value in pair.factors for pair in pairs)
    ]  # fmt: skip
