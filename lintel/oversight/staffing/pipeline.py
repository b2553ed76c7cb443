"""Posts on their way from empty to case-holding, and how long each stage takes here. Plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.foundation.workforce.codes import Stage
from lintel.foundation.workforce.recruiting.rules import Path, next_due, not_written_down, since, stage, steps
from lintel.oversight.performance.rules import spread_of

# Of fewer, the middle one and the one that nine in ten do not pass say nothing.
FEWEST = 5
ON_ITS_WAY = (Stage.VACANCY, Stage.REQUISITION, Stage.OFFER, Stage.CHECKS, Stage.START, Stage.STARTED)


@dataclass(frozen=True)
class LeadTime:
    """How many days a stage took, of so many posts; None where they are too few to say."""

    posts: int
    half_within: float | None = None
    nine_in_ten_within: float | None = None


@dataclass(frozen=True, kw_only=True)
class OnItsWay:
    """
    One post that is not holding cases yet.

    :param path: its dates, as they were known on the day looked at.
    :param lead: how long its stage takes here.
    :param holder: who is in it still, or has just started.
    """

    post_id: int
    title: str
    team_id: int
    team: str
    fte: float
    is_funded: bool
    is_case_holding: bool
    opens_on: date
    path: Path
    on: date
    lead: LeadTime
    holder: str = ""
    times_fallen_through: int = 0

    @property
    def stage(self) -> Stage:
        return stage(self.path)

    @property
    def since(self) -> date | None:
        return since(self.path)

    @property
    def days_in_stage(self) -> int | None:
        return (self.on - self.since).days if self.since else None

    @property
    def due(self) -> str:
        return next_due(self.path)

    @property
    def not_written_down(self) -> list[Stage]:
        return not_written_down(self.path)

    @property
    def usually_by(self) -> date | None:
        """The day by which half of such posts had left this stage."""
        if self.since is None or self.lead.half_within is None:
            return None
        return self.since + timedelta(days=round(self.lead.half_within))

    @property
    def is_slow(self) -> bool:
        """Whether it is in its stage longer than nine in ten were, or its agreed start passed with nobody there."""
        longest = self.lead.nine_in_ten_within
        is_long = longest is not None and self.days_in_stage is not None and self.days_in_stage > longest
        is_missed = self.path.started_on is None and self.path.starts_on is not None and self.path.starts_on < self.on
        return is_long or is_missed


def lead_times(paths: Iterable[Path]) -> dict[Stage, LeadTime]:
    """How long each stage took, of all posts that went through it with both of its dates written down."""
    taken: dict[Stage, list[float]] = defaultdict(list)
    for path in paths:
        for each, days in steps(path):
            taken[each].append(float(days))
    return {each: lead_time(taken[each]) for each in ON_ITS_WAY if each is not Stage.VACANCY}


def lead_time(days: list[float]) -> LeadTime:
    spread = spread_of(days)
    if spread is None or len(days) < FEWEST:
        return LeadTime(len(days))
    return LeadTime(len(days), spread.median, spread.p90)
