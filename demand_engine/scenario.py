"""
What goes into the engine: one authority's front door, teams and rules, as frozen values with their units in the names.

Weeks are numbered from 0, the week that begins on `Scenario.starts_on`. Every default names where it comes from; the
sources are the tables of DOMAIN.md 10 and 11 (DfE and ADCS statistics). A scenario that makes no sense cannot be built:
`sense.MakesNoSense` lists everything that is wrong with it, in words for the person who typed it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from demand_engine import sense
from demand_engine.curves import Curve, Path, fixed, from_quantiles, level

# DfE 2025, assessments completed: bands in working days from referral, with the pull towards day 45 (DOMAIN.md 11.3).
ASSESSMENT_2025 = from_quantiles(
    [(0.0, 0), (0.018, 1), (0.135, 10), (0.308, 20), (0.466, 30), (0.668, 40), (0.857, 45), (0.915, 50), (0.958, 60),
     (1.0, 90)]
)  # fmt: skip

# DfE 2025: length of child protection plans that ended, in calendar days (DOMAIN.md 11.4).
PROTECTION_PLAN_2025 = from_quantiles([(0.0, 0), (0.159, 91), (0.269, 183), (0.704, 365), (0.956, 730), (1.0, 1100)])

# ADCS Safeguarding Pressures 9, 2023-24: source of contacts, and share that become a referral (DOMAIN.md 11.1).
NATIONAL_CONVERSION = 0.22
AT_THE_NATIONAL_RATE = level(NATIONAL_CONVERSION)

# DfE children's social work workforce, 30 September 2025: turnover, sickness, vacancies (DOMAIN.md 10).
TURNOVER_PER_YEAR = 0.118
SICKNESS_SHARE = 0.035

# Time to fill a post, in calendar days. ASSUMED: every authority's own p50 and p90 replace them (K40).
TWELVE_WEEKS = fixed(12 * 7)
THREE_WEEKS = fixed(3 * 7)


@dataclass(frozen=True, kw_only=True)
class Source:
    """
    Those who bring contacts: police, health, schools …

    :param contacts_per_week: events, not children, in an average week.
    :param children_per_contact: share of contacts about one child, two, three … (siblings come together).
    :param conversion: share of contacts that become a referral, week by week: the future path is a decision.
    """

    name: str
    contacts_per_week: float
    children_per_contact: tuple[float, ...] = (1.0,)
    conversion: Path = AT_THE_NATIONAL_RATE

    @property
    def children_in_a_contact(self) -> float:
        """Mean number of children in a contact."""
        return sum(number * share for number, share in enumerate(self.children_per_contact, start=1))


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A backlog that arrives on top: so many contacts of one source, spread evenly over some weeks."""

    source: str
    contacts: float
    from_week: int
    over_weeks: int


@dataclass(frozen=True, kw_only=True)
class Demand:
    """
    What comes to the front door.

    :param weekday_factors: Monday to Sunday, relative to the average day (no published profile exists: ASSUMED).
    :param over_dispersion: variance of a day's contacts over their mean; 1 is Poisson.
    :param growth_per_year: 0.05 is five per cent more a year.
    """

    sources: tuple[Source, ...]
    weekday_factors: tuple[float, ...] = (1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3)
    bank_holiday_factor: float = 0.4
    school_holiday_factor: float = 1.0
    growth_per_year: float = 0.0
    over_dispersion: float = 1.0
    waves: tuple[Wave, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Screening:
    """
    The desk at the front door: first come, first served.

    :param officers: people screening at any moment of the opening hours.
    :param minutes_per_contact: mean working time for one contact; spread evenly between half and one and a half.
    :param opens_at_hour: of the opening days; what comes outside them waits.
    :param is_open_every_day: whether the desk also works on days that are not working days.
    """

    officers: int
    minutes_per_contact: float = 45.0
    opens_at_hour: float = 8.0
    closes_at_hour: float = 18.0
    is_open_every_day: bool = False


class Policy(StrEnum):
    """What happens when every worker of a team is at the ceiling."""

    STRICT = "strict"  # the child waits
    NAMED_OVERRIDE = "named_override"  # after some days a manager puts their name to going over it
    DUTY_HOLD = "duty_hold"  # the child waits, and duty does part of the work meanwhile


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """
    How a referral finds a worker: by priority, then age, to the least-loaded available worker of its team.

    :param priority_shares: share of referrals in each priority, the most urgent first.
    :param override_after_working_days: with NAMED_OVERRIDE, how long a child waits before the ceiling is overridden.
    :param override_up_to_points: how far above the ceiling an override may go.
    :param duty_does_share_of_work: with DUTY_HOLD, the share of waiting time that counts as work done.
    :param smaller_families_may_pass: whether a family that fits goes before one in front of it that does not. Where
        they may not, a large family at the head holds up the line: visible in the result as `head_blocked`.
    :param leaves_the_line_after: ASSUMED: calendar days after which a newly referred child who has had no worker yet
        leaves the line: closed after a safety check, moved away, or taken by early help. None: nobody ever does.
    """

    policy: Policy = Policy.STRICT
    priority_shares: tuple[float, ...] = (0.1, 0.9)
    override_after_working_days: int = 5
    override_up_to_points: int = 5
    duty_does_share_of_work: float = 0.5
    smaller_families_may_pass: bool = True
    leaves_the_line_after: Curve | None = None


class CountsFrom(StrEnum):
    """When the clock of an assessment starts."""

    REFERRAL = "referral"  # as the law counts
    ALLOCATION = "allocation"  # as the formulae of queueing theory count


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """
    What follows an assessment, and for how long the same worker goes on holding the child.

    :param share: of assessments that the old threshold would have taken too.
    :param share_of_marginal: of those taken only since the threshold changed; None: the same.
    :param lasts: calendar days from the end of the assessment until the place is free.
    :param points: weight of a child in this stage.
    """

    name: str
    share: float
    lasts: Curve
    share_of_marginal: float | None = None
    points: int = 1


@dataclass(frozen=True, kw_only=True)
class Work:
    """
    The assessment and what follows it.

    :param assessment: working days from where `counts_from` says until the manager's signature.
    :param least_working_days: however long the child waited, the worker needs at least this long.
    :param deadline_working_days: beyond it an assessment is late (45: Working Together 2023).
    :param assessment_points: weight of a child while being assessed.
    :param overload_lengthens_work: ASSUMED effect: 0.5 makes the work of a child allocated to a worker at twice the
        ceiling 50% longer; 0 switches it off.
    """

    outcomes: tuple[Outcome, ...]
    assessment: Curve = ASSESSMENT_2025
    counts_from: CountsFrom = CountsFrom.REFERRAL
    least_working_days: float = 8.0
    deadline_working_days: int = 45
    assessment_points: int = 1
    overload_lengthens_work: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Posts:
    """
    So many posts of one kind in a team.

    :param ceiling_points: what one worker in the post may hold; part-time and newly qualified workers have less.
    :param from_week: the week their holders start; 0 is in place already.
    :param until_week: the first week they are gone; None is never.
    :param weeks_to_full_load: a starter's ceiling rises to the full one over these weeks.
    :param is_funded: whether a funding line stands behind them. Unfunded posts never start.
    """

    number: int
    ceiling_points: int
    from_week: int = 0
    until_week: int | None = None
    weeks_to_full_load: int = 0
    is_agency: bool = False
    is_funded: bool = True
    pounds_per_week: int = 1_150


@dataclass(frozen=True, kw_only=True)
class Team:
    """
    A team that takes referrals.

    :param share_of_referrals: of all referrals; over all teams they add to 1.
    :param managers: who supervise its children: span is the children open over them.
    """

    name: str
    share_of_referrals: float
    posts: tuple[Posts, ...]
    managers: int = 1


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """
    How posts fall empty and fill again.

    :param leaving_per_year: hazard of leaving, a year, of a permanent worker; their children return to the line.
    :param time_to_recruit: calendar days from a leaver's last day to the next holder's first; so for agency.
    :param sickness_share: of the time; a sick worker keeps their children and takes no new ones.
    :param overload_raises_leaving: ASSUMED effect: 0.5 makes leaving half as likely again for a worker at twice the
        ceiling; 0 switches it off.
    """

    leaving_per_year: float = TURNOVER_PER_YEAR
    agency_leaving_per_year: float = 0.5
    time_to_recruit: Curve = TWELVE_WEEKS
    time_to_replace_agency: Curve = THREE_WEEKS
    sickness_share: float = SICKNESS_SHARE
    sickness_days: float = 10.0
    overload_raises_leaving: float = 0.0


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """
    What stands open in one team on the first morning.

    Where ages are not known (`age_days` is None), what is left of each is drawn as in a steady state: a long piece of
    work is more likely to be found open (length bias).

    :param stage: "waiting", "assessment", or the name of an outcome.
    :param children: in families of one.
    :param age_days: so far: working days since referral (waiting, assessment), calendar days (outcomes).
    """

    team: str
    stage: str
    children: int
    age_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days off. Saturdays and Sundays never work, unless `every_day_works` (for comparing with formulae)."""

    bank_holidays: frozenset[date] = frozenset()
    school_holidays: tuple[tuple[date, date], ...] = ()  # first day, last day
    every_day_works: bool = False
    office_opens_at_hour: float = 9.0
    office_closes_at_hour: float = 17.0


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One possible future of one authority, complete."""

    name: str
    starts_on: date
    weeks: int
    demand: Demand
    screening: Screening
    work: Work
    teams: tuple[Team, ...]
    allocation: Allocation = Allocation()
    staffing: Staffing = Staffing()
    open_work: tuple[OpenWork, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        sense.insist_on(self)
