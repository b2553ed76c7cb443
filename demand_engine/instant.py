"""
The instant answer: averages that flow from week to week, without luck.

Two of them. The weekly flow of PRODUCT.md 0.5 (children leave at 1/W a week, new ones take free places, the rest wait)
moves while a slider moves and knows ceilings. The offered load (Mt/G/∞) is what the workers would hold if nobody ever
waited: the simulation must agree with it where places are plenty.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from demand_engine.curves import Curve
from demand_engine.scenario import CountsFrom, Outcome, Posts, Scenario, Work

WORKING_TO_CALENDAR = 7 / 5
DAYS_IN_A_YEAR = 365.25
EMPTY = 1e-9


@dataclass(frozen=True, kw_only=True)
class Flow:
    """
    What the weekly flow needs, as numbers by week; `fluid_of` takes them from a scenario.

    :param children_per_week: children in the contacts of a week.
    :param conversion: share of them referred.
    :param places: children the workers in post can hold at their ceiling.
    :param staff: workers in post.
    :param weeks_held: W, mean weeks a worker holds a child.
    """

    weeks: int
    children_per_week: Callable[[int], float]
    conversion: Callable[[int], float]
    places: Callable[[int], float]
    staff: Callable[[int], float]
    weeks_held: float
    open_at_start: float
    waiting_at_start: float = 0.0


@dataclass(frozen=True, kw_only=True)
class WeekOfFlow:
    """One week of the flow, as it ends: children, and children for each worker in post."""

    week: int
    conversion: float
    referrals: float
    open: float
    waiting: float
    staff: float

    @property
    def caseload(self) -> float:
        """Children for each worker; 0 where nobody is in post."""
        return self.open / self.staff if self.staff else 0.0


def fluid(flow: Flow) -> list[WeekOfFlow]:
    """
    The weekly flow of PRODUCT.md 0.5.

    Each week `open -= open/W; waiting += children × conversion; allocate = min(waiting, free places)`.
    """
    weeks, held, waiting = [], flow.open_at_start, flow.waiting_at_start
    for week in range(flow.weeks):
        conversion = flow.conversion(week)
        referrals = flow.children_per_week(week) * conversion
        held -= held / flow.weeks_held
        waiting += referrals
        allocated = min(waiting, max(0.0, flow.places(week) - held))
        held, waiting = held + allocated, waiting - allocated
        waiting = 0.0 if waiting < EMPTY else waiting
        weeks.append(
            WeekOfFlow(
                week=week, conversion=conversion, referrals=referrals, open=held, waiting=waiting,
                staff=flow.staff(week),
            )
        )  # fmt: skip
    return weeks


def fluid_of(scenario: Scenario) -> list[WeekOfFlow]:
    """The weekly flow of a whole scenario, all teams together."""
    return fluid(flow_of(scenario))


def flow_of(scenario: Scenario) -> Flow:
    """A scenario as averages: vacancies and sickness are left out, starters count in full from their first week."""
    waiting = sum(piece.children for piece in scenario.open_work if piece.stage == "waiting")
    return Flow(
        weeks=scenario.weeks,
        children_per_week=lambda week: children_per_week(scenario, week),
        conversion=lambda week: _mean_conversion(scenario, week),
        places=lambda week: places(scenario, week),
        staff=lambda week: float(sum(posts.number for posts in _in_post(scenario, week))),
        weeks_held=max(1.0, weeks_held(scenario.work)),
        open_at_start=float(sum(piece.children for piece in scenario.open_work) - waiting),
        waiting_at_start=float(waiting),
    )


def children_per_week(scenario: Scenario, week: int) -> float:
    """Children in the contacts of a week, with growth and waves, without the calendar's ups and downs."""
    return sum(children for children, _ in _by_source(scenario, week))


def referrals_per_week(scenario: Scenario, week: int) -> float:
    """Children referred in a week."""
    return sum(children * conversion for children, conversion in _by_source(scenario, week))


def _mean_conversion(scenario: Scenario, week: int) -> float:
    children = children_per_week(scenario, week)
    return referrals_per_week(scenario, week) / children if children else 0.0


def _by_source(scenario: Scenario, week: int) -> list[tuple[float, float]]:
    """Children and conversion of every source."""
    demand = scenario.demand
    growth = (1 + demand.growth_per_year) ** (week * 7 / DAYS_IN_A_YEAR)
    found = []
    for source in demand.sources:
        waves = sum(
            wave.contacts / wave.over_weeks
            for wave in demand.waves
            if wave.source == source.name and wave.from_week <= week < wave.from_week + wave.over_weeks
        )
        contacts = source.contacts_per_week * growth + waves
        found.append((contacts * source.children_in_a_contact, source.conversion.at(week)))
    return found


def places(scenario: Scenario, week: int) -> float:
    """Children the funded posts of a week can hold at their ceilings, at the mean weight of a child held."""
    points = sum(posts.number * posts.ceiling_points for posts in _in_post(scenario, week))
    weight = mean_points(scenario.work)
    return points / weight if weight else math.inf


def _in_post(scenario: Scenario, week: int) -> list[Posts]:
    return [
        posts
        for team in scenario.teams
        for posts in team.posts
        if posts.is_funded and posts.from_week <= week and (posts.until_week is None or week < posts.until_week)
    ]


def weeks_held(work: Work) -> float:
    """Mean weeks a worker holds a child, from allocation; the assessment at its mean, Mondays to Fridays."""
    days = work.assessment.mean_days * WORKING_TO_CALENDAR
    return (days + sum(outcome.share * outcome.lasts.mean_days for outcome in work.outcomes)) / 7


def mean_points(work: Work) -> float:
    """Mean weight of a child held, over the time they are held."""
    spells = [(work.assessment.mean_days * WORKING_TO_CALENDAR, work.assessment_points)]
    spells += [(outcome.share * outcome.lasts.mean_days, outcome.points) for outcome in work.outcomes]
    days = sum(days for days, _ in spells)
    return sum(days * points for days, points in spells) / days if days else float(work.assessment_points)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What the workers would hold as a week ends if no child ever waited: mean and variance, in children."""

    week: int
    mean: float
    variance: float

    def band(self, z: float = 1.2816) -> tuple[float, float]:
        """The middle 80%, by the normal law; another `z` for another band."""
        half = z * math.sqrt(self.variance)
        return max(0.0, self.mean - half), self.mean + half


def offered_load(scenario: Scenario, *, steps_a_week: int = 28) -> list[Load]:
    """
    The Mt/G/∞ load: `m(t) = ∫ λ(t - u) P(still held after u) du`, for what comes in after the first morning.

    Families come together and leave one by one or together, so the variance lies between m and m·E[N²]/E[N]; the
    larger is given. What stood open on the first morning is not in it. The integral is a midpoint sum of
    `steps_a_week` cells; doubling them is its own check of convergence (see the tests).
    """
    cells = scenario.weeks * steps_a_week
    step = 7 / steps_a_week
    held = [still_held(scenario.work, (cell + 0.5) * step) for cell in range(cells)]
    arriving = [referrals_per_week(scenario, cell // steps_a_week) / steps_a_week for cell in range(cells)]
    clump = _clump(scenario)
    loads = []
    for week in range(scenario.weeks):
        end = (week + 1) * steps_a_week
        mean = sum(arriving[cell] * held[end - 1 - cell] for cell in range(end))
        loads.append(Load(week=week, mean=mean, variance=mean * clump))
    return loads


def _clump(scenario: Scenario) -> float:
    """E[N²]/E[N] of the children in a contact, over all sources."""
    ones = squares = 0.0
    for source in scenario.demand.sources:
        for number, share in enumerate(source.children_per_contact, start=1):
            ones += source.contacts_per_week * share * number
            squares += source.contacts_per_week * share * number * number
    return squares / ones if ones else 1.0


def still_held(work: Work, days: float) -> float:
    """The share of children a worker still holds so many calendar days after allocation at once."""
    assessing = 1 - _assessed_by(work, days)
    return assessing + sum(
        outcome.share * _in_outcome(work, outcome, days) for outcome in work.outcomes if outcome.lasts.mean_days > 0
    )


def _assessed_by(work: Work, days: float) -> float:
    working = days / WORKING_TO_CALENDAR
    if work.counts_from is CountsFrom.REFERRAL and working < work.least_working_days:
        return 0.0
    return work.assessment.share_by(working)


def _in_outcome(work: Work, outcome: Outcome, days: float, parts: int = 60) -> float:
    """The share of one outcome's children whose assessment is over and whose outcome is not."""
    lasting = 0.0
    for part in range(parts):
        assessed = _assessment_days(work, work.assessment, (part + 0.5) / parts)
        if assessed <= days:
            lasting += 1 - outcome.lasts.share_by(days - assessed)
    return lasting / parts


def _assessment_days(work: Work, curve: Curve, share: float) -> float:
    least = work.least_working_days if work.counts_from is CountsFrom.REFERRAL else 0.0
    return max(least, curve.days_at(share)) * WORKING_TO_CALENDAR


def workers_needed(*, children_per_week: float, conversion: float, weeks_held: float, ceiling: float) -> int:
    """Workers that hold everybody at a ceiling in the long run, by Little's law: 229 × 70% × 9 / 18 is 81."""
    return math.ceil(children_per_week * conversion * weeks_held / ceiling - EMPTY)
