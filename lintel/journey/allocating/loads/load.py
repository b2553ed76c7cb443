"""What one worker holds, and what they would hold with more. Plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lintel.steps.allocation.rules import Agreed, Terms, Verdict, most_children, verdict


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Agreed points of a child by stage: in assessment, on a child in need plan, on a child protection plan."""

    assessment: float
    child_in_need: float
    child_protection: float


@dataclass(frozen=True)
class Held:
    """How many children a worker holds, how many were agreed at most, and how many more are given and not answered."""

    children: int
    most: float
    asked: int = 0

    @property
    def is_over(self) -> bool:
        return self.children > self.most


@dataclass(frozen=True, kw_only=True)
class Load:
    """
    A case-holding worker on a day.

    :param children: the points of each child held, by the child's id; those given and not answered are among them.
    :param asked: of these, the ones given and not answered yet.
    :param families: what brothers and sisters have in common, for each family with a child held or given.
    :param held_together: the children held of each of these families; none that are only given.
    :param known: children this worker held before.
    :param districts: postcode districts of the families held; a confidential address is in none of them.
    :param has_account: whether they can sign in, and so accept or decline.
    :param covering: how many children this worker covers for somebody else today; they are not among those held.
    :param hours: hours available in the four weeks ahead.
    :param full_hours: the hours a full-time worker has in them.
    :param since: the day this worker came to the service.
    """

    worker_id: int
    name: str
    team_id: int
    team: str
    terms: Terms
    agreed: Agreed
    basis: str
    since: date
    job_title: str = ""
    children: Mapping[int, float] = field(default_factory=dict)
    asked: Collection[int] = ()
    families: Collection[str] = ()
    held_together: Mapping[str, Collection[int]] = field(default_factory=dict)
    known: Collection[int] = ()
    districts: Collection[str] = ()
    languages: Collection[str] = ()
    has_account: bool = True
    covering: int = 0
    hours: float = 0.0
    full_hours: float = 0.0
    away_until: date | None = None
    is_away: bool = False
    away_from: date | None = None

    @property
    def count(self) -> int:
        return len(self.children)

    @property
    def held(self) -> int:
        """How many children are held, without those given and not answered."""
        return self.count - len(self.asked)

    @property
    def held_points(self) -> float:
        return round(sum(points for child, points in self.children.items() if child not in self.asked), 2)

    @property
    def in_words(self) -> str:
        """31 children, 3 more given and not answered"""
        held = f"{self.held} {'child' if self.held == 1 else 'children'}"
        return f"{held}, {len(self.asked)} more given and not answered" if self.asked else held

    @property
    def points(self) -> float:
        return round(sum(self.children.values()), 2)

    @property
    def most(self) -> float:
        """The children agreed for this worker at most."""
        return most_children(self.terms, self.agreed)

    @property
    def room(self) -> int:
        """How many more children they may hold; below nothing where they hold too many already."""
        return int(self.most // 1) - self.count

    @property
    def verdict(self) -> Verdict:
        return verdict(self.count, self.terms, self.agreed)

    @property
    def is_over(self) -> bool:
        return self.verdict is not Verdict.WITHIN

    @property
    def share(self) -> float:
        """What is held as a part of what was agreed; 1 is full."""
        return self.count / self.most if self.most else 1.0

    def months_here(self, today: date) -> int:
        return max(0, (today.year - self.since.year) * 12 + today.month - self.since.month)

    def with_children(self, points: Mapping[int, float], *, family: str) -> Load:
        """The same worker with these children as well."""
        return replace(self, children={**self.children, **points}, families={*self.families, family})
