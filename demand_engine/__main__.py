"""Compile the engine, so that nobody waits for it later: `python -m demand_engine`. Done already, it takes a second."""

from datetime import date

from demand_engine.curves import fixed
from demand_engine.scenario import Demand, Outcome, Posts, Scenario, Screening, Source, Team, Work
from demand_engine.simulate import simulate

SMALLEST = Scenario(
    name="the smallest there is",
    starts_on=date(2025, 3, 3),
    weeks=1,
    demand=Demand(sources=(Source(name="anybody", contacts_per_week=1),)),
    screening=Screening(officers=1),
    work=Work(outcomes=(Outcome(name="closed", share=1, lasts=fixed(0)),)),
    teams=(Team(name="one", share_of_referrals=1, posts=(Posts(number=1, ceiling_points=1),)),),
)

if __name__ == "__main__":
    simulate(SMALLEST, runs=1)
