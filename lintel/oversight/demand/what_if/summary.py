"""What is kept of many runs: weekly bands as plain values, for pages, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demand_engine.instant import WeekOfFlow, fluid_of
from demand_engine.result import Measure, Result
from demand_engine.scenario import Scenario

SHARES = {"low80": 0.1, "low50": 0.25, "median": 0.5, "high50": 0.75, "high80": 0.9}
SHOWN = (
    Measure.WAITING, Measure.OLDEST_WAIT, Measure.OPEN, Measure.CASELOAD_MEAN, Measure.CASELOAD_P50,
    Measure.CASELOAD_P90, Measure.CASELOAD_MAX, Measure.SPAN, Measure.OPEN_LATE, Measure.COMPLETED_LATE,
    Measure.MISSED_24_HOURS, Measure.REFERRALS, Measure.WORKERS, Measure.POUNDS,
)  # fmt: skip
EVERYBODY = ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """
    The bands of a scenario's runs.

    :param bands: by team ("" is the whole service), measure (its name in lower case) and band (`low80`, `low50`,
        `median`, `high50`, `high80`): one whole number a week.
    :param instant: the flow of averages, children waiting and open at the end of each week.
    :param lead_days: calendar days it takes to fill a post: half of them are filled by the first, nine in ten by the
        second.
    """

    name: str
    starts_on: date
    weeks: int
    runs: int
    seed: int
    bands: dict[str, dict[str, dict[str, list[int]]]]
    instant: dict[str, list[float]]
    lead_days: tuple[int, int]
    peak_waiting: tuple[int, int, int]
    share_of_runs_waiting: float

    def band(self, measure: str, which: str = "median", team: str = EVERYBODY) -> list[int]:
        """One band of one measure."""
        return self.bands[team][measure][which]

    def week_of(self, week: int) -> date:
        """The Monday of a week."""
        return self.starts_on + timedelta(days=7 * week)


def summarised(result: Result) -> Summary:
    """The bands of many runs."""
    scenario = result.scenario
    peaks = sorted(int(peak) for peak in result.peaks(Measure.WAITING))
    lead = scenario.staffing.time_to_recruit
    teams = [EVERYBODY, *(team.name for team in scenario.teams)]
    return Summary(
        name=scenario.name, starts_on=scenario.starts_on, weeks=scenario.weeks, runs=result.runs, seed=result.seed,
        bands={team: _bands(result, team or None) for team in teams},
        instant=flow_in_short(fluid_of(scenario)),
        lead_days=(round(lead.days_at(0.5)), round(lead.days_at(0.9))),
        peak_waiting=(peaks[len(peaks) // 10], peaks[len(peaks) // 2], peaks[len(peaks) * 9 // 10]),
        share_of_runs_waiting=sum(peak > 0 for peak in peaks) / len(peaks),
    )  # fmt: skip


def _bands(result: Result, team: str | None) -> dict[str, dict[str, list[int]]]:
    return {
        measure.name.lower(): {
            name: [int(value) for value in result.quantile(measure, share, team=team)]
            for name, share in SHARES.items()
        }
        for measure in SHOWN
    }  # fmt: skip


def flow_in_short(weeks: list[WeekOfFlow]) -> dict[str, list[float]]:
    """The flow of averages, to one decimal."""
    return {
        "waiting": [round(week.waiting, 1) for week in weeks],
        "open": [round(week.open, 1) for week in weeks],
        "caseload": [round(week.caseload, 1) for week in weeks],
        "referrals": [round(week.referrals, 1) for week in weeks],
        "staff": [round(week.staff, 1) for week in weeks],
        "conversion": [round(week.conversion, 4) for week in weeks],
    }


def to_plain(summary: Summary) -> dict[str, Any]:
    """As JSON can hold it."""
    return {**vars(summary), "starts_on": summary.starts_on.isoformat()}


def from_plain(plain: dict[str, Any]) -> Summary:
    """`to_plain` turned round."""
    low, middle, high = plain["peak_waiting"]
    half, most = plain["lead_days"]
    return Summary(
        **plain | {
            "starts_on": date.fromisoformat(plain["starts_on"]), "peak_waiting": (low, middle, high),
            "lead_days": (half, most),
        }
    )  # fmt: skip


def instant_peak(scenario: Scenario) -> float:
    """The most children waiting at the end of any week, by the flow of averages."""
    return max(week.waiting for week in fluid_of(scenario))
