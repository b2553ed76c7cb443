"""A thousand futures of one decision: the middle, and where eight in ten lie."""

from pathlib import Path

from demand_engine.result import Measure
from demand_engine.scenario_file import read
from demand_engine.simulate import simulate

scenario, _ = read(Path(__file__).with_name("wigan.toml"))
result = simulate(scenario, runs=1_000)
low, high = result.band(Measure.WAITING, 0.8)
middle = result.median(Measure.WAITING)
worst = int(middle.argmax())
print(f"In week {worst}, {middle[worst]} children wait; in eight runs of ten between {low[worst]} and {high[worst]}.")
