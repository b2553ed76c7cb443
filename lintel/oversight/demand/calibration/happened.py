"""Weeks as they were, counted as the engine counts them, so that a forecast can be held against what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from demand_engine.result import Measure
from lintel.oversight.demand.calibration.pathways import Pathways
from lintel.oversight.performance import records as r
from lintel.oversight.performance.evidence import Evidence
from lintel.statute.calendar import england

# A child referred on the last working day waits for the next allocation meeting, not for a place.
WAITS_BEYOND_WORKING_DAYS = 1


@dataclass(frozen=True, kw_only=True)
class Week:
    """
    One week of the teams that take referrals, as it ended.

    :param starts_on: its Monday.
    :param waiting: children who have waited for more than one working day without a worker.
    :param caseload: children held for each worker in post, in hundredths, as the engine gives it.
    """

    starts_on: date
    referrals: int
    waiting: int
    open: int
    workers: int

    @property
    def caseload(self) -> int:
        return round(100 * self.open / self.workers) if self.workers else 0

    def of(self, measure: Measure) -> int:
        """The value to hold against a measure of the engine."""
        return {
            Measure.REFERRALS: self.referrals, Measure.WAITING: self.waiting, Measure.OPEN: self.open,
            Measure.CASELOAD_MEAN: self.caseload,
        }[measure]  # fmt: skip


def teams_that_took(evidence: Evidence, *, starts_on: date, weeks: int, weeks_back: int) -> frozenset[int]:
    """The teams that took referrals before a Monday, and those that began to in the weeks after it."""
    before = Pathways(evidence, on=starts_on, weeks_back=weeks_back).share_of_teams
    since = Pathways(evidence, on=starts_on + timedelta(weeks=weeks), weeks_back=weeks).share_of_teams
    return frozenset(before) | frozenset(since)


def weeks_as_they_were(evidence: Evidence, *, starts_on: date, weeks: int, teams: frozenset[int]) -> list[Week]:
    """Every week from a Monday on."""
    hands = evidence.once(_hands)
    return [
        _week(evidence, hands, teams, starts_on + timedelta(weeks=number), starts_on + timedelta(weeks=number + 1))
        for number in range(weeks)
    ]


def _hands(evidence: Evidence) -> dict[int, list[r.Involvement]]:
    """Everybody who held a referral, the first first."""
    hands: dict[int, list[r.Involvement]] = defaultdict(list)
    for each in sorted(evidence.involvements, key=lambda each: (each.began_on, each.pk)):
        hands[each.referral_id].append(each)
    return hands


def waiting_on(evidence: Evidence, morning: date, *, teams: frozenset[int]) -> int:
    """Children who had waited for more than one working day as the day before ended."""
    return sum(1 for _ in _waiting(evidence, evidence.once(_hands), teams, morning))


def _week(
    evidence: Evidence, hands: dict[int, list[r.Involvement]], teams: frozenset[int], begins: date, ends: date
) -> Week:
    held = sum(
        each.team_id in teams and _lasts(each.began_on, each.ended_on, ends)
        for involvements in hands.values()
        for each in involvements
    )
    workers = sum(
        each.is_case_holding and each.team_id in teams and _lasts(each.starts_on, each.leaves_on, ends)
        for each in evidence.appointments
    )
    referrals = sum(not each.is_nfa and begins <= each.referred_on < ends for each in evidence.referrals)
    return Week(
        starts_on=begins, referrals=referrals, waiting=waiting_on(evidence, ends, teams=teams), open=held,
        workers=workers,
    )  # fmt: skip


def _lasts(starts_on: date, ends_on: date | None, morning: date) -> bool:
    """Whether it was so as the day before ended."""
    return starts_on < morning and (ends_on is None or ends_on >= morning)


def _waiting(
    evidence: Evidence, hands: dict[int, list[r.Involvement]], teams: frozenset[int], morning: date
) -> Iterator[r.Referral]:
    """Children open without a worker, whom no other team than these held last."""
    calendar = england()
    for each in evidence.referrals:
        if each.is_nfa or each.referred_on >= morning or (each.closed_on is not None and each.closed_on < morning):
            continue
        known = [hand for hand in hands.get(each.pk, ()) if hand.began_on < morning]
        if any(_lasts(hand.began_on, hand.ended_on, morning) for hand in known):
            continue
        if known and known[-1].team_id not in teams:
            continue
        if calendar.working_days_between(each.referred_on, morning) > WAITS_BEYOND_WORKING_DAYS:
            yield each
