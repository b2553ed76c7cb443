"""Standing in the past with what was known then, foretelling what has happened since."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from demand_engine.curves import Path
from demand_engine.result import Measure, Result
from demand_engine.scenario import Posts, Scenario, Team
from lintel.oversight.demand.calibration.doubt import simulate_in_doubt
from lintel.oversight.demand.calibration.fitting import AsThingsAre, Fit
from lintel.oversight.demand.calibration.happened import Week, teams_that_took, weeks_as_they_were
from lintel.oversight.performance.evidence import Evidence
from lintel.steps.front_door.codes import STATUTORY

HELD_AGAINST = (Measure.WAITING, Measure.CASELOAD_MEAN, Measure.OPEN, Measure.REFERRALS)
RUNS = 400
WEEKS_TOGETHER = 2  # the true conversion is read off two weeks at a time: of one week alone it is luck too


@dataclass(frozen=True, kw_only=True)
class Told:
    """One measure of one week: what was foretold (median and 80% band) and what happened."""

    measure: str
    week: int
    low: int
    median: int
    high: int
    happened: int

    @property
    def is_inside(self) -> bool:
        return self.low <= self.happened <= self.high


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """
    A forecast frozen on a past Monday, held against what happened.

    :param decisions_given: whether conversion and new teams since were given to it as they came; else it knew nothing
        of the time after.
    :param start: by measure, what it was on the morning it was frozen: "it stays as it is" is the forecast to beat.
    """

    frozen_on: date
    weeks: int
    decisions_given: bool
    told: tuple[Told, ...]
    start: dict[str, int]

    def of(self, measure: str) -> list[Told]:
        """The weeks of one measure."""
        return [each for each in self.told if each.measure == measure]

    def coverage(self, measure: str) -> float:
        """The share of weeks inside the 80% band (K121)."""
        told = self.of(measure)
        return sum(each.is_inside for each in told) / len(told)

    def error(self, measure: str) -> float:
        """How far the median was off, on average over the weeks."""
        told = self.of(measure)
        return sum(abs(each.happened - each.median) for each in told) / len(told)

    def percentage_error(self, measure: str) -> float | None:
        """The same as a share of what happened (MAPE); None where nothing happened in some week."""
        told = self.of(measure)
        if any(each.happened == 0 for each in told):
            return None
        return sum(abs(each.happened - each.median) / each.happened for each in told) / len(told)

    def error_of_no_change(self, measure: str) -> float:
        """How far "it stays as it is" was off."""
        told = self.of(measure)
        return sum(abs(each.happened - self.start[measure]) for each in told) / len(told)


def backtest(
    evidence: Evidence, *, frozen_on: date, weeks: int, weeks_back: int, decisions_given: bool, runs: int = RUNS
) -> Backtest:
    """
    A forecast made with what was known on the morning of a Monday, for the weeks since.

    :raises MakesNoSense: if the record then held too little to make a scenario of.
    """
    teams = teams_that_took(evidence, starts_on=frozen_on, weeks=weeks, weeks_back=weeks_back)
    found = Fit(evidence, on=frozen_on, weeks_back=weeks_back, weeks_ahead=weeks).result()
    if decisions_given:
        found = _with_decisions(found, evidence, teams, frozen_on)
    before, *since = weeks_as_they_were(
        evidence, starts_on=frozen_on - timedelta(weeks=1), weeks=weeks + 1, teams=teams
    )  # fmt: skip
    return Backtest(
        frozen_on=frozen_on, weeks=weeks, decisions_given=decisions_given,
        told=held_against(simulate_in_doubt(found, runs=runs), since),
        start={measure.name.lower(): before.of(measure) for measure in HELD_AGAINST},
    )  # fmt: skip


def held_against(result: Result, weeks: list[Week]) -> tuple[Told, ...]:
    """Every measure of every week that has happened beside its band."""
    told = []
    for measure in HELD_AGAINST:
        low, high = result.band(measure, 0.8)
        middle = result.median(measure)
        told += [
            Told(
                measure=measure.name.lower(), week=number, low=int(low[number]), median=int(middle[number]),
                high=int(high[number]), happened=week.of(measure),
            )
            for number, week in enumerate(weeks)
        ]  # fmt: skip
    return tuple(told)


def _with_decisions(found: AsThingsAre, evidence: Evidence, teams: frozenset[int], frozen_on: date) -> AsThingsAre:
    scenario = _with_conversion(found.scenario, evidence, frozen_on)
    scenario = replace(scenario, teams=_with_new_teams(scenario, evidence, teams, frozen_on))
    fitted = tuple(each for each in found.fitted if not each.key.startswith("conversion:"))
    return AsThingsAre(scenario=scenario, fitted=fitted)


def _with_conversion(scenario: Scenario, evidence: Evidence, frozen_on: date) -> Scenario:
    """Every source's conversion moved as the conversion of all children moved since."""
    accepted: dict[int, int] = defaultdict(int)
    decided: dict[int, int] = defaultdict(int)
    for each in evidence.child_contacts:
        fortnight = (each.received_on - frozen_on).days // (7 * WEEKS_TOGETHER)
        if fortnight >= 0 and each.outcome:
            decided[fortnight] += 1
            accepted[fortnight] += each.outcome in STATUTORY
    children = [source.contacts_per_week * source.children_in_a_contact for source in scenario.demand.sources]
    usual = sum(
        number * source.conversion.at(0) for number, source in zip(children, scenario.demand.sources, strict=True)
    ) / max(1e-9, sum(children))
    moved = [
        (WEEKS_TOGETHER * (fortnight + 0.5), accepted[fortnight] / decided[fortnight] / usual)
        for fortnight in range(-(-scenario.weeks // WEEKS_TOGETHER))
        if decided[fortnight] and usual
    ]
    sources = tuple(
        replace(
            source,
            conversion=Path(points=tuple((week, min(1.0, source.conversion.at(0) * by)) for week, by in moved)),
        )
        if moved
        else source
        for source in scenario.demand.sources
    )
    return replace(scenario, demand=replace(scenario.demand, sources=sources))


def _with_new_teams(scenario: Scenario, evidence: Evidence, teams: frozenset[int], frozen_on: date) -> tuple[Team, ...]:
    """The workers of teams that did not yet exist, from the week they came, shared out over the teams there were."""
    names = evidence.reader.names_of_teams()
    known = {team.name for team in scenario.teams}
    new = {team for team in teams if names[team] not in known}
    came = Counter(
        ((each.starts_on - frozen_on).days // 7, each.basis == "agency")
        for each in evidence.appointments
        if each.is_case_holding and each.team_id in new and each.starts_on >= frozen_on
    )
    extra = [(week, agency, number) for (week, agency), number in sorted(came.items()) if week < scenario.weeks]
    return tuple(
        replace(team, posts=(*team.posts, *_shared(team, place, len(scenario.teams), extra)))
        for place, team in enumerate(scenario.teams)
    )


def _shared(team: Team, place: int, teams: int, extra: list[tuple[int, bool, int]]) -> list[Posts]:
    ceiling = max(posts.ceiling_points for posts in team.posts)
    return [
        Posts(number=share, ceiling_points=ceiling, from_week=week, is_agency=agency)
        for week, agency, number in extra
        for share in [number // teams + (place < number % teams)]
        if share
    ]


def to_plain(test: Backtest) -> dict[str, Any]:
    """As JSON can hold it."""
    return {**asdict(test), "frozen_on": test.frozen_on.isoformat()}


def from_plain(plain: dict[str, Any]) -> Backtest:
    """`to_plain` turned round."""
    told = tuple(Told(**each) for each in plain["told"])
    return Backtest(**plain | {"frozen_on": date.fromisoformat(plain["frozen_on"]), "told": told})
