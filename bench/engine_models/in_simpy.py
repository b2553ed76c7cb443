"""
The reference model as somebody who knows SimPy would write it: a process for each contact, family and post.

The rules are those of `demand_engine/reference.py`, as far as RM-1 uses them; the luck and the calendar are its own, so
that agreement (`demand_engine/tests/test_simpy_agrees.py`) says something about both. Time is in minutes.

RM-1 uses no waves, overrides, duty work, overload effects, posts that come or end, or family larger than a ceiling, and
weighs every child 1: those rules are not here.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from demand_engine.curves import Curve
from demand_engine.scenario import Outcome, Posts, Scenario, Source, Team

DAY, WEEK, YEAR = 1_440.0, 7 * 1_440.0, 365.25 * 1_440.0
MEASURES = ("waiting", "open", "referrals", "completed", "completed_late", "missed_24_hours")
LONG_AGO = -1e12
Process = Generator[simpy.Event, Any, None]


@lru_cache
def found_going_on(curve: Curve) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lengths of a curve, and running totals of them: the longer something lasts, the more often it is found open."""
    lengths = np.array([curve.days_at((place + 0.5) / 20_000) for place in range(20_000)])
    return lengths, np.cumsum(lengths) / lengths.sum()


class WorkingTime:
    """Minutes of opening hours, counted from the first midnight; before it, a week is five days long."""

    def __init__(self, scenario: Scenario, opens_at_hour: float, closes_at_hour: float) -> None:
        self.opens, self.a_day = opens_at_hour * 60, (closes_at_hour - opens_at_hour) * 60
        days = (scenario.starts_on + timedelta(days=number) for number in range(scenario.weeks * 7 + 1))
        works = [day.weekday() < 5 and day not in scenario.calendar.bank_holidays for day in days]
        self.by_end_of_day = [float(total) for total in np.cumsum([self.a_day * worked for worked in works])]

    def at(self, minute: float) -> float:
        """Working minutes by a minute of the calendar."""
        day = int(minute // DAY)
        before = self.by_end_of_day[day - 1] if day else 0.0
        return min(max(before, before + minute - day * DAY - self.opens), self.by_end_of_day[day])

    def minute(self, working: float) -> float:
        """The minute of the calendar by which so many have been worked."""
        day = bisect_left(self.by_end_of_day, working)
        if day == len(self.by_end_of_day):
            return float("inf")
        return day * DAY + self.opens + working - (self.by_end_of_day[day - 1] if day else 0.0)


@dataclass(eq=False)
class Family:
    """Children of one contact, who stay together."""

    children: int
    priority: int
    length: float  # of the assessment, working minutes
    outcome: Outcome
    process: simpy.Process  # what a worker who leaves interrupts
    clock: float = 0.0  # working minutes at the referral
    since: float = 0.0  # minute of the referral
    allocated: simpy.Event | None = None
    worker: Worker | None = None


@dataclass(eq=False)
class Worker:
    """A post and whoever holds it."""

    posts: Posts
    is_there: bool = True
    is_sick: bool = False
    since: float = LONG_AGO
    held: list[Family] = field(default_factory=list)
    children: int = 0

    def room(self, now: float) -> int:
        """How many children more."""
        if not self.is_there or self.is_sick:
            return 0
        ceiling, rising = self.posts.ceiling_points, self.posts.weeks_to_full_load
        weeks = int((now - self.since) // WEEK)
        return (ceiling if weeks >= rising else ceiling * (weeks + 1) // (rising + 1)) - self.children


class Line:
    """A team: its workers, and the families who wait for one."""

    def __init__(self, team: Team) -> None:
        self.workers = [Worker(posts=posts) for posts in team.posts for _ in range(posts.number)]
        self.waiting: list[Family] = []

    def join(self, family: Family, env: simpy.Environment) -> simpy.Event:
        """Stand in the line; what comes back happens when a worker takes the family."""
        family.allocated = env.event()
        insort(self.waiting, family, key=lambda each: (each.priority, each.since))
        return family.allocated

    def allocate(self, now: float) -> None:
        """Families who fit, in the order of the line, each to the least-loaded worker with room."""
        if not self.waiting:
            return
        rooms = {worker: worker.room(now) for worker in self.workers}
        most, place = max(rooms.values()), 0
        while most > 0 and place < len(self.waiting):
            family = self.waiting[place]
            if family.children > most:
                place += 1
                continue
            worker = min((w for w in rooms if rooms[w] >= family.children), key=lambda each: each.children)
            del self.waiting[place]
            self.give(family, worker)
            rooms[worker] -= family.children
            most = max(rooms.values())

    def give(self, family: Family, worker: Worker) -> None:
        """A worker takes a family."""
        worker.held.append(family)
        worker.children += family.children
        family.worker = worker
        if family.allocated is not None:
            family.allocated.succeed()

    def let_go(self, family: Family) -> None:
        """A family's place is free."""
        worker = family.worker
        assert worker is not None
        worker.held.remove(family)
        worker.children -= family.children
        family.worker = family.allocated = None


class Model:
    """One run. `Model(scenario, rng).run()` gives weeks × MEASURES."""

    def __init__(self, scenario: Scenario, rng: np.random.Generator) -> None:
        self.scenario, self.rng, self.env = scenario, rng, simpy.Environment()
        calendar, screening = scenario.calendar, scenario.screening
        self.office = WorkingTime(scenario, calendar.office_opens_at_hour, calendar.office_closes_at_hour)
        self.hours = WorkingTime(scenario, screening.opens_at_hour, screening.closes_at_hour)
        self.desk = simpy.Resource(self.env, capacity=screening.officers)
        self.lines = [Line(team) for team in scenario.teams]
        self.shares = [team.share_of_referrals for team in scenario.teams]
        self.weeks = np.zeros((scenario.weeks, len(MEASURES)))
        self.deadline = scenario.work.deadline_working_days * self.office.a_day
        self.conversion = {
            source.name: [source.conversion.at(week) for week in range(scenario.weeks + 1)]
            for source in scenario.demand.sources
        }
        outcomes = scenario.work.outcomes
        self.mixes = (
            [outcome.share for outcome in outcomes],
            [o.share if o.share_of_marginal is None else o.share_of_marginal for o in outcomes],
        )

    def run(self) -> NDArray[np.float64]:
        """Every week: children waiting and open as it ends, the others as they happened in it."""
        for line in self.lines:
            for worker in line.workers:
                self.env.process(self.staffing(line, worker))
                self.env.process(self.sickness(line, worker))
        self.env.process(self.arrivals())
        self.env.process(self.week_ends())
        self.open_work()
        self.env.run(until=self.scenario.weeks * WEEK + 0.5)
        return self.weeks

    # Luck

    def days(self, curve: Curve) -> float:
        """How long something lasts."""
        return curve.days_at(self.rng.random())

    def one_of(self, shares: list[float] | tuple[float, ...]) -> int:
        """A place among shares."""
        luck = self.rng.random() * sum(shares)
        for place, share in enumerate(shares):
            luck -= share
            if luck < 0:
                return place
        return len(shares) - 1

    def number(self, mean: float) -> int:
        """Contacts of a day: negative binomial where days vary more than chance."""
        over = self.scenario.demand.over_dispersion
        return int(self.rng.negative_binomial(mean / (over - 1), 1 / over) if over > 1 else self.rng.poisson(mean))

    def found_open(self, curve: Curve) -> tuple[float, float]:
        """Days before and after, of something found going on at any moment of it."""
        lengths, totals = found_going_on(curve)
        length = float(lengths[np.searchsorted(totals, self.rng.random())])
        before = length * self.rng.random()
        return before, length - before

    # The front door

    def arrivals(self) -> Process:
        """Contacts, each at its minute."""
        for day in range(self.scenario.weeks * 7):
            factor = self.factor(day)
            contacts = [
                (minute, source)
                for source in self.scenario.demand.sources
                for minute in (self.rng.random(self.number(source.contacts_per_week / 7 * factor)) + day) * DAY
            ]
            for minute, source in sorted(contacts, key=lambda contact: contact[0]):
                yield self.env.timeout(minute - self.env.now)
                self.env.process(self.contact(source))

    def factor(self, number: int) -> float:
        """Contacts of a day relative to the average one."""
        demand, calendar = self.scenario.demand, self.scenario.calendar
        day = self.scenario.starts_on + timedelta(days=number)
        factor = demand.weekday_factors[day.weekday()] * 7 / sum(demand.weekday_factors)
        factor *= (1 + demand.growth_per_year) ** (number / 365.25)
        if day in calendar.bank_holidays:
            factor *= demand.bank_holiday_factor
        if any(first <= day <= last for first, last in calendar.school_holidays):
            factor *= demand.school_holiday_factor
        return factor

    def contact(self, source: Source) -> Process:
        """From the call to the decision; those referred go on."""
        came = self.env.now
        with self.desk.request() as officer:
            yield officer
            takes = self.scenario.screening.minutes_per_contact * (0.5 + self.rng.random())
            yield self.env.timeout(self.hours.minute(self.hours.at(self.env.now) + takes) - self.env.now)
        self.count("missed_24_hours", self.env.now - came > DAY)
        luck, by_week = self.rng.random(), self.conversion[source.name]
        if luck < by_week[int(self.env.now // WEEK)]:
            children = 1 + self.one_of(source.children_per_contact)
            yield from self.referral(children, is_marginal=luck >= by_week[0])

    def referral(self, children: int, *, is_marginal: bool) -> Process:
        """From the decision to the end of the work."""
        line = self.lines[self.one_of(self.shares)]
        length = self.days(self.scenario.work.assessment) * self.office.a_day
        family = self.family(children, length, is_marginal=is_marginal)
        family.clock, family.since = self.office.at(self.env.now), self.env.now
        self.count("referrals", children)
        yield from self.joins(line, family)
        yield from self.assessed(line, family, self.rest_of(family))

    def family(self, children: int, length: float = 0.0, *, is_marginal: bool = False) -> Family:
        """A family whose way is drawn."""
        assert self.env.active_process is not None
        return Family(
            children=children, length=length, process=self.env.active_process,
            priority=self.one_of(self.scenario.allocation.priority_shares),
            outcome=self.scenario.work.outcomes[self.one_of(self.mixes[is_marginal])],
        )  # fmt: skip

    # The work

    def joins(self, line: Line, family: Family) -> Process:
        """In the line until a worker takes the family."""
        taken = line.join(family, self.env)
        line.allocate(self.env.now)
        if not taken.triggered:
            yield taken

    def rest_of(self, family: Family) -> float:
        """Minutes until an assessment is over; a new worker needs the least working days, however late it is."""
        least = self.scenario.work.least_working_days * self.office.a_day
        ends = max(family.clock + family.length, self.office.at(self.env.now) + least)
        return max(0.0, self.office.minute(ends) - self.env.now)

    def assessed(self, line: Line, family: Family, lasts: float) -> Process:
        """From a worker to the manager's signature, and what follows."""
        yield from self.held(line, family, lasts, anew=lambda left: self.rest_of(family))
        took = self.office.at(self.env.now) - family.clock
        self.count("completed", family.children)
        self.count("completed_late", family.children * (took > self.deadline))
        yield from self.followed(line, family, self.days(family.outcome.lasts) * DAY)

    def followed(self, line: Line, family: Family, lasts: float) -> Process:
        """What comes after the assessment, with the same worker; it stands still while there is none."""
        yield from self.held(line, family, lasts, anew=lambda left: left)
        line.let_go(family)
        line.allocate(self.env.now)

    def held(self, line: Line, family: Family, lasts: float, *, anew: Callable[[float], float]) -> Process:
        """With one worker or, when a worker leaves, with the next; `anew` says how long from there."""
        while True:
            begun = self.env.now
            try:
                yield self.env.timeout(lasts)
                return
            except simpy.Interrupt:
                left = lasts - (self.env.now - begun)
                yield from self.joins(line, family)
                lasts = anew(left)

    def open_work(self) -> None:
        """What stands open on the first morning, each piece with the least-loaded worker of its team."""
        teams = [team.name for team in self.scenario.teams]
        for piece in self.scenario.open_work:
            for _ in range(piece.children):
                self.env.process(self.found(self.lines[teams.index(piece.team)], piece.stage))

    def found(self, line: Line, stage: str) -> Process:
        """One piece of open work."""
        family = self.family(1)
        line.give(family, min(line.workers, key=lambda worker: worker.children))
        if stage == "assessment":
            before, left = self.found_open(self.scenario.work.assessment)
            family.clock, family.since = -before * self.office.a_day, -before * DAY * 7 / 5
            family.length = (before + left) * self.office.a_day
            yield from self.assessed(line, family, self.office.minute(left * self.office.a_day))
        else:
            outcome = next(each for each in self.scenario.work.outcomes if each.name == stage)
            before, left = self.found_open(outcome.lasts)
            family.since = -before * DAY
            yield from self.followed(line, family, left * DAY)

    # The workers

    def staffing(self, line: Line, worker: Worker) -> Process:
        """Leaving, and the next holder after the time to recruit; the children go back to the line."""
        staffing, posts = self.scenario.staffing, worker.posts
        a_year = staffing.agency_leaving_per_year if posts.is_agency else staffing.leaving_per_year
        takes = staffing.time_to_replace_agency if posts.is_agency else staffing.time_to_recruit
        while a_year > 0:
            yield self.env.timeout(self.rng.exponential(YEAR / a_year))
            worker.is_there = False
            left_behind, worker.held, worker.children = worker.held, [], 0
            for family in left_behind:
                family.worker = None
                family.process.interrupt()
            yield self.env.timeout(self.days(takes) * DAY)
            worker.is_there, worker.since = True, self.env.now
            self.env.process(self.settling_in(line, worker))

    def settling_in(self, line: Line, worker: Worker) -> Process:
        """A starter's ceiling rises from week to week."""
        line.allocate(self.env.now)
        for _ in range(worker.posts.weeks_to_full_load):
            yield self.env.timeout(WEEK)
            line.allocate(self.env.now)

    def sickness(self, line: Line, worker: Worker) -> Process:
        """Well and ill by turns, whoever holds the post; an ill worker takes nobody new."""
        share, days = self.scenario.staffing.sickness_share, self.scenario.staffing.sickness_days
        if share == 0:
            return
        worker.is_sick = self.rng.random() < share
        while True:
            mean = days if worker.is_sick else days * (1 - share) / share
            yield self.env.timeout(self.rng.exponential(mean) * DAY)
            worker.is_sick = not worker.is_sick
            line.allocate(self.env.now)

    # The weeks

    def count(self, measure: str, number: float) -> None:
        """Something that happened this week."""
        week = int(self.env.now // WEEK)
        if week < len(self.weeks):
            self.weeks[week, MEASURES.index(measure)] += number

    def week_ends(self) -> Process:
        """Who waits and who is held as each week ends."""
        for week in self.weeks:
            yield self.env.timeout(WEEK)
            week[0] = sum(family.children for line in self.lines for family in line.waiting)
            week[1] = sum(worker.children for line in self.lines for worker in line.workers)


def follow(scenario: Scenario, *, seed: int, runs: int) -> NDArray[np.float64]:
    """Runs of a scenario: shape (runs, weeks, MEASURES)."""
    return np.array([Model(scenario, rng).run() for rng in np.random.default_rng(seed).spawn(runs)])
