"""The arithmetic of the collapse, at once: averages, week by week."""

from pathlib import Path

from demand_engine.instant import fluid_of
from demand_engine.scenario_file import read

scenario, _ = read(Path(__file__).with_name("wigan.toml"))
for week in fluid_of(scenario)[::4]:
    print(f"week {week.week:2}: {week.conversion:.0%} accepted, {week.waiting:3.0f} wait, {week.caseload:.1f} each")
