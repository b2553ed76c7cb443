"""Asking for the pulse beside the caseload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import sees_whole_service, with_teams_beneath
from lintel.oversight.performance import queries as performance
from lintel.oversight.performance.gathering import sees_only_numbers
from lintel.oversight.performance.keeping import keep, state_of_the_record, what_they_see
from lintel.oversight.voice.codes import Answer
from lintel.oversight.voice.queries import Week, weeks_counted
from lintel.oversight.voice.rules import WEEK, WHOLE, week_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WEEKS_SHOWN = 26
CASELOAD = "K35"
WHOLE_SERVICE = "The whole service"
# Children held and full-time equivalents at work at the end of each week, by team.
Loads = dict[date, dict[int | None, tuple[float, float]]]


@dataclass(frozen=True)
class Line:
    """One week: the middle answer and how many answered, and children held for each full-time equivalent at work."""

    week: date
    answers: int | None
    middle: Answer | None
    caseload: float | None


@dataclass(frozen=True)
class Group:
    """One group of at least five, with its weeks, earliest first; without a caseload where a viewer gets none."""

    unit: int | None
    name: str
    lines: tuple[Line, ...]
    has_caseload: bool


def pulse_beside_caseload(*, viewer: User, as_at: date) -> list[Group]:
    """
    The last half-year of every group that this viewer may see: the whole first, then by name and never by answer.

    A week in which too few answered has no pulse. The caseload (K35) is said only to whom it is told whole: everybody
    else would read the children they see themselves, today, as the caseload of all.

    :raises NotAllowed: if this person may not see the pulse.
    """
    until = week_of(as_at)  # the week that is not over has no pulse
    first = until - WEEKS_SHOWN * WEEK
    of_group: dict[int | None, dict[date, Week]] = defaultdict(dict)
    for each in weeks_counted(viewer=viewer):
        if first <= each.week < until:
            of_group[each.unit][each.week] = each
    groups = sorted(of_group, key=lambda unit: (unit is not WHOLE, _name(of_group[unit]), unit or 0))
    loads = _loads(viewer, as_at) if groups and is_told_the_caseload(viewer) else None
    return [_group(unit, of_group[unit], loads, until) for unit in groups]


def is_told_the_caseload(viewer: User) -> bool:
    """Whether the caseload is said to this viewer: only to who sees the whole service, or its numbers only."""
    return sees_whole_service(viewer) or sees_only_numbers(viewer)


def _group(unit: int | None, weeks: dict[date, Week], loads: Loads | None, until: date) -> Group:
    caseload = _caseload(unit, loads or {})
    lines = []
    week = min(weeks)
    while week < until:
        found = weeks.get(week)
        lines.append(Line(
            week, found.answers if found else None, Answer(found.middle) if found else None, caseload.get(week)
        ))  # fmt: skip
        week += timedelta(days=7)
    return Group(unit, _name(weeks) if unit else WHOLE_SERVICE, tuple(lines), has_caseload=loads is not None)


def _name(weeks: dict[date, Week]) -> str:
    return next(iter(weeks.values())).name


def _caseload(unit: int | None, loads: Loads) -> dict[date, float]:
    """Children held over full-time equivalents at work, at the end of each week, of all teams of a group together."""
    teams: Collection[int] | None = None if unit is WHOLE else with_teams_beneath([unit])
    found = {}
    for week, of_team in loads.items():
        mine = [amounts for team, amounts in of_team.items() if teams is None or team in teams]
        if at_work := sum(fte for _, fte in mine):
            found[week] = sum(held for held, _ in mine) / at_work
    return found


def _loads(viewer: User, as_at: date) -> Loads:
    """Of all teams at once, kept; of nobody in particular for who sees only numbers, who is shown no small one."""
    if sees_only_numbers(viewer):
        points = performance.series(CASELOAD, viewer=viewer, as_at=as_at).points
        return {p.week.start: {None: (p.numerator or 0.0, p.denominator or 0.0)} for p in points if not p.is_hidden}
    return keep(
        lambda: _added_up(viewer, as_at), "caseload of teams", as_at, what_they_see(viewer, as_at),
        state_of_the_record(),
    )  # fmt: skip


def _added_up(viewer: User, as_at: date) -> Loads:
    found: Loads = {}
    # One week more than is shown: the last of them may lie in the week that is not over.
    weeks = performance.weeks_to_add_up(CASELOAD, viewer=viewer, as_at=as_at, weeks=WEEKS_SHOWN + 1)
    for week, cases in weeks:
        of_team = found.setdefault(week.start, {})
        for case in cases:
            held, at_work = of_team.get(case.team_id, (0.0, 0.0))
            of_team[case.team_id] = (held + (case.value or 0.0), at_work + case.weight)
    return found
