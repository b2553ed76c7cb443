"""A scenario laid out as tables of numbers: what the reference and the kernel both read, in integer minutes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demand_engine.curves import Curve, fixed
from demand_engine.scenario import Allocation, CountsFrom, Demand, Policy, Posts, Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MINUTES_A_DAY = 1_440
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
NEVER = 1 << 28
MOST_EXPECTED_IN_A_PART = 400.0  # exp(-400) is still a number; busier days are drawn in parts
YEAR = 365.25
ALMOST_ALL = 1 - 2.0**-53  # the largest share below 1
WAIT_DAYS = 400  # the last place holds everything longer
NO_TIME = fixed(0)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """
    Minutes that count, such as office hours: `before[d]` of them before day d.

    :param opens: minute of the day they begin.
    :param lasts: how many a day that counts has.
    """

    before: Ints
    opens: int
    lasts: int


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """
    Contacts of a day and source, in `parts` equal parts, each by inversion of a Panjer recursion.

    `p(0) = first; p(k) = p(k-1) × (a + b/k)`: Poisson, or negative binomial where days vary more than chance.
    Shape of each: (days, sources).
    """

    parts: Ints
    first: Floats
    a: Floats
    b: Floats


@dataclass(frozen=True, kw_only=True)
class Curves:
    """
    Curves one after another; curve i has the places `start[i]` to `start[i + 1]`.

    Curve 0 is the assessment, then come the outcomes, the time to recruit, the time to replace agency workers, and the
    time until a child leaves the line (no time at all where `Tables.may_leave_line` says that nobody does).

    :param survived: mean days lived up to each point: the integral of the share still going.
    """

    start: Ints
    share: Floats
    days: Floats
    survived: Floats
    tail: Floats


@dataclass(frozen=True, kw_only=True)
class Tables:
    """
    Everything a run needs.

    :param conversion: (weeks, sources); row 0 is also the old threshold.
    :param children: (sources, most children), cumulative; `teams`, `priorities` and `outcomes` (2: ordinary, marginal)
        likewise.
    :param posts: (posts, 7): team, ceiling, starts (minute), ends (minute), weeks to full load, is agency, pounds.
    :param open_work: (pieces, 3): team, stage (0 waiting, 1 assessment, 2 … outcomes), age in days or -1.
    :param points: of a child being assessed, then of each outcome.
    :param numbers: see `Number`; `rates`: see `Rate`.
    """

    weeks: int
    arrivals: Arrivals
    office: Hours
    desk: Hours
    conversion: Floats
    children: Floats
    teams: Floats
    priorities: Floats
    outcomes: Floats
    curves: Curves
    posts: Ints
    open_work: Ints
    points: Ints
    managers: Ints
    officers: int
    minutes_per_contact: float
    counts_from_referral: bool
    least_minutes: int
    deadline_minutes: int
    policy: int
    override_minutes: int
    override_points: int
    duty_share: float
    may_pass: bool
    may_leave_line: bool
    leaving_per_minute: float
    agency_leaving_per_minute: float
    overload_raises_leaving: float
    overload_lengthens_work: float
    sick_share: float
    sick_minutes: float
    well_minutes: float

    @property
    def horizon(self) -> int:
        """The first minute that is no longer followed."""
        return self.weeks * MINUTES_A_WEEK


STRICT, NAMED_OVERRIDE, DUTY_HOLD = range(3)
POLICIES = {Policy.STRICT: STRICT, Policy.NAMED_OVERRIDE: NAMED_OVERRIDE, Policy.DUTY_HOLD: DUTY_HOLD}


def lay_out(scenario: Scenario) -> Tables:
    """The tables of a scenario."""
    work, staffing = scenario.work, scenario.staffing
    calendar = scenario.calendar
    office = int(calendar.office_opens_at_hour * 60), int(calendar.office_closes_at_hour * 60)
    screening = scenario.screening
    desk = int(screening.opens_at_hour * 60), int(screening.closes_at_hour * 60)
    office_day = office[1] - office[0]
    return Tables(
        weeks=scenario.weeks,
        arrivals=_arrivals(scenario),
        office=_hours(scenario, *office, every_day=calendar.every_day_works),
        desk=_hours(scenario, *desk, every_day=calendar.every_day_works or screening.is_open_every_day),
        conversion=np.array(
            [[source.conversion.at(week) for source in scenario.demand.sources] for week in range(scenario.weeks)]
        ),
        children=_children(scenario.demand),
        teams=_cumulative([team.share_of_referrals for team in scenario.teams]),
        priorities=_cumulative(scenario.allocation.priority_shares),
        outcomes=np.array([
            _cumulative([outcome.share for outcome in work.outcomes]),
            _cumulative([o.share if o.share_of_marginal is None else o.share_of_marginal for o in work.outcomes]),
        ]),
        curves=_curves([
            work.assessment, *(outcome.lasts for outcome in work.outcomes), staffing.time_to_recruit,
            staffing.time_to_replace_agency, scenario.allocation.leaves_the_line_after or NO_TIME,
        ]),
        posts=_posts(scenario),
        open_work=_open_work(scenario),
        points=np.array([work.assessment_points, *(outcome.points for outcome in work.outcomes)], dtype=np.int64),
        managers=np.array([team.managers for team in scenario.teams], dtype=np.int64),
        officers=screening.officers,
        minutes_per_contact=screening.minutes_per_contact,
        counts_from_referral=work.counts_from is CountsFrom.REFERRAL,
        least_minutes=round(work.least_working_days * office_day),
        deadline_minutes=work.deadline_working_days * office_day,
        leaving_per_minute=staffing.leaving_per_year / (YEAR * MINUTES_A_DAY),
        agency_leaving_per_minute=staffing.agency_leaving_per_year / (YEAR * MINUTES_A_DAY),
        overload_raises_leaving=staffing.overload_raises_leaving,
        overload_lengthens_work=work.overload_lengthens_work,
        sick_share=staffing.sickness_share,
        sick_minutes=staffing.sickness_days * MINUTES_A_DAY,
        well_minutes=_well_days(staffing.sickness_share, staffing.sickness_days) * MINUTES_A_DAY,
        **_allocation(scenario.allocation, office_day),
    )  # fmt: skip


def _allocation(allocation: Allocation, office_day: int) -> dict[str, Any]:
    return {
        "policy": POLICIES[allocation.policy],
        "override_minutes": allocation.override_after_working_days * office_day,
        "override_points": allocation.override_up_to_points,
        "duty_share": allocation.duty_does_share_of_work,
        "may_pass": allocation.smaller_families_may_pass,
        "may_leave_line": allocation.leaves_the_line_after is not None,
    }


def _well_days(share: float, sick_days: float) -> float:
    return sick_days * (1 - share) / share if share else 0.0


def _cumulative(shares: tuple[float, ...] | list[float]) -> Floats:
    """Running totals, the last exactly 1."""
    totals = list(accumulate(shares))
    return np.array([*(total / totals[-1] for total in totals[:-1]), 1.0])


def _children(demand: Demand) -> Floats:
    most = max(len(source.children_per_contact) for source in demand.sources)
    padded = [[*source.children_per_contact, *[0.0] * most][:most] for source in demand.sources]
    return np.array([_cumulative(shares) for shares in padded])


def _days(scenario: Scenario) -> list[date]:
    return [scenario.starts_on + timedelta(days=number) for number in range(scenario.weeks * 7)]


def _works(scenario: Scenario, day: date) -> bool:
    return day.weekday() < 5 and day not in scenario.calendar.bank_holidays


def _hours(scenario: Scenario, opens: int, closes: int, *, every_day: bool) -> Hours:
    counts = [closes - opens if every_day or _works(scenario, day) else 0 for day in _days(scenario)]
    return Hours(before=np.array([0, *accumulate(counts)], dtype=np.int64), opens=opens, lasts=closes - opens)


def _arrivals(scenario: Scenario) -> Arrivals:
    rows = [[_panjer(rate, scenario.demand.over_dispersion) for rate in rates] for rates in daily_rates(scenario)]
    values = np.array(rows, dtype=np.float64)
    return Arrivals(parts=values[..., 0].astype(np.int64), first=values[..., 1], a=values[..., 2], b=values[..., 3])


def _panjer(rate: float, dispersion: float) -> tuple[float, float, float, float]:
    """Parts, p(0), a and b for a day's expected contacts; the variance is `dispersion` times the mean."""
    parts = max(1, math.ceil(rate / MOST_EXPECTED_IN_A_PART))
    mean = rate / parts
    if dispersion <= 1 + 1e-9:
        return parts, math.exp(-mean), 0.0, mean
    scale = dispersion - 1
    shape = mean / scale
    again = scale / dispersion
    return parts, math.exp(-shape * math.log(dispersion)), again, (shape - 1) * again


def daily_rates(scenario: Scenario) -> list[list[float]]:
    """Expected contacts of each day and source: shape (days, sources)."""
    demand = scenario.demand
    mean_factor = sum(demand.weekday_factors) / 7
    rates = []
    for number, day in enumerate(_days(scenario)):
        factor = demand.weekday_factors[day.weekday()] / mean_factor * (1 + demand.growth_per_year) ** (number / YEAR)
        if day in scenario.calendar.bank_holidays:
            factor *= demand.bank_holiday_factor
        if any(first <= day <= last for first, last in scenario.calendar.school_holidays):
            factor *= demand.school_holiday_factor
        rates.append([source.contacts_per_week / 7 * factor for source in demand.sources])
    _add_waves(rates, demand)
    return rates


def _add_waves(rates: list[list[float]], demand: Demand) -> None:
    names = [source.name for source in demand.sources]
    for wave in demand.waves:
        for day in range(wave.from_week * 7, min((wave.from_week + wave.over_weeks) * 7, len(rates))):
            rates[day][names.index(wave.source)] += wave.contacts / (wave.over_weeks * 7)


def _curves(curves: list[Curve]) -> Curves:
    points = [curve.points for curve in curves]
    survived = [_survived(each) for each in points]
    return Curves(
        start=np.array([0, *accumulate(len(each) for each in points)], dtype=np.int64),
        share=np.array([share for each in points for share, _ in each]),
        days=np.array([days for each in points for _, days in each]),
        survived=np.array([mean for each in survived for mean in each]),
        tail=np.array([curve.tail_mean_days for curve in curves]),
    )


def _survived(points: tuple[tuple[float, float], ...]) -> list[float]:
    """The mean of min(days, x) at the day x of each point."""
    steps = [(y - x) * (1 - (a + b) / 2) for (a, x), (b, y) in pairwise(points)]
    return list(accumulate(steps, initial=points[0][1]))


def _posts(scenario: Scenario) -> Ints:
    rows = [
        _post(place, posts)
        for place, team in enumerate(scenario.teams)
        for posts in team.posts
        if posts.is_funded and posts.from_week < scenario.weeks
        for _ in range(posts.number)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 7)


def _post(team: int, posts: Posts) -> tuple[int, ...]:
    ends = NEVER if posts.until_week is None else posts.until_week * MINUTES_A_WEEK
    return (
        team, posts.ceiling_points, posts.from_week * MINUTES_A_WEEK, ends, posts.weeks_to_full_load,
        int(posts.is_agency), posts.pounds_per_week,
    )  # fmt: skip


def _open_work(scenario: Scenario) -> Ints:
    stages = ["waiting", "assessment", *(outcome.name for outcome in scenario.work.outcomes)]
    teams = [team.name for team in scenario.teams]
    rows = [
        (teams.index(piece.team), stages.index(piece.stage), -1 if piece.age_days is None else piece.age_days)
        for piece in scenario.open_work
        for _ in range(piece.children)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)
