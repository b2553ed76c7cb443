"""Asking for what the next weeks of a viewer's teams are reckoned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import demand_engine
from demand_engine.instant import referrals_per_week, weeks_held
from demand_engine.sense import MakesNoSense
from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import sees_whole_service, team_line
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Team
from lintel.oversight.demand.calibration.fitting import Fit
from lintel.oversight.demand.calibration.models import Override
from lintel.oversight.demand.calibration.values import with_values
from lintel.oversight.demand.next_weeks.permissions import SEE_NEXT_WEEKS
from lintel.oversight.demand.next_weeks.weeks import WEEKS_AHEAD, Rates, TooThin
from lintel.oversight.performance.cases import Child
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from lintel.oversight.performance.keeping import keep, source_of, state_of_the_record

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WEEKS_BACK = 26
FEWEST_WEEKS = 8  # fewer weeks with a referral in them say nothing about the next


def rates(*, viewer: User, on: date) -> Rates | TooThin:
    """
    How fast children come to the viewer's teams and leave them, fitted to the last half year up to this Monday.

    Fitted to the whole service, once a day and after each file, and cut to the viewer's teams: what a manager may still
    see of closed children would make both rates too small. No child is in the answer. What is written on screens in
    between changes where the weeks start from, which is asked anew each time, and hardly the rates.

    :raises NotAllowed: if this person gives no children to workers.
    """
    require(viewer, SEE_NEXT_WEEKS)
    monday = on - timedelta(days=on.weekday())
    values = dict(Override.objects.filter(ended_at__isnull=True).values_list("key", "value"))
    found, shares = keep(
        lambda: _fitted(viewer, monday, values), "next weeks", source_of(Path(demand_engine.__file__).parent), on,
        state_of_the_record("records laid down"), sorted(values.items()),
    )  # fmt: skip
    if isinstance(found, TooThin) or sees_whole_service(viewer):
        return found
    mine = set(Team.objects.filter(pk__in=team_line(viewer)).values_list("name", flat=True))
    share = sum(part for team, part in shares.items() if team in mine)
    if not share:
        return TooThin(words="None of these teams takes new referrals.")
    return replace(
        found, teams=tuple(team for team in found.teams if team in mine),
        referrals=tuple(share * week for week in found.referrals),
    )  # fmt: skip


def _fitted(viewer: User, monday: date, values: Mapping[str, float]) -> tuple[Rates | TooThin, dict[str, float]]:
    """The rates of the whole service, and the part of the referrals each team takes."""
    fit = Fit(Evidence(_WholeService(viewer, monday)), on=monday, weeks_back=WEEKS_BACK, weeks_ahead=WEEKS_AHEAD)
    days = [each.referred_on for each in fit.referrals.values() if each.referred_on >= fit.since]
    seen = len({(day - fit.since).days // 7 for day in days})
    if seen < FEWEST_WEEKS:
        weeks = f"{seen} of the last {WEEKS_BACK} weeks have a referral in the record"
        return TooThin(words=f"Not enough weeks to fit: {weeks}, and fewer than {FEWEST_WEEKS} say too little."), {}
    try:
        scenario = with_values(fit.result().scenario, values)
    except MakesNoSense as why:
        return TooThin(words=" ".join(problem.words for problem in why.problems)), {}
    assessment = next(each for each in fit.fitted if each.key == "assessment")
    found = Rates(
        teams=tuple(team.name for team in scenario.teams), weeks_seen=seen, is_national=assessment.is_national,
        referrals=tuple(referrals_per_week(scenario, week) for week in range(WEEKS_AHEAD)),
        weeks_held=max(1.0, weeks_held(scenario.work)),
    )  # fmt: skip
    return found, {team.name: team.share_of_referrals for team in scenario.teams}


class _WholeService(Reader):
    """The record of everybody, for rates of the service: nothing about any one child or worker is taken from it."""

    @cached_property
    def _children(self) -> dict[int, Child]:
        rows = Person.objects.filter(is_child=True).values_list("pk", "date_of_birth")
        return {pk: Child(pk, born_on, "Not asked") for pk, born_on in rows}

    @cached_property
    def _line(self) -> None:
        """Of every team."""
