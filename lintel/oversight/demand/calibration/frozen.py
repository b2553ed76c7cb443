"""
Forecasts as they were frozen, week by week beside what came: how well the service foretells (K121).

Each week that is over is held against one forecast: the last that had been made four weeks ahead of it. What it said
then stays as it was; nothing is fitted again. Not making forecasts does not spare a week: an older one stands for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lintel.oversight.demand.calibration.backtest import Told
from lintel.oversight.demand.calibration.happened import teams_that_took, weeks_as_they_were
from lintel.oversight.demand.what_if.afterwards import held_against
from lintel.oversight.demand.what_if.summary import Summary
from lintel.oversight.performance.cases import WEEK
from lintel.oversight.performance.evidence import Evidence

WEEKS_AHEAD = 4
PLACE = WEEKS_AHEAD - 1  # of the week among those of its forecast, counted from nought


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A forecast that was made in the week it stands on: what it said of each week after, and how it was fitted."""

    pk: int
    on: date
    weeks_back: int
    summary: Summary = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class HeldWeek:
    """One measure of one week: what was foretold, and what came. `week` is its Monday, `frozen_on` the forecast's."""

    forecast: int
    frozen_on: date
    week: date
    told: Told


def forecast_for(week: date, frozen: Sequence[Frozen]) -> Frozen | None:
    """The last forecast made four weeks ahead of a week (given by its Monday) that reaches it."""
    in_time = [each for each in frozen if each.on + PLACE * WEEK <= week < each.on + each.summary.weeks * WEEK]
    return max(in_time, key=lambda each: (each.on, -each.pk), default=None)


def weeks_held(frozen: Sequence[Frozen], evidence: Evidence, *, until: date) -> list[HeldWeek]:
    """
    Every week that is over by a day, each measure of it beside the band of its forecast, earliest first.

    Of the teams that took referrals when the forecast was made, and those that began to since, as everywhere else.
    """
    found, by_pk = [], {each.pk: each for each in frozen}
    for pk, weeks in _weeks_of(frozen, until).items():
        each = by_pk[pk]
        number = (max(weeks) - each.on) // WEEK + 1
        teams = teams_that_took(evidence, starts_on=each.on, weeks=number, weeks_back=each.weeks_back)
        came = weeks_as_they_were(evidence, starts_on=each.on, weeks=number, teams=teams)
        found += [
            HeldWeek(forecast=each.pk, frozen_on=each.on, week=each.on + told.week * WEEK, told=told)
            for told in held_against(each.summary, came).told
            if each.on + told.week * WEEK in weeks
        ]
    return sorted(found, key=lambda held: (held.week, held.told.measure))


def _weeks_of(frozen: Sequence[Frozen], until: date) -> Mapping[int, set[date]]:
    """Which weeks (their Mondays) are held against which forecast, by its id."""
    weeks: dict[int, set[date]] = defaultdict(set)
    week = min((each.on for each in frozen), default=until) + PLACE * WEEK
    while week + WEEK - date.resolution <= until:
        if found := forecast_for(week, frozen):
            weeks[found.pk].add(week)
        week += WEEK
    return weeks
