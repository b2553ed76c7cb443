"""What is funded, what is filled and who is at work, by team. Plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A team, or all of them together, on one day; everything but the hours in full-time equivalents that hold cases.

    :param funded: posts with a funding line. `filled` are those of them that somebody holds.
    :param in_post: case-holding workers, agency and absent ones among them; `at_work` without those who are away.
    :param protected_hours: hours a week of those in post that no child's work may fill.
    """

    team_id: int | None = None
    name: str = ""
    funded: float = 0.0
    filled: float = 0.0
    not_funded: float = 0.0
    in_post: float = 0.0
    at_work: float = 0.0
    agency: float = 0.0
    protected_hours: float = 0.0

    @property
    def gap(self) -> float:
        """What is funded and not at work; below nought where more are at work than there is money for."""
        return self.funded - self.at_work

    @property
    def agency_share(self) -> float | None:
        return self.agency / self.in_post if self.in_post else None

    @property
    def is_empty(self) -> bool:
        return not (self.funded or self.not_funded or self.in_post)


NUMBERS = tuple(field.name for field in fields(Line) if field.name not in ("team_id", "name"))


def together(lines: Iterable[Line], *, name: str) -> Line:
    """All lines as one."""
    held = list(lines)
    return Line(name=name, **{number: sum(getattr(line, number) for line in held) for number in NUMBERS})


@dataclass(frozen=True, kw_only=True)
class Span:
    """
    What one supervisor answers for.

    :param children: None where there are so few that the number could point at one, for those who may see no child.
    """

    team_id: int | None
    team: str
    supervisor: str
    workers: int
    children: int | None
    is_over: bool
