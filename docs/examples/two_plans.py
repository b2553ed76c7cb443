"""Two plans on the same children: what twelve posts six weeks earlier are worth."""

from pathlib import Path

from demand_engine.levers import Levers, PostsLever, pull
from demand_engine.result import Measure
from demand_engine.scenario_file import read
from demand_engine.simulate import simulate

scenario, _ = read(Path(__file__).with_name("wigan.toml"))
earlier = pull(scenario, Levers(posts=(PostsLever(number=12, from_week=6, until_week=12),)), name="six weeks earlier")
as_it_was, sooner = (simulate(each, runs=200).rows[:, 0, :, Measure.WAITING] for each in (scenario, earlier))
spared = (as_it_was - sooner).sum(axis=1)
print(f"Twelve posts six weeks earlier spare {spared.mean():,.0f} weeks of waiting in all.")
print(f"In the least of 200 runs they spare {spared.min():,}.")
