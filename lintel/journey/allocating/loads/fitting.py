"""
What speaks for and against giving a family to a worker, in words a manager can check.

Suggestions explain themselves and decide nothing: a family is with a brother's worker, with one who knows them, near
the worker's other families, with whoever has room. Plain values in, reasons out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.journey.allocating.loads.load import Load
from lintel.steps.allocation.rules import Verdict


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    Brothers and sisters who need a worker.

    :param family: what they have in common with others of their household.
    :param points: the agreed points of each child.
    :param districts: where they live, by postcode district, as far as it is no secret.
    :param team_id: the team that is to find them a worker.
    """

    family: str
    points: Mapping[int, float]
    districts: Collection[str] = ()
    team_id: int | None = None
    working_days: int = 0

    @property
    def children(self) -> int:
        return len(self.points)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One worker for one family: before, after, what speaks for it and what against."""

    before: Load
    after: Load
    for_it: Sequence[str]
    against_it: Sequence[str]
    has_sibling: bool
    is_known: bool
    is_near: bool

    @property
    def verdict(self) -> Verdict:
        return self.after.verdict

    @property
    def may_be_given(self) -> bool:
        """Whether anybody may decide it at all: not beyond a protected load, not somebody who is away."""
        return self.verdict is not Verdict.BEYOND_PROTECTED_LOAD and not self.before.is_away

    @property
    def comes_first(self) -> tuple[bool, bool, bool, bool, bool, float, str]:
        """Whoever may take them within the ceiling; then who is family already, who is known, who is near, who is
        least full."""
        return (
            not self.may_be_given, self.verdict is not Verdict.WITHIN, not self.has_sibling, not self.is_known,
            not self.is_near, self.after.share, self.before.name,
        )  # fmt: skip


def fits(asked: Asked, workers: Sequence[Load], *, today: date) -> list[Fit]:
    """Every worker for one family, the one most speaks for first."""
    return sorted((fit_of(asked, load, today=today) for load in workers), key=lambda fit: fit.comes_first)


def fit_of(asked: Asked, load: Load, *, today: date) -> Fit:
    """One worker for one family."""
    after = load.with_children(asked.points, family=asked.family)
    sibling, known, near = has_sibling(asked, load), is_known(asked, load), is_near(asked, load)
    return Fit(
        before=load, after=after, for_it=_for_it(load, after, asked, sibling, known, near),
        against_it=_against_it(load, after, today), has_sibling=sibling, is_known=known, is_near=near,
    )  # fmt: skip


def has_sibling(asked: Asked, load: Load) -> bool:
    """
    Whether the worker holds a brother or sister of theirs: somebody else of the household, of the same mother, or who
    came with them, and not only asked.
    """
    held = set(load.held_together.get(asked.family, ())) - set(asked.points)
    return not asked.family.startswith("child") and bool(held)


def is_known(asked: Asked, load: Load) -> bool:
    """Whether the worker held one of them before."""
    return not set(load.known).isdisjoint(asked.points)


def is_near(asked: Asked, load: Load) -> bool:
    """Whether the worker holds families in the same postcode district."""
    return not set(load.districts).isdisjoint(asked.districts)


def _for_it(load: Load, after: Load, asked: Asked, has_sibling: bool, is_known: bool, is_near: bool) -> list[str]:
    said = {
        "Holds a brother or sister": has_sibling,
        "Held this child before" if asked.children == 1 else "Held one of them before": is_known,
        f"Has families in {', '.join(sorted(set(asked.districts) & set(load.districts)))} already": is_near,
        f"Room for {after.room} more after this": after.room > 0,
    }
    return [words for words, holds in said.items() if holds]


def _against_it(load: Load, after: Load, today: date) -> list[str]:
    months = load.months_here(today)
    said = {
        _away(load): load.is_away,
        f"Away from {load.away_from:%-d %B}" if load.away_from else "": load.away_from is not None and not load.is_away,
        f"Newly qualified: {after.count} children, protected load {after.most:g}": (
            after.verdict is Verdict.BEYOND_PROTECTED_LOAD
        ),
        f"Above the ceiling: {after.count} children, agreed {after.most:g}": after.verdict is Verdict.OVER_THE_CEILING,
        f"In the service for {months} month{'' if months == 1 else 's'}": months < 3,
        f"{len(load.asked)} given and not answered yet": bool(load.asked),
        "Agency worker": load.basis == "agency",
        "No account here: cannot accept": not load.has_account,
    }
    return [words for words, holds in said.items() if holds]


def _away(load: Load) -> str:
    return f"Away until {load.away_until:%-d %B}" if load.away_until else "Away, no day of return known"
