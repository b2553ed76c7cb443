"""
An authority as England is on average: a scenario from nothing but the number of its children.

Every figure is national and scaled by population, so two authorities differ only in size; what is the authority's own
(deprivation, practice, pay) is not in it. Published figures, with the tables of DOMAIN.md they are in:

- contacts, their sources and conversion: ADCS Safeguarding Pressures 9, 2023-24 (11.1);
- what follows an assessment: DfE children in need 2025: no further action and not in need, enquiries, conferences and
  plans for each referral (11.2, 11.4); lengths of assessments and of protection plans (11.3, 11.4);
- case-holding workers, cases held, agency, turnover, sickness: DfE social work workforce, 30 September 2025 (10). Those
  in post are counted, agency with them; the 14.2% of posts that are vacant hold nobody and are not there;
- children aged 0 to 17: ONS, mid-2024.

Derived: a child in need is held for as long as it takes that England's workers hold the cases counted (Little's law);
children looked after are in that, without a stage of their own. ASSUMED, because nothing is published: the ceiling, the
size of teams, how busy the desk is, days that vary by half more than chance (brothers and sisters come together; here
a contact is one child), and what `scenario` assumes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from demand_engine.curves import exponential, fixed
from demand_engine.levers import AGENCY_POUNDS
from demand_engine.luck import mixed
from demand_engine.scenario import (
    ASSESSMENT_2025,
    NATIONAL_CONVERSION,
    PROTECTION_PLAN_2025,
    Calendar,
    Demand,
    OpenWork,
    Outcome,
    Posts,
    Scenario,
    Screening,
    Source,
    Team,
    Work,
)

CHILDREN_IN_ENGLAND = 12_183_016
CONTACTS_A_YEAR_PER_CHILD = 2_501 / 10_000
SOURCES = (("police", 0.32), ("health", 0.17), ("education", 0.16), ("family", 0.09), ("all other", 0.26))

CLOSED_SHARE = 0.065 + 0.308  # no further action, and assessed as not in need
PROTECTION_SHARE = 0.36 * 0.31 * 0.86  # enquiries for each referral, conferences for each enquiry, plans for each
IN_NEED_SHARE = 1 - CLOSED_SHARE - PROTECTION_SHARE

CASE_HOLDERS, CASES_HELD, AGENCY_SHARE = 21_105.4, 321_661, 0.130
CASES_HELD_PER_CHILD = CASES_HELD / CHILDREN_IN_ENGLAND

CEILING_POINTS = 18  # ASSUMED
WORKERS_IN_A_TEAM = 15  # ASSUMED
WORKERS_TO_A_MANAGER = 6  # ASSUMED
DESK_BUSY = 0.8  # ASSUMED
OVER_DISPERSION = 1.5  # ASSUMED
MINUTES_OPEN_A_WEEK = 5 * 10 * 60
WEEKS_A_YEAR = 365.25 / 7
CLOSED, IN_NEED, PROTECTION = "closed", "child in need", "protection"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A local authority, and how many children aged 0 to 17 live in it."""

    code: str
    name: str
    children: int


def as_nationally(
    authority: Authority, *, starts_on: date, weeks: int = 52, calendar: Calendar | None = None
) -> Scenario:
    """
    The authority at national rates, in balance: as much comes as goes until a lever is moved.

    :raises MakesNoSense: if the horizon or the first Monday cannot be.
    """
    weekly = authority.children * CONTACTS_A_YEAR_PER_CHILD / WEEKS_A_YEAR
    sizes = team_sizes(authority)
    return Scenario(
        name=authority.name, starts_on=starts_on, weeks=weeks, work=work(),
        demand=Demand(
            sources=tuple(Source(name=name, contacts_per_week=weekly * share) for name, share in SOURCES),
            over_dispersion=OVER_DISPERSION,
        ),
        screening=Screening(officers=_officers(weekly)),
        teams=tuple(_team(number, size, sum(sizes)) for number, size in enumerate(sizes, start=1)),
        open_work=tuple(
            piece
            for number, size in enumerate(sizes, start=1)
            for piece in _open_in(number, held=authority.children * CASES_HELD_PER_CHILD * size / sum(sizes))
        ),
        calendar=calendar or Calendar(),
    )  # fmt: skip


def seed_of(authority: Authority, seed: int) -> int:
    """Luck of an authority's own, so that England's total is not one authority's luck a hundred times over."""
    return mixed(mixed(seed) ^ int.from_bytes(authority.code.encode(), "big")) >> 33


def workers_of(authority: Authority) -> int:
    """Case-holding workers in post, at least one."""
    return max(1, round(authority.children * CASE_HOLDERS / CHILDREN_IN_ENGLAND))


def team_sizes(authority: Authority) -> list[int]:
    """Workers of each team, as even as they divide."""
    workers = workers_of(authority)
    teams = max(1, round(workers / WORKERS_IN_A_TEAM))
    each, over = divmod(workers, teams)
    return [each + (place < over) for place in range(teams)]


def work() -> Work:
    """The assessment and what follows it."""
    return Work(
        outcomes=(
            Outcome(name=CLOSED, share=CLOSED_SHARE, lasts=fixed(0)),
            Outcome(name=IN_NEED, share=IN_NEED_SHARE, lasts=exponential(days_in_need())),
            Outcome(name=PROTECTION, share=PROTECTION_SHARE, lasts=PROTECTION_PLAN_2025),
        )
    )


def days_in_need() -> float:
    """Mean calendar days of a child in need plan: what is left of the days for which a case is held."""
    rest = days_held() - _assessment_days() - PROTECTION_SHARE * PROTECTION_PLAN_2025.mean_days
    return rest / IN_NEED_SHARE


def days_held() -> float:
    """Mean calendar days a worker holds a child: the cases held over the referrals of a day."""
    return CASES_HELD / (CHILDREN_IN_ENGLAND * CONTACTS_A_YEAR_PER_CHILD * NATIONAL_CONVERSION / 365.25)


def _assessment_days() -> float:
    return ASSESSMENT_2025.mean_days * 7 / 5


def _officers(contacts_per_week: float) -> int:
    minutes = contacts_per_week * Screening(officers=1).minutes_per_contact
    return max(1, math.ceil(minutes / MINUTES_OPEN_A_WEEK / DESK_BUSY))


def _team(number: int, size: int, workers: int) -> Team:
    agency = round(size * AGENCY_SHARE)
    posts = (
        Posts(number=size - agency, ceiling_points=CEILING_POINTS),
        Posts(number=agency, ceiling_points=CEILING_POINTS, is_agency=True, pounds_per_week=AGENCY_POUNDS),
    )
    return Team(
        name=_name(number), share_of_referrals=size / workers, posts=posts,
        managers=max(1, round(size / WORKERS_TO_A_MANAGER)),
    )  # fmt: skip


def _name(number: int) -> str:
    return f"Team {number}"


def _open_in(number: int, *, held: float) -> list[OpenWork]:
    """The cases a team holds: of each stage as many as the time spent in it."""
    days = days_held()
    stages = (
        ("assessment", _assessment_days()),
        (IN_NEED, IN_NEED_SHARE * days_in_need()),
        (PROTECTION, PROTECTION_SHARE * PROTECTION_PLAN_2025.mean_days),
    )
    return [
        OpenWork(team=_name(number), stage=stage, children=round(held * of_days / days)) for stage, of_days in stages
    ]
