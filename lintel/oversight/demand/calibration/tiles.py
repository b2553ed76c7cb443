"""Every team in short: how much work is in hand, and when the agreed ceiling is reached (S25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from demand_engine.result import Measure, Result
from lintel.oversight.demand.calibration.fitting import Fit
from lintel.oversight.performance.records import Involvement

WEEKS_COUNTED = 8


@dataclass(frozen=True, kw_only=True)
class Tile:
    """
    One team on the morning of a Monday.

    :param work_in_hand: weeks it would take to finish what is held and waits, at the pace of the last eight; None
        where nothing was finished in them.
    :param agency: how many of the workers are from an agency.
    :param ceiling: children for each worker, as agreed.
    :param reached: the Mondays of the week in which the mean caseload passes the ceiling in one run out of ten, half,
        and nine out of ten; None where that share of the runs never sees it.
    """

    team: str
    children: int
    workers: int
    work_in_hand: float | None
    ceiling: int
    reached: tuple[date | None, date | None, date | None]
    agency: int = 0

    @property
    def is_mostly_agency(self) -> bool:
        """Whether more than half of its workers could be gone within weeks (L2)."""
        return 2 * self.agency > self.workers

    @property
    def caseload(self) -> float | None:
        """Children for each worker."""
        return self.children / self.workers if self.workers else None

    @property
    def is_over(self) -> bool:
        return self.caseload is not None and self.caseload > self.ceiling


def tiles(fit: Fit, result: Result) -> list[Tile]:
    """Each team of a forecast."""
    names = fit.evidence.reader.names_of_teams()
    of_name = {names[team]: team for team in fit.share_of_teams}
    held = {team: 0 for team in of_name.values()}
    for involvements in fit.holding.values():
        for each in involvements:
            if each.team_id in held:
                held[each.team_id] += 1
    found = []
    for team in result.scenario.teams:
        pk = of_name[team.name]
        ended = _let_go(fit, fit.evidence.involvements, pk)
        found.append(
            Tile(
                team=team.name, children=held[pk], workers=len(fit.staff[pk]),
                work_in_hand=round(held[pk] / (ended / WEEKS_COUNTED), 1) if ended else None,
                agency=sum(each.basis == "agency" for each in fit.staff[pk]),
                ceiling=fit.agreed_ceiling, reached=_reached(result, team.name, fit.agreed_ceiling),
            )
        )  # fmt: skip
    return found


def _let_go(fit: Fit, involvements: Sequence[Involvement], team: int) -> int:
    """Children the team let go of in the last eight weeks."""
    since = fit.on - timedelta(weeks=WEEKS_COUNTED)
    return sum(
        each.team_id == team and each.ended_on is not None and since <= each.ended_on < fit.on for each in involvements
    )


def _reached(result: Result, team: str, ceiling: int) -> tuple[date | None, date | None, date | None]:
    weeks = result.first_week_over(Measure.CASELOAD_MEAN, 100 * ceiling, team=team)
    seen = sorted(int(week) for week in weeks if week >= 0)
    places = (len(weeks) // 10, len(weeks) // 2, len(weeks) * 9 // 10)
    early, middle, late = (
        result.scenario.starts_on + timedelta(weeks=seen[place]) if place < len(seen) else None for place in places
    )
    return early, middle, late


def in_words(tile: Tile, *, weeks_ahead: int) -> str:
    """When the ceiling is reached, in a sentence."""
    early, middle, late = tile.reached
    if tile.is_over:
        return f"Above the agreed ceiling of {tile.ceiling} now."
    if early is None:
        return f"The ceiling of {tile.ceiling} is not reached in the next {weeks_ahead} weeks."
    if middle is None:
        return f"The ceiling of {tile.ceiling} may be reached from {_day(early)}; in most runs it is not."
    last = f"and {_day(late)}" if late else f"and later than {weeks_ahead} weeks from now"
    return (
        f"Ceiling of {tile.ceiling} reached on {_day(middle)} (in eight runs out of ten between {_day(early)} {last})."
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def to_plain(tile: Tile) -> dict[str, Any]:
    """As JSON can hold it."""
    return asdict(tile) | {"reached": [day.isoformat() if day else None for day in tile.reached]}


def from_plain(plain: dict[str, Any]) -> Tile:
    """`to_plain` turned round."""
    early, middle, late = (date.fromisoformat(day) if day else None for day in plain["reached"])
    return Tile(**plain | {"reached": (early, middle, late)})
