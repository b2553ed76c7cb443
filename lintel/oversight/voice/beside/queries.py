"""Asking for the pulse beside the caseload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.workforce.queries import teams
from lintel.oversight.performance import queries as performance
from lintel.oversight.performance.cases import NO_FILTERS, Filters
from lintel.oversight.voice.codes import Answer
from lintel.oversight.voice.queries import Week, weeks_counted
from lintel.oversight.voice.rules import WEEK, WHOLE, week_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WEEKS_SHOWN = 26
CASELOAD = "K35"
WHOLE_SERVICE = "The whole service"


@dataclass(frozen=True)
class Line:
    """One week: the middle answer and how many answered, and children held for each full-time equivalent at work."""

    week: date
    answers: int | None
    middle: Answer | None
    caseload: float | None


@dataclass(frozen=True)
class Group:
    """One group of at least five, with its weeks, earliest first."""

    unit: int | None
    name: str
    lines: tuple[Line, ...]


def pulse_beside_caseload(*, viewer: User, as_at: date) -> list[Group]:
    """
    The last half-year of every group that this viewer may see: the whole first, then by name and never by answer.

    A week in which too few answered has no pulse. The caseload (K35) covers the teams this viewer sees.

    :raises NotAllowed: if this person may not see the pulse.
    """
    until = week_of(as_at)  # the week that is not over has no pulse
    first = until - WEEKS_SHOWN * WEEK
    of_group: dict[int | None, dict[date, Week]] = defaultdict(dict)
    for each in weeks_counted(viewer=viewer):
        if first <= each.week < until:
            of_group[each.unit][each.week] = each
    groups = sorted(of_group, key=lambda unit: (unit is not WHOLE, _name(of_group[unit]), unit or 0))
    return [_group(unit, of_group[unit], viewer, as_at, until) for unit in groups]


def _group(unit: int | None, weeks: dict[date, Week], viewer: User, as_at: date, until: date) -> Group:
    caseload = _caseload(unit, viewer, as_at)
    lines = []
    week = min(weeks)
    while week < until:
        found = weeks.get(week)
        lines.append(Line(
            week, found.answers if found else None, Answer(found.middle) if found else None, caseload.get(week)
        ))  # fmt: skip
        week += timedelta(days=7)
    return Group(unit, _name(weeks) if unit else WHOLE_SERVICE, tuple(lines))


def _name(weeks: dict[date, Week]) -> str:
    return next(iter(weeks.values())).name


def _caseload(unit: int | None, viewer: User, as_at: date) -> dict[date, float]:
    """Children held over full-time equivalents at work, at the end of each week, of all teams of a group together."""
    held: dict[date, float] = defaultdict(float)
    at_work: dict[date, float] = defaultdict(float)
    for filters in [NO_FILTERS] if unit is None else [Filters(team_id=team) for team in _beneath(unit, viewer)]:
        # One week more than is shown: limits and signals do not matter here.
        for point in performance.series(
            CASELOAD, viewer=viewer, as_at=as_at, filters=filters, weeks=WEEKS_SHOWN + 1
        ).points:  # fmt: skip
            held[point.week.start] += point.numerator or 0.0
            at_work[point.week.start] += point.denominator or 0.0
    return {week: held[week] / at_work[week] for week in held if at_work[week]}


def _beneath(unit: int, viewer: User) -> Iterator[int]:
    part_of = {team.pk: team.part_of_id for team in teams(viewer=viewer)}
    for team in part_of:
        above: int | None = team
        climbed: set[int] = set()
        while above is not None and above != unit and above not in climbed:
            climbed.add(above)
            above = part_of.get(above)
        if above == unit:
            yield team
