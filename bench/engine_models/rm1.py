"""RM-1, the reference model: 10,000 contacts a year, 60 workers in 4 teams, two years, some 50,000 events."""

from __future__ import annotations

from datetime import date

from demand_engine.curves import from_quantiles, ramp
from demand_engine.scenario import (
    PROTECTION_PLAN_2025,
    Calendar,
    Demand,
    OpenWork,
    Outcome,
    Posts,
    Scenario,
    Screening,
    Source,
    Staffing,
    Team,
    Work,
)

WEEKS = 104
TEAMS = ("Castle", "Harbour", "Moor", "Priory")
BANK_HOLIDAYS = frozenset({
    date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26), date(2025, 8, 25), date(2025, 12, 25),
    date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
    date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1),
})  # fmt: skip
SUMMERS = ((date(2025, 7, 23), date(2025, 9, 2)), (date(2026, 7, 22), date(2026, 9, 1)))

# Invented lengths, in calendar days after the assessment: RM-1 is for comparing engines, not for planning.
CHILD_IN_NEED = from_quantiles([(0, 7), (0.25, 60), (0.5, 110), (0.75, 190), (0.95, 420)], tail_mean_days=120)
STEPPED_DOWN = from_quantiles([(0, 1), (0.5, 10), (1, 28)])
CLOSED = from_quantiles([(0, 0), (0.5, 0), (1, 5)])


def rm1() -> Scenario:
    """The reference model: conversion rises from 22% to 26% over half a year, so that children start to wait."""
    rises = ramp(0.22, 0.26, from_week=13, over_weeks=26)
    families = (0.7, 0.2, 0.07, 0.03)
    sources = tuple(
        Source(name=name, contacts_per_week=weekly, children_per_contact=families, conversion=rises)
        for name, weekly in (("police", 89.0), ("schools", 49.7), ("health and others", 59.6))
    )
    outcomes = (
        Outcome(name="closed", share=0.45, share_of_marginal=0.65, lasts=CLOSED),
        Outcome(name="stepped down", share=0.15, share_of_marginal=0.2, lasts=STEPPED_DOWN),
        Outcome(name="child in need", share=0.30, share_of_marginal=0.13, lasts=CHILD_IN_NEED),
        Outcome(name="protection", share=0.10, share_of_marginal=0.02, lasts=PROTECTION_PLAN_2025),
    )
    return Scenario(
        name="RM-1", starts_on=date(2025, 3, 3), weeks=WEEKS, work=Work(outcomes=outcomes),
        demand=Demand(sources=sources, over_dispersion=1.5, school_holiday_factor=0.9),
        screening=Screening(officers=4, minutes_per_contact=45),
        teams=tuple(_team(name) for name in TEAMS),
        staffing=Staffing(),
        open_work=tuple(
            OpenWork(team=team, stage=stage, children=children)
            for team in TEAMS
            for stage, children in (("assessment", 90), ("child in need", 80), ("protection", 40))
        ),
        calendar=Calendar(bank_holidays=BANK_HOLIDAYS, school_holidays=SUMMERS),
    )  # fmt: skip


def _team(name: str) -> Team:
    posts = (
        Posts(number=11, ceiling_points=18),
        Posts(number=2, ceiling_points=14, weeks_to_full_load=12),  # newly qualified
        Posts(number=2, ceiling_points=18, is_agency=True, pounds_per_week=1_900),
    )
    return Team(name=name, share_of_referrals=1 / len(TEAMS), posts=posts, managers=3)
