"""
A part of the reference model in Ciw, a network of queues: contacts, the desk, and a place for each family referred.

Ciw has no word for the rest, so this leaves out more than half of RM-1:

- days vary by chance only (Poisson), not by half as much again;
- brothers and sisters: a contact is one family of average size, and a team has so many fewer places;
- workers: a team is its places; nobody is least loaded, falls ill, leaves, or is new;
- priority: the line of a team is first come, first served;
- the clock from the referral: an assessment lasts from the allocation, in calendar days, so nothing is late;
- open work on the first morning: the service starts empty and takes a year to fill.
"""

from __future__ import annotations

from typing import Any

import ciw
import numpy as np
from numpy.typing import NDArray

from demand_engine.scenario import Scenario
from demand_engine.tables import daily_rates, lay_out

DESK, FIRST_TEAM = 1, 2
MEASURES = ("waiting", "open", "referrals")


class Decision(ciw.routing.NodeRouting):
    """The desk's decision: to one of the teams, or away."""

    def __init__(self, scenario: Scenario) -> None:
        self.conversion = scenario.demand.sources[0].conversion
        self.shares = [team.share_of_referrals for team in scenario.teams]

    def next_node(self, ind: Any) -> Any:
        """Where a contact goes."""
        if ciw.rng.random() >= self.conversion.at(self.simulation.current_time // 7):
            return self.simulation.nodes[-1]
        return self.simulation.nodes[FIRST_TEAM + ciw.random_choice(range(len(self.shares)), self.shares)]


class PlaceTaken(ciw.dists.Distribution):
    """Days for which a family takes a place: the assessment and what follows."""

    def __init__(self, scenario: Scenario) -> None:
        self.work = scenario.work
        self.shares = [outcome.share for outcome in self.work.outcomes]

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        """One family's days."""
        assessing = max(self.work.least_working_days, self.work.assessment.days_at(ciw.rng.random())) * 7 / 5
        outcome = ciw.random_choice(self.work.outcomes, self.shares)
        return assessing + float(outcome.lasts.days_at(ciw.rng.random()))


def network(scenario: Scenario) -> Any:
    """The desk and the teams; time in days."""
    teams, screening = len(scenario.teams), scenario.screening
    days = scenario.weeks * 7
    rates = [sum(of_day) for of_day in daily_rates(scenario)]
    a_contact = screening.minutes_per_contact / 1_440
    size = scenario.demand.sources[0].children_in_a_contact
    places = [round(sum(posts.number * posts.ceiling_points for posts in team.posts) / size) for team in scenario.teams]
    arriving = ciw.dists.PoissonIntervals(rates=rates, endpoints=list(range(1, days + 1)), max_sample_date=days)
    return ciw.create_network(
        arrival_distributions=[arriving, *[None] * teams],
        service_distributions=[
            ciw.dists.Uniform(0.5 * a_contact, 1.5 * a_contact), *(PlaceTaken(scenario) for _ in range(teams)),
        ],
        number_of_servers=[_opening_hours(scenario), *places],
        routing=ciw.routing.NetworkRouting(routers=[Decision(scenario), *(ciw.routing.Leave() for _ in range(teams))]),
    )  # fmt: skip


def _opening_hours(scenario: Scenario) -> Any:
    """Officers by shift: none, then all of them on working days; what is begun goes on when the desk opens again."""
    screening = scenario.screening
    opens, closes = screening.opens_at_hour / 24, screening.closes_at_hour / 24
    numbers, ends = [], []
    for day, minutes in enumerate(np.diff(lay_out(scenario).desk.before).tolist()):
        if minutes:
            numbers += [0, screening.officers]
            ends += [day + opens, day + closes]
    return ciw.Schedule(
        numbers_of_servers=[*numbers, 0], shift_end_dates=[*ends, scenario.weeks * 7.0 + 1], preemption="resume"
    )


def run(scenario: Scenario, seed: int) -> NDArray[np.float64]:
    """One run: weeks × MEASURES, in children."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network(scenario))
    simulation.simulate_until_max_time(scenario.weeks * 7)
    return _weeks(simulation, scenario)


def _weeks(simulation: Any, scenario: Scenario) -> NDArray[np.float64]:
    """Counted from Ciw's records: when each family came to a team, was given a place, and left it."""
    never = float("inf")
    done = [
        (record.arrival_date, record.service_start_date, record.exit_date)
        for record in simulation.get_all_records()
        if record.node >= FIRST_TEAM
    ]
    there = [
        (person.arrival_date, person.service_start_date or never, never)
        for node in simulation.nodes[FIRST_TEAM:-1]
        for person in node.all_individuals
    ]
    came, began, left = np.array([*done, *there]).reshape(-1, 3).T
    ends = 7.0 * np.arange(1, scenario.weeks + 1)
    by = [np.searchsorted(np.sort(times), ends) for times in (came, began, left)]
    size = scenario.demand.sources[0].children_in_a_contact
    columns = [by[0] - by[1], by[1] - by[2], np.diff(by[0], prepend=0)]
    return np.array(columns, dtype=np.float64).T * size


def follow(scenario: Scenario, *, seed: int, runs: int) -> NDArray[np.float64]:
    """Runs of a scenario: shape (runs, weeks, MEASURES)."""
    return np.array([run(scenario, seed * 1_000_003 + number) for number in range(runs)])
