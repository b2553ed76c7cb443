"""Fitted values put into a scenario: as somebody overrode them, or as they might as well be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from demand_engine.curves import Curve, level
from demand_engine.scenario import Scenario
from lintel.oversight.demand.calibration.fitting import FittedValue
from lintel.oversight.demand.calibration.pathways import CLOSED

Change = Callable[[Scenario, str, float], Scenario]


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """
    The scenario with some of its fitted values given instead, each by its key.

    A value for something the scenario does not have, such as a team that is no more, changes nothing.

    :raises MakesNoSense: if what comes out cannot be.
    """
    for key, value in values.items():
        kind, _, of = key.partition(":")
        if kind in CHANGES:
            scenario = CHANGES[kind](scenario, of, value)
    return scenario


def without_nonsense(fitted: FittedValue, value: float) -> str:
    """Why a value cannot stand in place of a fitted one, in plain words; empty where it can."""
    if value < 0:
        return f"{fitted.name} cannot be less than 0."
    if fitted.unit == "share" and fitted.key not in BEYOND_ONE and value > 1:
        return f"{fitted.name} is a share: between 0 and 100%."
    if fitted.key.partition(":")[0] in ("assessment", "lasts", "lead", "ceiling") and value < 1:
        return f"{fitted.name} is at least 1."
    return ""


BEYOND_ONE = ("factor:bank holiday", "factor:school holiday", "overload")


def _contacts(scenario: Scenario, source: str, value: float) -> Scenario:
    return _of_source(scenario, source, contacts_per_week=value)


def _conversion(scenario: Scenario, source: str, value: float) -> Scenario:
    return _of_source(scenario, source, conversion=level(value))


def _of_source(scenario: Scenario, source: str, **values: object) -> Scenario:
    sources = tuple(
        replace(each, **values) if each.name == source else each  # type: ignore[arg-type]
        for each in scenario.demand.sources
    )
    return replace(scenario, demand=replace(scenario.demand, sources=sources))


def _factor(scenario: Scenario, kind: str, value: float) -> Scenario:
    name = f"{kind.replace(' ', '_')}_factor"
    return replace(scenario, demand=replace(scenario.demand, **{name: value}))  # type: ignore[arg-type]


def _with_median(curve: Curve, days: float) -> Curve:
    middle = curve.days_at(0.5)
    return curve.stretched(days / middle) if middle > 0 else curve


def _assessment(scenario: Scenario, _: str, days: float) -> Scenario:
    return replace(scenario, work=replace(scenario.work, assessment=_with_median(scenario.work.assessment, days)))


def _lasts(scenario: Scenario, stage: str, days: float) -> Scenario:
    outcomes = tuple(
        replace(each, lasts=_with_median(each.lasts, days)) if each.name == stage else each
        for each in scenario.work.outcomes
    )
    return replace(scenario, work=replace(scenario.work, outcomes=outcomes))


def _share(scenario: Scenario, stage: str, share: float) -> Scenario:
    """What is not followed by anything makes up the rest; where too little of it is left, the other stage gives."""
    shares = {each.name: each.share for each in scenario.work.outcomes} | {stage: share}
    going_on = sum(value for name, value in shares.items() if name != CLOSED)
    if going_on > 1:
        others = going_on - share
        shares = {
            name: value if name == stage else value * (1 - share) / others
            for name, value in shares.items()
        }  # fmt: skip
    shares[CLOSED] = max(0.0, 1 - sum(value for name, value in shares.items() if name != CLOSED))
    outcomes = tuple(replace(each, share=shares[each.name]) for each in scenario.work.outcomes)
    return replace(scenario, work=replace(scenario.work, outcomes=outcomes))


def _overload(scenario: Scenario, _: str, value: float) -> Scenario:
    return replace(scenario, work=replace(scenario.work, overload_lengthens_work=value))


def _ceiling(scenario: Scenario, team: str, points: float) -> Scenario:
    return replace(
        scenario,
        teams=tuple(
            replace(
                each,
                posts=tuple(
                    replace(post, ceiling_points=max(1, round(post.ceiling_points * points / highest)))
                    for post in each.posts
                ),
            )
            if each.name == team
            else each
            for each in scenario.teams
            for highest in [max((post.ceiling_points for post in each.posts), default=1)]
        ),
    )


def _leaving(scenario: Scenario, _: str, rate: float) -> Scenario:
    return replace(scenario, staffing=replace(scenario.staffing, leaving_per_year=min(12.0, rate)))


def _lead(scenario: Scenario, _: str, days: float) -> Scenario:
    time_to_recruit = _with_median(scenario.staffing.time_to_recruit, days)
    return replace(scenario, staffing=replace(scenario.staffing, time_to_recruit=time_to_recruit))


CHANGES: dict[str, Change] = {
    "contacts": _contacts, "conversion": _conversion, "factor": _factor, "assessment": _assessment, "lasts": _lasts,
    "share": _share, "overload": _overload, "ceiling": _ceiling, "leaving": _leaving, "lead": _lead,
}  # fmt: skip


def overridden(fitted: Sequence[FittedValue], values: Mapping[str, float]) -> tuple[FittedValue, ...]:
    """The fitted values with those given in their place; what somebody decided has no interval."""
    return tuple(
        replace(each, value=values[each.key], low=values[each.key], high=values[each.key])
        if each.key in values
        else each
        for each in fitted
    )
