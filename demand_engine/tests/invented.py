"""Scenarios invented by hypothesis: small, and with every rule of the engine switched on somewhere."""

from datetime import date, timedelta

from hypothesis import strategies as st

from demand_engine.curves import Curve, Path, exponential, fixed, from_quantiles, ramp
from demand_engine.scenario import (
    Allocation,
    Calendar,
    CountsFrom,
    Demand,
    OpenWork,
    Outcome,
    Policy,
    Posts,
    Scenario,
    Screening,
    Source,
    Staffing,
    Team,
    Wave,
    Work,
)  # fmt: skip

MONDAY = date(2025, 3, 3)


@st.composite
def curves(draw: st.DrawFn, longest: float = 60) -> Curve:
    kind = draw(st.sampled_from(["fixed", "exponential", "quantiles", "with a tail"]))
    days = draw(st.floats(0.5, longest))
    if kind == "fixed":
        return fixed(days)
    if kind == "exponential":
        return exponential(days)
    if kind == "quantiles":
        return from_quantiles([(0, 0), (0.3, days / 3), (0.6, days / 2), (0.9, days), (1, days * 2)])
    return from_quantiles([(0, days / 4), (0.5, days / 4), (0.8, days)], tail_mean_days=days)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    share = st.floats(0.05, 0.95)
    return ramp(draw(share), draw(share), from_week=draw(st.integers(0, 4)), over_weeks=draw(st.integers(0, 6)))


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    sources = [
        Source(
            name=name, contacts_per_week=draw(st.floats(0, 40)), conversion=draw(paths()),
            children_per_contact=draw(st.sampled_from([(1.0,), (0.5, 0.3, 0.2), (0.2, 0.2, 0.2, 0.2, 0.2)])),
        )
        for name in ("police", "health")[: draw(st.integers(1, 2))]
    ]  # fmt: skip
    waves = (Wave(source="police", contacts=draw(st.floats(0, 60)), from_week=1, over_weeks=draw(st.integers(1, 3))),)
    return Demand(
        sources=tuple(sources), waves=waves if draw(st.booleans()) else (), bank_holiday_factor=0.4,
        school_holiday_factor=0.7, growth_per_year=draw(st.floats(-0.5, 1)), over_dispersion=draw(st.floats(1, 4)),
    )  # fmt: skip


@st.composite
def works(draw: st.DrawFn) -> Work:
    share = draw(st.floats(0, 1))
    outcomes = (
        Outcome(name="closed", share=1 - share, lasts=fixed(0), share_of_marginal=draw(st.none() | st.just(1.0))),
        Outcome(name="plan", share=share, lasts=draw(curves()), points=draw(st.integers(0, 3)), share_of_marginal=0.0),
    )
    if outcomes[0].share_of_marginal is None:
        outcomes = (
            outcomes[0],
            Outcome(name="plan", share=share, lasts=draw(curves()), points=draw(st.integers(0, 3))),
        )
    return Work(
        outcomes=outcomes, assessment=draw(curves(45)), counts_from=draw(st.sampled_from(CountsFrom)),
        least_working_days=draw(st.floats(0, 10)), deadline_working_days=draw(st.integers(5, 45)),
        assessment_points=draw(st.integers(1, 3)), overload_lengthens_work=draw(st.sampled_from([0.0, 0.5])),
    )  # fmt: skip


@st.composite
def teams(draw: st.DrawFn) -> tuple[Team, ...]:
    number = draw(st.integers(1, 3))
    return tuple(
        Team(
            name=f"Team {place}", share_of_referrals=1 / number, posts=(
                *draw(st.lists(posts(), max_size=2)),
                Posts(number=draw(st.integers(1, 4)), ceiling_points=draw(st.integers(1, 12))),
            ),
            managers=draw(st.integers(1, 2)),
        )
        for place in range(number)
    )  # fmt: skip


@st.composite
def posts(draw: st.DrawFn) -> Posts:
    start = draw(st.integers(0, 6))
    return Posts(
        number=draw(st.integers(0, 3)), ceiling_points=draw(st.integers(0, 12)), from_week=start,
        until_week=draw(st.none() | st.integers(start + 1, 14)), weeks_to_full_load=draw(st.integers(0, 5)),
        is_agency=draw(st.booleans()), is_funded=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    chosen = draw(teams())
    return Scenario(
        name="invented", starts_on=MONDAY, weeks=draw(st.integers(2, 16)), demand=draw(demands()), work=draw(works()),
        screening=Screening(
            officers=draw(st.integers(1, 4)), minutes_per_contact=draw(st.floats(1, 400)), opens_at_hour=9.5,
            is_open_every_day=draw(st.booleans()),
        ),
        teams=chosen, open_work=tuple(draw(st.lists(open_work(chosen), max_size=6))),
        allocation=Allocation(
            policy=draw(st.sampled_from(Policy)), smaller_families_may_pass=draw(st.booleans()),
            override_after_working_days=draw(st.integers(0, 6)), override_up_to_points=draw(st.integers(0, 4)),
            leaves_the_line_after=draw(st.none() | st.just(fixed(0)) | curves(40)),
        ),
        staffing=Staffing(
            leaving_per_year=draw(st.sampled_from([0.0, 0.118, 6.0])), agency_leaving_per_year=12.0,
            time_to_recruit=draw(curves(30)), sickness_share=draw(st.sampled_from([0.0, 0.035, 0.5])),
            overload_raises_leaving=draw(st.sampled_from([0.0, 0.5])),
        ),
        calendar=Calendar(
            bank_holidays=frozenset({MONDAY + timedelta(days=7)}), every_day_works=draw(st.booleans()),
            school_holidays=((MONDAY + timedelta(days=10), MONDAY + timedelta(days=20)),),
        ),
    )  # fmt: skip


@st.composite
def open_work(draw: st.DrawFn, chosen: tuple[Team, ...]) -> OpenWork:
    return OpenWork(
        team=draw(st.sampled_from(chosen)).name, stage=draw(st.sampled_from(["waiting", "assessment", "plan"])),
        children=draw(st.integers(0, 8)), age_days=draw(st.none() | st.integers(0, 90)),
    )  # fmt: skip
