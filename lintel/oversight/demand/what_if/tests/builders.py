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
