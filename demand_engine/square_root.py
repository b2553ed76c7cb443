"""
Where a search for posts starts: the load the workers will carry, and on top of it a margin that grows with its root.

The square-root rule: with a load of m children, m + β·√m places leave only a small, nearly constant chance that a child
finds none free (Halfin and Whitt 1981). Here m is the Mt/G/∞ load of each team, in points, with what stands open on the
first morning. It is a start, not an answer: sickness, families and chance are the simulation's business.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from demand_engine.curves import Curve
from demand_engine.instant import DAYS_IN_A_YEAR, WORKING_TO_CALENDAR, referrals_per_week
from demand_engine.plan import PostsNeeded
from demand_engine.scenario import CountsFrom, OpenWork, Scenario, Team

Days = NDArray[np.floating]
STARTS_EVERY = 4  # weeks: people start in groups, not one by one
LONGEST_FOR_A_TIME = 52  # weeks; what is needed for longer is a permanent post


def square_root_staff(load: float, chance_to_wait: float) -> int:
    """
    Servers for a steady load of M/M/c, so that an arrival waits with no more than this chance.

    :param load: mean number of servers busy if there were plenty.
    """
    normal = NormalDist()
    low, high = 0.0, 10.0
    for _ in range(60):
        beta = (low + high) / 2
        waits = 1 / (1 + beta * normal.cdf(beta) / normal.pdf(beta))
        low, high = (beta, high) if waits > chance_to_wait else (low, beta)
    return math.ceil(load + high * math.sqrt(load) - 1e-9)


@dataclass(frozen=True, kw_only=True)
class PointsLoad:
    """What each team would hold as a week ends if nobody ever waited, in points: shape (teams, weeks)."""

    mean: Days
    variance: Days


def points_load(scenario: Scenario) -> PointsLoad:
    """The load of every team, week by week."""
    days = scenario.weeks * 7
    held, squares = _spell(scenario, _fresh(scenario, days))
    arriving = np.array([referrals_per_week(scenario, day // 7) / 7 for day in range(days)])
    clump = _clump(scenario) * scenario.demand.over_dispersion
    mean, spread = np.convolve(arriving, held)[:days], np.convolve(arriving, squares)[:days] * clump
    ends = np.arange(6, days, 7)
    means, variances = [], []
    for team in scenario.teams:
        opened, unsure = _opened(scenario, team, days)
        means.append((mean * team.share_of_referrals + opened)[ends])
        variances.append((spread * team.share_of_referrals + unsure)[ends])
    return PointsLoad(mean=np.array(means), variance=np.array(variances))


def _going(curve: Curve, days: Days) -> Days:
    """The share still going after so many days of the curve's own kind."""
    return np.array([1 - curve.share_by(float(day)) for day in days])


def _to_calendar(scenario: Scenario) -> float:
    return 1.0 if scenario.calendar.every_day_works else WORKING_TO_CALENDAR


def _fresh(scenario: Scenario, days: int) -> Days:
    """The share of assessments still going, by the end of each calendar day since allocation."""
    work, working = scenario.work, (np.arange(days) + 0.5) / _to_calendar(scenario)
    going = _going(work.assessment, working)
    if work.counts_from is CountsFrom.REFERRAL:
        going[working < work.least_working_days] = 1.0
    return going


def _spell(scenario: Scenario, assessing: Days) -> tuple[Days, Days]:
    """Points held, and their squares, by day: of a child whose assessment is still going with these shares."""
    work, days = scenario.work, len(assessing)
    held, squares = assessing * work.assessment_points, assessing * work.assessment_points**2
    ending = -np.diff(assessing, prepend=1.0)
    for outcome in work.outcomes:
        after = np.convolve(ending, _going(outcome.lasts, np.arange(days) + 0.0))[:days] * outcome.share
        held, squares = held + after * outcome.points, squares + after * outcome.points**2
    return held, squares


def _opened(scenario: Scenario, team: Team, days: int) -> tuple[Days, Days]:
    """What stands open on the first morning, as it runs off."""
    mean, unsure = np.zeros(days), np.zeros(days)
    for piece in scenario.open_work:
        if piece.team == team.name and piece.children:
            held, squares = _running_off(scenario, piece, days)
            mean += piece.children * held
            unsure += piece.children * np.maximum(0.0, squares - held**2)
    return mean, unsure


def _running_off(scenario: Scenario, piece: OpenWork, days: int) -> tuple[Days, Days]:
    if piece.stage == "waiting":
        return _spell(scenario, _fresh(scenario, days))
    if piece.stage == "assessment":
        return _spell(scenario, _left(scenario.work.assessment, piece.age_days, days, _to_calendar(scenario)))
    outcome = next(each for each in scenario.work.outcomes if each.name == piece.stage)
    left = _left(outcome.lasts, piece.age_days, days, 1.0)
    return left * outcome.points, left * outcome.points**2


def _left(curve: Curve, age: int | None, days: int, to_calendar: float) -> Days:
    """The share still open, by day: of a known age, or found going on in a steady state."""
    at = (np.arange(days) + 1.0) / to_calendar
    if age is not None:
        alive = 1 - curve.share_by(age)
        return _going(curve, at + age) / alive if alive > 0 else np.zeros(days)
    if curve.mean_days <= 0:
        return np.zeros(days)
    left: Days = np.maximum(0.0, 1 - np.cumsum(_going(curve, at - 0.5 / to_calendar)) / (curve.mean_days * to_calendar))
    return left


def _clump(scenario: Scenario) -> float:
    """E[N²]/E[N] of the children in a contact: brothers and sisters come and go together."""
    ones = squares = 0.0
    for source in scenario.demand.sources:
        for number, share in enumerate(source.children_per_contact, start=1):
            ones += source.contacts_per_week * share * number
            squares += source.contacts_per_week * share * number * number
    return squares / ones if ones else 1.0


# --- from load to posts -----------------------------------------------------------------------------------------------


def posts_for(scenario: Scenario, load: PointsLoad, beta: float) -> tuple[PostsNeeded, ...]:
    """The posts each team needs beyond what it has, for the load and `beta` times the root of its variance."""
    needed: list[PostsNeeded] = []
    for place, team in enumerate(scenario.teams):
        want = load.mean[place] + beta * np.sqrt(load.variance[place])
        have = np.array([_places(scenario, team, week) for week in range(scenario.weeks)])
        each = max(posts.ceiling_points for posts in team.posts) * _available(scenario, is_agency=False)
        short = np.ceil(np.maximum(0.0, want - have) / max(each, 1e-9) - 1e-9).astype(int)
        needed += _in_groups(scenario, team, short)
    return tuple(needed)


def _available(scenario: Scenario, *, is_agency: bool) -> float:
    """The share of a post that holds children: empty while it is filled again; the sick keep theirs and take none."""
    staffing = scenario.staffing
    leaving = staffing.agency_leaving_per_year if is_agency else staffing.leaving_per_year
    refill = staffing.time_to_replace_agency if is_agency else staffing.time_to_recruit
    empty = leaving * refill.mean_days / DAYS_IN_A_YEAR
    return (1 - staffing.sickness_share / 2) / (1 + empty)


def _places(scenario: Scenario, team: Team, week: int) -> float:
    total = 0.0
    for posts in team.posts:
        if posts.is_funded and posts.from_week <= week and (posts.until_week is None or week < posts.until_week):
            since = week - posts.from_week + 1
            grown = min(1.0, since / (posts.weeks_to_full_load + 1)) if posts.from_week else 1.0
            total += posts.number * posts.ceiling_points * grown * _available(scenario, is_agency=posts.is_agency)
    return total


def _in_groups(scenario: Scenario, team: Team, short: NDArray[np.int64]) -> list[PostsNeeded]:
    """So many short in each week, as posts that start together: post k from the first week it is missed to the last."""
    early = max(posts.weeks_to_full_load for posts in team.posts) // 2
    spans = []
    for number in range(1, int(short.max(initial=0)) + 1):
        missed = np.flatnonzero(short >= number)
        start = max(0, (int(missed[0]) - early) // STARTS_EVERY * STARTS_EVERY)
        end = -(-(int(missed[-1]) + 1) // STARTS_EVERY) * STARTS_EVERY
        stays = end >= scenario.weeks or end - start > LONGEST_FOR_A_TIME
        spans.append((start, None if stays else end))
    return [
        PostsNeeded(
            team=team.name, number=len(list(alike)), from_week=start, until_week=until, is_agency=until is not None
        )
        for (start, until), alike in groupby(sorted(spans, key=lambda span: (span[0], span[1] or 10_000)))
    ]
