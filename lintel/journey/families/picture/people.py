"""Whom a picture shows and what is known of two of them, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lintel.foundation.people.codes import RelationshipKind as Kind

PARENTS = frozenset({Kind.MOTHER, Kind.FATHER, Kind.PARENT})
LEVEL = frozenset({Kind.PARTNER, Kind.SIBLING, Kind.HALF_SIBLING})


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One person: `words` stand under the figure, a line each; `is_home`: lives in the household the picture rings."""

    pk: int
    words: tuple[str, ...] = ()
    sex: str = ""
    born_on: date | None = None
    is_child: bool = True
    is_unborn: bool = False
    has_died: bool = False
    is_home: bool = False
    is_about: bool = False


@dataclass(frozen=True, kw_only=True)
class Tie:
    """`person` is the `kind` of `to_person`, as the record says it."""

    person: int
    kind: Kind
    to_person: int
    has_ended: bool = False

    @property
    def both(self) -> frozenset[int]:
        return frozenset((self.person, self.to_person))


@dataclass(frozen=True)
class Union:
    """Parents of the same children, or partners: one or two people, and the children they have together."""

    parents: tuple[int, ...]
    children: tuple[int, ...] = ()


@dataclass
class Known:
    """The ties of a family, read once: parents by child, unions, partners."""

    figures: dict[int, Figure]
    ties: Sequence[Tie]
    parents: dict[int, list[int]] = field(default_factory=dict)
    unions: list[Union] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ties = [tie for tie in self.ties if tie.both <= self.figures.keys() and len(tie.both) == 2]
        for tie in self.ties:
            if tie.kind in PARENTS and tie.person not in self.parents.setdefault(tie.to_person, []):
                self.parents[tie.to_person].append(tie.person)
        self.unions = self._unions()

    def _unions(self) -> list[Union]:
        children: dict[tuple[int, ...], list[int]] = {}
        for child, parents in self.parents.items():
            # A third parent on record has a line of their own.
            for some in (parents[:2], *([each] for each in parents[2:])):
                children.setdefault(tuple(sorted(some)), []).append(child)
        for tie in self.ties:
            if tie.kind is Kind.PARTNER:
                children.setdefault(tuple(sorted(tie.both)), [])
        return [Union(parents, tuple(self.by_birth(these))) for parents, these in children.items()]

    def by_birth(self, people: Sequence[int]) -> list[int]:
        """The eldest first; whose birth nobody knows comes last."""
        return sorted(people, key=lambda pk: (self.figures[pk].born_on or date.max, pk))

    def partners(self, one: int, other: int) -> Tie | None:
        """What the record says of two as partners; the one that still holds, where there is one."""
        both = frozenset((one, other))
        found = [tie for tie in self.ties if tie.kind is Kind.PARTNER and tie.both == both]
        return min(found, key=lambda tie: tie.has_ended, default=None)

    def is_told_by_other_lines(self, tie: Tie) -> bool:
        """Whether lines between parents and children, or partners, say this already."""
        mine, theirs = self.parents.get(tie.person, []), self.parents.get(tie.to_person, [])
        if tie.kind in (Kind.SIBLING, Kind.HALF_SIBLING):
            return not set(mine).isdisjoint(theirs)
        if tie.kind is Kind.GRANDPARENT:
            return any(tie.person in self.parents.get(parent, []) for parent in theirs)
        if tie.kind is Kind.STEP_PARENT:
            return any(self.partners(tie.person, parent) is not None for parent in theirs)
        return False
