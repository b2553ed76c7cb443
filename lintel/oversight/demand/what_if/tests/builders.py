"""Small scenarios for tests elsewhere."""

from dataclasses import replace
from typing import Any

from demand_engine.scenario import Scenario
from demand_engine.scenario_file import to_plain
from demand_engine.tests.test_sense import PLAIN


def in_plain_values(scenario: Scenario) -> dict[str, Any]:
    """A scenario as it is kept."""
    return to_plain(scenario)


def small_scenario(*, weeks: int = 4) -> dict[str, Any]:
    """One small team for a few weeks, in plain values: quick to run 4,000 times."""
    return to_plain(replace(PLAIN, weeks=weeks))


def scenario_with_names(name: str, *, weeks: int = 4) -> dict[str, Any]:
    """The same, in which the one source and the one team have this name: to see what long names do to a page."""
    source = replace(PLAIN.demand.sources[0], name=name)
    team = replace(PLAIN.teams[0], name=name, share_of_referrals=1.0)
    demand = replace(PLAIN.demand, sources=(source,))
    return to_plain(replace(PLAIN, weeks=weeks, demand=demand, teams=(team,), open_work=()))
