"""What comes out of the engine: every run, every week, as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from demand_engine.scenario import Scenario


class Measure(IntEnum):
    """What is counted each week; its place on the last axis of `Result.rows`. Stocks are taken as the week ends."""

    CONTACTS = 0  # events that came in during the week
    CHILD_CONTACTS = 1  # children in them
    MISSED_24_HOURS = 2  # contacts decided in the week, more than 24 hours after they came
    REFERRALS = 3  # children referred
    WAITING = 4  # children without a worker
    OLDEST_WAIT = 5  # calendar days the longest of them has waited
    OPEN = 6  # children with a worker
    WORKERS = 7  # in post, sick or well
    CASELOAD_MEAN = 8  # children for each worker in post, in hundredths
    CASELOAD_P50 = 9
    CASELOAD_P90 = 10
    CASELOAD_MAX = 11
    OVER_CEILING = 12  # workers above their ceiling
    SPAN = 13  # children open, with or without a worker, over one manager; the largest
    COMPLETED = 14  # assessments (children) completed in the week
    COMPLETED_LATE = 15  # of those, beyond the deadline
    OPEN_LATE = 16  # children whose assessment is open beyond the deadline, waiting or not
    HEAD_BLOCKED = 17  # days of the week on which a family too large to fit held up one that would have fitted
    POUNDS = 18  # cost of the workers in post
    LEFT_THE_LINE = 19  # children who left the line in the week without ever having had a worker


@dataclass(frozen=True, kw_only=True)
class Result:
    """
    Many runs of one scenario.

    :param rows: int32, shape (runs, 1 + teams, weeks, measures). Place 0 is the whole service, then each team in the
        order of the scenario; see `Measure` for the last axis. Run r is replication `first_run + r` of the seed:
        two scenarios run with one seed meet the same luck, so their rows can be subtracted run by run.
    :param waits: int64, shape (1 + teams, priorities, days): how many children waited so many whole days for a worker,
        over all runs; the last day holds everything longer. Children still waiting at the end are not in it, nor are
        those who left the line.
    """

    scenario: Scenario
    seed: int
    first_run: int
    rows: NDArray[np.int32]
    waits: NDArray[np.int64]

    @property
    def runs(self) -> int:
        """How many runs."""
        return int(self.rows.shape[0])

    def place(self, team: str | None) -> int:
        """Where a team stands on the second axis; None is the whole service."""
        return 0 if team is None else 1 + [found.name for found in self.scenario.teams].index(team)

    def quantile(self, measure: Measure, share: float, *, team: str | None = None) -> NDArray[np.int32]:
        """The value that `share` of the runs stay at or below, week by week: shape (weeks,)."""
        found = np.quantile(self.rows[:, self.place(team), :, measure], share, axis=0, method="inverted_cdf")
        return np.asarray(found, dtype=np.int32)

    def median(self, measure: Measure, *, team: str | None = None) -> NDArray[np.int32]:
        """The middle run, week by week."""
        return self.quantile(measure, 0.5, team=team)

    def band(
        self, measure: Measure, share: float, *, team: str | None = None
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The band that holds the middle `share` of the runs, week by week: 0.8 is from the 10th to the 90th."""
        rest = (1 - share) / 2
        return self.quantile(measure, rest, team=team), self.quantile(measure, 1 - rest, team=team)

    def peaks(self, measure: Measure, *, team: str | None = None) -> NDArray[np.int32]:
        """The highest week of each run: shape (runs,). A maximum over many weeks: say so in words."""
        highest: NDArray[np.int32] = self.rows[:, self.place(team), :, measure].max(axis=1)
        return highest

    def first_week_over(self, measure: Measure, value: int, *, team: str | None = None) -> NDArray[np.int32]:
        """The first week of each run in which the measure is above a value, or -1: shape (runs,)."""
        over = self.rows[:, self.place(team), :, measure] > value
        weeks: NDArray[np.int32] = np.where(over.any(axis=1), over.argmax(axis=1), -1).astype(np.int32)
        return weeks
