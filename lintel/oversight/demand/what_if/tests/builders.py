"""Small scenarios for tests elsewhere."""

from dataclasses import replace
from typing import Any

from demand_engine.curves import fixed
from demand_engine.levers import ConversionLever, Levers
from demand_engine.scenario import Outcome, Posts, Scenario
from demand_engine.scenario_file import from_plain, to_plain
from demand_engine.tests.test_sense import PLAIN

BUSIER = to_plain(Levers(conversion=(ConversionLever(to=0.9, over_weeks=3),)))


def in_plain_values(scenario: Scenario) -> dict[str, Any]:
    """A scenario as it is kept."""
    return to_plain(scenario)


def read_again(plain: dict[str, Any]) -> Scenario:
    """The scenario that was kept."""
    return from_plain(plain)


def small_scenario(*, weeks: int = 4) -> dict[str, Any]:
    """One small team for a few weeks, in plain values: quick to run 4,000 times."""
    return to_plain(replace(PLAIN, weeks=weeks))


def scenario_with_everything(*, weeks: int = 12) -> dict[str, Any]:
    """One team with agency workers, and children held after their assessment: every lever has something to do."""
    castle = replace(PLAIN.teams[0], posts=(*PLAIN.teams[0].posts, Posts(number=2, ceiling_points=18, is_agency=True)))
    outcomes = (
        Outcome(name="closed", share=0.7, lasts=fixed(0)), Outcome(name="child in need", share=0.3, lasts=fixed(60)),
    )  # fmt: skip
    return to_plain(replace(PLAIN, weeks=weeks, teams=(castle,), work=replace(PLAIN.work, outcomes=outcomes)))


def scenario_with_names(name: str, *, weeks: int = 4) -> dict[str, Any]:
    """The same, in which the one source and the one team have this name: to see what long names do to a page."""
    source = replace(PLAIN.demand.sources[0], name=name)
    team = replace(PLAIN.teams[0], name=name, share_of_referrals=1.0)
    demand = replace(PLAIN.demand, sources=(source,))
    return to_plain(replace(PLAIN, weeks=weeks, demand=demand, teams=(team,), open_work=()))
