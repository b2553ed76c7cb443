"""
The engine as it should be read: one child after another, slowly. The kernel must equal it in every number.

Rules, where ENGINE.md leaves a choice:

- Time is in whole minutes. At one minute things happen in the order of `Kind`, then by number.
- Brothers and sisters who come in one contact are one family: decided, allocated, assessed and ended together.
- The line of a team is in order of priority, then of the start of the child's clock. A child whose worker leaves goes
  back to it with the clock running. A new worker needs the least working days again.
- The least-loaded worker who has room takes the child; among equals, the first post. A family too large for anybody's
  ceiling goes to a worker who holds nobody and whose ceiling has stopped rising.
- A family may leave the line (`Allocation.leaves_the_line_after`), as one, counted from its referral, and as the last
  thing of its minute: with no patience at all it still takes a place that is free in the minute it was referred. Only
  newly referred families do. Once a worker has had them they are known, and wait for the next one however long it
  takes; so do those found waiting on the first morning.
- Sick workers keep their children and take no new ones. Sickness and leaving belong to the post, whoever holds it.
- A starter's ceiling C is C × (k + 1) / (R + 1) in week k of R, rounded down.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

import numpy as np

from demand_engine.luck import Slot, Stream, key_of, luck
from demand_engine.result import Measure
from demand_engine.tables import (
    ALMOST_ALL,
    DUTY_HOLD,
    MINUTES_A_DAY,
    MINUTES_A_WEEK,
    NAMED_OVERRIDE,
    NEVER,
    WAIT_DAYS,
    Floats,
    Hours,
    Ints,
    Tables,
)


class Kind(IntEnum):
    """What can happen; at one minute, in this order."""

    POST_ENDS = 0
    LEAVING = 1
    STARTING = 2
    MORE_LOAD = 3
    SICKNESS = 4
    WORK_DONE = 5
    REFERRED = 6
    OVERRIDE = 7
    LEAVES_LINE = 8


@dataclass(eq=False)
class Worker:
    """A post and whoever holds it."""

    number: int
    team: int
    ceiling: int
    ends: int
    weeks_to_full: int
    is_agency: bool
    pounds: int
    is_filled: bool = False
    is_over: bool = False
    is_sick: bool = False
    since: int = -NEVER
    points: int = 0
    held: list[Family] = field(default_factory=list)
    candidates: int = 0
    vacancies: int = 0
    spells: int = 0

    def is_rising(self, now: int) -> bool:
        """Whether the holder has not reached the full ceiling."""
        return now - self.since < self.weeks_to_full * MINUTES_A_WEEK

    def ceiling_at(self, now: int) -> int:
        """The ceiling today."""
        if not self.is_rising(now):
            return self.ceiling
        return self.ceiling * ((now - self.since) // MINUTES_A_WEEK + 1) // (self.weeks_to_full + 1)


@dataclass(eq=False)
class Family:
    """Children of one contact; stage 0 is the assessment, 1 … the outcomes."""

    number: int
    stream: int
    entity: int
    children: int
    team: int
    priority: int
    clock: int
    clock_working: int
    assessment_minutes: int
    outcome: int
    stage: int = 0
    worker: Worker | None = None
    ends_at: int = -1
    ends_working: int = 0
    rest: int = -1
    was_allocated: bool = False


def count(hours: Hours, minute: int) -> int:
    """Minutes that count between the first midnight and this minute."""
    day, of_day = divmod(minute, MINUTES_A_DAY)
    today = int(hours.before[day + 1] - hours.before[day])
    return int(hours.before[day]) + min(max(of_day - hours.opens, 0), today)


def when(hours: Hours, counted: int) -> int:
    """The first minute by which so many have counted; 0 for none, NEVER beyond the horizon."""
    if counted <= 0:
        return 0
    if counted > hours.before[-1]:
        return NEVER
    day = bisect_left(hours.before, counted) - 1
    return day * MINUTES_A_DAY + hours.opens + counted - int(hours.before[day])


def rounded(value: float) -> int:
    """To the nearest whole, halves upwards."""
    return math.floor(value + 0.5)


def picked(cumulative: Floats, share: float) -> int:
    """The place of a share among running totals."""
    return next(place for place, total in enumerate(cumulative) if share < total)


class Run:
    """One replication. `Run(tables, seed, replication).rows()` goes through all of it."""

    def __init__(self, tables: Tables, seed: int, replication: int) -> None:
        self.t = tables
        self.key = key_of(seed, replication)
        teams = len(tables.managers)
        self.table = np.zeros((1 + teams, tables.weeks, len(Measure)), dtype=np.int64)
        self.waits = np.zeros((1 + teams, len(tables.priorities), WAIT_DAYS), dtype=np.int64)
        self.blocked: set[tuple[int, int]] = set()
        self.line: list[list[Family]] = [[] for _ in range(teams)]
        self.families: list[Family] = []
        self.events: list[tuple[int, int, int]] = []
        self.workers = [
            Worker(number, int(row[0]), int(row[1]), int(row[3]), int(row[4]), bool(row[5]), int(row[6]))
            for number, row in enumerate(tables.posts)
        ]

    # Luck and curves

    def luck(self, stream: int, entity: int, slot: int) -> float:
        return luck(self.key, stream, entity, slot)

    def _points(self, curve: int) -> list[tuple[float, float, float]]:
        c = self.t.curves
        places = range(c.start[curve], c.start[curve + 1])
        return [(float(c.share[place]), float(c.days[place]), float(c.survived[place])) for place in places]

    def days_at(self, curve: int, share: float) -> float:
        points, tail = self._points(curve), float(self.t.curves.tail[curve])
        share = min(share, ALMOST_ALL)
        for (a, x, _), (b, y, _) in pairwise(points):
            if share < b:
                return x + (y - x) * (share - a) / (b - a)
        last, days, _ = points[-1]
        return days if tail == 0 else days - tail * math.log((1 - share) / (1 - last))

    def share_by(self, curve: int, days: float) -> float:
        points, tail = self._points(curve), float(self.t.curves.tail[curve])
        for (a, x, _), (b, y, _) in pairwise(points):
            if days < y:
                return a if days < x else a + (b - a) * (days - x) / (y - x)
        last, at, _ = points[-1]
        return last if tail == 0 or days < at else 1 - (1 - last) * math.exp(-(days - at) / tail)

    def left_over(self, curve: int, share: float) -> float:
        """Days left of something found going on, in a steady state: its density is the share still going."""
        points, tail = self._points(curve), float(self.t.curves.tail[curve])
        last, days, lived = points[-1]
        lived_target = share * (lived + (1 - last) * tail)
        if lived_target < points[0][2]:
            return lived_target
        for (a, x, s), (b, y, after) in pairwise(points):
            if lived_target < after:
                part = (lived_target - s) / (y - x)
                return x + (y - x) * 2 * part / ((1 - a) + math.sqrt((1 - a) * (1 - a) - 2 * (b - a) * part))
        return days if tail == 0 else days - tail * math.log(1 - (lived_target - lived) / ((1 - last) * tail))

    # What comes in

    def contacts(self) -> list[tuple[int, int, int]]:
        """Every contact: minute, source, number on its day; in the order they come."""
        found = []
        days, sources = self.t.arrivals.parts.shape
        for day in range(days):
            for source in range(sources):
                for number in range(self._number(day, source, sources)):
                    entity = self._entity(day, source, number)
                    minute = int(self.luck(Stream.CONTACT, entity, Slot.MINUTE) * MINUTES_A_DAY)
                    found.append((day * MINUTES_A_DAY + minute, source, number))
        return sorted(found)

    def _entity(self, day: int, source: int, number: int) -> int:
        return (day * int(self.t.conversion.shape[1]) + source) * (1 << 20) + number

    def _number(self, day: int, source: int, sources: int) -> int:
        arrivals, total = self.t.arrivals, 0
        for part in range(int(arrivals.parts[day, source])):
            share = self.luck(Stream.ARRIVALS, day * sources + source, part)
            chance = so_far = float(arrivals.first[day, source])
            number = 0
            while share > so_far and (chance > 1e-17 or so_far < 0.5):
                number += 1
                chance *= float(arrivals.a[day, source]) + float(arrivals.b[day, source]) / number
                so_far += chance
            total += number
        return total

    def screen(self) -> None:
        """The desk decides contact after contact; those referred join the families in the order of the decision."""
        free = [0] * self.t.officers
        decided = []
        for order, (minute, source, number) in enumerate(self.contacts()):
            entity = self._entity(minute // MINUTES_A_DAY, source, number)
            children = 1 + picked(self.t.children[source], self.luck(Stream.CONTACT, entity, Slot.CHILDREN))
            week = minute // MINUTES_A_WEEK
            self.table[0, week, Measure.CONTACTS] += 1
            self.table[0, week, Measure.CHILD_CONTACTS] += children
            takes = self.t.minutes_per_contact * (0.5 + self.luck(Stream.CONTACT, entity, Slot.SCREENING))
            officer = free.index(min(free))
            free[officer] = max(free[officer], count(self.t.desk, minute)) + max(1, rounded(takes))
            at = max(minute, when(self.t.desk, free[officer]))
            if at < self.t.horizon:
                self.table[0, at // MINUTES_A_WEEK, Measure.MISSED_24_HOURS] += at - minute > MINUTES_A_DAY
                decided.append((at, order, source, entity, children))
        for at, _, source, entity, children in sorted(decided):
            self._decide(at, source, entity, children)

    def _decide(self, at: int, source: int, entity: int, children: int) -> None:
        share = self.luck(Stream.CONTACT, entity, Slot.CONVERSION)
        if share >= self.t.conversion[at // MINUTES_A_WEEK, source]:
            return
        is_marginal = bool(share >= self.t.conversion[0, source])
        team = picked(self.t.teams, self.luck(Stream.CONTACT, entity, Slot.TEAM))
        family = self._family(Stream.CONTACT, entity, children, team, at, count(self.t.office, at), is_marginal)
        self.at(at, Kind.REFERRED, family.number)

    def _family(
        self, stream: int, entity: int, children: int, team: int, clock: int, working: int, is_marginal: bool
    ) -> Family:
        length = self.days_at(0, self.luck(stream, entity, Slot.ASSESSMENT))
        family = Family(
            number=len(self.families), stream=stream, entity=entity, children=children, team=team,
            priority=picked(self.t.priorities, self.luck(stream, entity, Slot.PRIORITY)), clock=clock,
            clock_working=working, assessment_minutes=rounded(length * self.t.office.lasts),
            outcome=picked(self.t.outcomes[int(is_marginal)], self.luck(stream, entity, Slot.OUTCOME)),
        )  # fmt: skip
        self.families.append(family)
        return family

    # What stands open on the first morning

    def open_up(self) -> None:
        for place, (team, stage, age) in enumerate(self.t.open_work.tolist()):
            known = max(age, 0)
            family = self._family(
                Stream.OPEN_WORK, place, 1, team, -known * MINUTES_A_DAY * 7 // 5, -known * self.t.office.lasts, False
            )
            if stage == 0:
                self.join(family, 0)
                continue
            left, before = self._left(family, 0 if stage == 1 else stage - 1, age)
            self._in_hand(family, stage, left, before)
        for team in range(len(self.line)):
            self.allocate(team, 0)

    def _left(self, family: Family, curve: int, age: int) -> tuple[float, float]:
        """Days left and days before, of a piece of known age, or found going on at any moment."""
        share = self.luck(Stream.OPEN_WORK, family.entity, Slot.AGE)
        if age < 0:
            left = self.left_over(curve, share)
            done = self.share_by(curve, left)
            again = self.luck(Stream.OPEN_WORK, family.entity, Slot.LASTING)
            return left, max(0.0, self.days_at(curve, done + again * (1 - done)) - left) if done < 1 else 0.0
        done = self.share_by(curve, float(age))
        return (max(0.0, self.days_at(curve, done + share * (1 - done)) - age) if done < 1 else 0.0), float(age)

    def _in_hand(self, family: Family, stage: int, left: float, before: float) -> None:
        family.stage = stage - 1
        if stage == 1:
            working = rounded(before * self.t.office.lasts)
            family.clock_working = -working
            family.clock = -(working * MINUTES_A_DAY * 7 // (5 * self.t.office.lasts))
            family.ends_working = max(1, rounded(left * self.t.office.lasts))
            family.assessment_minutes = working + family.ends_working
            family.rest = family.ends_working
            ends_at = when(self.t.office, family.ends_working)
        else:
            family.outcome = stage - 2
            family.clock = -rounded(before * MINUTES_A_DAY)
            family.rest = ends_at = max(1, rounded(left * MINUTES_A_DAY))
        filled = [worker for worker in self.workers if worker.is_filled and worker.team == family.team]
        family.was_allocated = True
        if not filled:
            self.join(family, 0)
            return
        self._hand(family, min(filled, key=lambda worker: (worker.points, worker.number)), ends_at)

    # Allocation

    def join(self, family: Family, now: int) -> None:
        self.line[family.team].append(family)
        self.line[family.team].sort(key=lambda each: (each.priority, each.clock, each.number))
        due = when(self.t.office, family.clock_working + self.t.override_minutes)
        if self.t.policy == NAMED_OVERRIDE and due > now:
            self.at(due, Kind.OVERRIDE, family.number)

    def need(self, family: Family) -> int:
        return family.children * int(self.t.points[family.stage])

    def allocate(self, team: int, now: int) -> None:
        """Until nobody in the line fits anywhere."""
        while True:
            for family in self.line[team]:
                worker = self.choose(family, now)
                if worker is not None:
                    self.line[team].remove(family)
                    self.place(family, worker, now)
                    break
                if not self.t.may_pass:
                    self._note_blocked(team, now)
                    return
            else:
                return

    def _note_blocked(self, team: int, now: int) -> None:
        if any(self.choose(family, now) is not None for family in self.line[team]):
            self.blocked |= {(1 + team, now // MINUTES_A_DAY), (0, now // MINUTES_A_DAY)}

    def choose(self, family: Family, now: int) -> Worker | None:
        """The least-loaded available worker with room, or None."""
        fitting = [worker for worker in self.workers if self._fits(family, worker, now)]
        return min(fitting, key=lambda worker: (worker.points, worker.number), default=None)

    def _fits(self, family: Family, worker: Worker, now: int) -> bool:
        if worker.team != family.team or not worker.is_filled or worker.is_sick:
            return False
        need, ceiling = self.need(family), worker.ceiling_at(now)
        waited = count(self.t.office, now) - family.clock_working
        if self.t.policy == NAMED_OVERRIDE and waited >= self.t.override_minutes:
            ceiling += self.t.override_points
        is_too_large = worker.points == 0 and not worker.is_rising(now) and 0 < worker.ceiling < need
        return worker.points + need <= ceiling or is_too_large

    def place(self, family: Family, worker: Worker, now: int) -> None:
        if not family.was_allocated:
            family.was_allocated = True
            days = min(WAIT_DAYS - 1, (now - family.clock) // MINUTES_A_DAY)
            self.waits[0, family.priority, days] += family.children
            self.waits[1 + family.team, family.priority, days] += family.children
        ends_at = now + family.rest if family.stage else self._assessed_at(family, worker, now)
        self._hand(family, worker, ends_at)

    def _hand(self, family: Family, worker: Worker, ends_at: int) -> None:
        worker.held.append(family)
        worker.points += self.need(family)
        family.worker, family.ends_at = worker, ends_at
        self.at(ends_at, Kind.WORK_DONE, family.number)

    def _assessed_at(self, family: Family, worker: Worker, now: int) -> int:
        working = count(self.t.office, now)
        waited = working - family.clock_working
        length = self._lengthened(family, worker)
        by_duty = rounded(self.t.duty_share * waited) if self.t.policy == DUTY_HOLD else 0
        if self.t.counts_from_referral:
            least = max(0, self.t.least_minutes - by_duty)
            family.ends_working = max(family.clock_working + length, working + least)
        else:
            length = max(0, length - by_duty) if family.rest < 0 else family.rest
            family.ends_working = working + length
        return max(now, when(self.t.office, family.ends_working))

    def _lengthened(self, family: Family, worker: Worker) -> int:
        if self.t.overload_lengthens_work == 0 or worker.ceiling == 0:
            return family.assessment_minutes
        over = (worker.points + self.need(family)) / worker.ceiling - 1
        return rounded(family.assessment_minutes * (1 + self.t.overload_lengthens_work * min(1.0, max(0.0, over))))

    # What happens

    def at(self, minute: int, kind: Kind, number: int) -> None:
        if minute < self.t.horizon:
            heapq.heappush(self.events, (minute, kind, number))

    def happen(self, now: int, kind: Kind, number: int) -> None:
        if kind is Kind.WORK_DONE:
            self._done(self.families[number], now)
        elif kind is Kind.REFERRED:
            family = self.families[number]
            self._add(family.team, now, Measure.REFERRALS, family.children)
            self.join(family, now)
            self._may_leave_line(family, now)
            self.allocate(family.team, now)
        elif kind is Kind.OVERRIDE:
            self.allocate(self.families[number].team, now)
        elif kind is Kind.LEAVES_LINE:
            self._leaves_line(self.families[number], now)
        elif not self.workers[number].is_over:
            self._of_post(self.workers[number], kind, now)
            self.allocate(self.workers[number].team, now)

    def _of_post(self, worker: Worker, kind: Kind, now: int) -> None:
        if kind is Kind.POST_ENDS:
            worker.is_over = True
            self._empty(worker, now)
        elif kind is Kind.LEAVING:
            self._leaves(worker, now)
        elif kind is Kind.STARTING:
            worker.is_filled, worker.since = True, now
            for week in range(1, worker.weeks_to_full + 1):
                self.at(now + week * MINUTES_A_WEEK, Kind.MORE_LOAD, worker.number)
            self._may_leave(worker, now)
        elif kind is Kind.SICKNESS:
            worker.is_sick = not worker.is_sick
            self._next_spell(worker, now)

    def _add(self, team: int, now: int, measure: Measure, number: int) -> None:
        for place in (0, 1 + team):
            self.table[place, now // MINUTES_A_WEEK, measure] += number

    def _done(self, family: Family, now: int) -> None:
        worker = family.worker
        if worker is None or family.ends_at != now:
            return
        worker.points -= self.need(family)
        lasts = 0
        if family.stage == 0:
            is_late = count(self.t.office, now) - family.clock_working > self.t.deadline_minutes
            self._add(family.team, now, Measure.COMPLETED, family.children)
            self._add(family.team, now, Measure.COMPLETED_LATE, family.children * is_late)
            share = self.luck(family.stream, family.entity, Slot.LASTING)
            lasts = rounded(self.days_at(1 + family.outcome, share) * MINUTES_A_DAY)
        if lasts == 0:
            worker.held.remove(family)
            family.worker, family.ends_at = None, -1
        else:
            family.stage, family.ends_at = 1 + family.outcome, now + lasts
            worker.points += self.need(family)
            self.at(family.ends_at, Kind.WORK_DONE, family.number)
        self.allocate(family.team, now)

    def _may_leave_line(self, family: Family, now: int) -> None:
        if self.t.may_leave_line:
            share = self.luck(family.stream, family.entity, Slot.PATIENCE)
            patience = rounded(self.days_at(len(self.t.curves.tail) - 1, share) * MINUTES_A_DAY)
            self.at(now + patience, Kind.LEAVES_LINE, family.number)

    def _leaves_line(self, family: Family, now: int) -> None:
        if family.was_allocated:
            return
        self.line[family.team].remove(family)
        self._add(family.team, now, Measure.LEFT_THE_LINE, family.children)
        self.allocate(family.team, now)

    # Posts

    def fill(self) -> None:
        """Who is there on the first morning, and when the others start."""
        for worker, row in zip(self.workers, self.t.posts.tolist(), strict=True):
            self.at(worker.ends, Kind.POST_ENDS, worker.number)
            if self.t.sick_share > 0:
                worker.is_sick = self.luck(Stream.SICKNESS, worker.number, 0) < self.t.sick_share
                self._next_spell(worker, 0)
            if row[2] > 0:
                self.at(row[2], Kind.STARTING, worker.number)
            else:
                worker.is_filled = True
                self._may_leave(worker, 0)

    def _next_spell(self, worker: Worker, now: int) -> None:
        worker.spells += 1
        mean = self.t.sick_minutes if worker.is_sick else self.t.well_minutes
        lasts = rounded(-math.log(1 - self.luck(Stream.SICKNESS, worker.number, worker.spells)) * mean)
        self.at(now + max(1, lasts), Kind.SICKNESS, worker.number)

    def _may_leave(self, worker: Worker, now: int) -> None:
        """The next moment at which the holder would leave if as loaded as can be."""
        rate = self.t.agency_leaving_per_minute if worker.is_agency else self.t.leaving_per_minute
        if rate == 0:
            return
        share = self.luck(Stream.LEAVING, worker.number, 2 * worker.candidates)
        lasts = -math.log(1 - share) / (rate * (1 + self.t.overload_raises_leaving))
        if lasts < NEVER:
            self.at(now + max(1, rounded(lasts)), Kind.LEAVING, worker.number)

    def _leaves(self, worker: Worker, now: int) -> None:
        share = self.luck(Stream.LEAVING, worker.number, 2 * worker.candidates + 1)
        worker.candidates += 1
        over = worker.points / worker.ceiling - 1 if worker.ceiling else 0.0
        raised = 1 + self.t.overload_raises_leaving * min(1.0, max(0.0, over))
        if share * (1 + self.t.overload_raises_leaving) >= raised:
            self._may_leave(worker, now)
            return
        self._empty(worker, now)
        curve = len(self.t.curves.tail) - (2 if worker.is_agency else 3)
        takes = self.days_at(curve, self.luck(Stream.RECRUITING, worker.number, worker.vacancies))
        worker.vacancies += 1
        self.at(now + max(1, rounded(takes * MINUTES_A_DAY)), Kind.STARTING, worker.number)

    def _empty(self, worker: Worker, now: int) -> None:
        """Nobody holds the post; its children go back to the line."""
        worker.is_filled = False
        for family in worker.held:
            family.rest = family.ends_working - count(self.t.office, now) if family.stage == 0 else family.ends_at - now
            family.rest = max(0, family.rest)
            family.worker, family.ends_at = None, -1
            self.join(family, now)
        worker.held, worker.points = [], 0

    # The weeks

    def rows(self) -> tuple[Ints, Ints]:
        """Every week of every team, shape (1 + teams, weeks, measures), and the waits."""
        self.screen_and_open()
        for week in range(self.t.weeks):
            ends = (week + 1) * MINUTES_A_WEEK
            while self.events and self.events[0][0] < ends:
                now, kind, number = heapq.heappop(self.events)
                self.happen(now, Kind(kind), number)
            self._week_ends(week, ends)
        return self.table, self.waits

    def screen_and_open(self) -> None:
        """Open work first, so that its families have the first numbers."""
        self.fill()
        self.open_up()
        self.screen()

    def _week_ends(self, week: int, now: int) -> None:
        for team in range(len(self.line)):
            workers = [worker for worker in self.workers if worker.team == team and worker.is_filled]
            self._stocks(1 + team, week, now, workers, self.line[team])
            stock = self.table[1 + team, week]
            span = -(-int(stock[Measure.OPEN] + stock[Measure.WAITING]) // int(self.t.managers[team]))
            stock[Measure.SPAN] = span
            self.table[0, week, Measure.SPAN] = max(span, self.table[0, week, Measure.SPAN])
        everybody = [worker for worker in self.workers if worker.is_filled]
        self._stocks(0, week, now, everybody, [family for line in self.line for family in line])
        for place in range(1 + len(self.line)):
            days = {day for found, day in self.blocked if found == place and day // 7 == week}
            self.table[place, week, Measure.HEAD_BLOCKED] = len(days)

    def _stocks(self, place: int, week: int, now: int, workers: list[Worker], line: list[Family]) -> None:
        row = self.table[place, week]
        held = sorted(sum(family.children for family in worker.held) for worker in workers)
        row[Measure.WAITING] = sum(family.children for family in line)
        row[Measure.OLDEST_WAIT] = max(((now - family.clock) // MINUTES_A_DAY for family in line), default=0)
        row[Measure.OPEN] = sum(held)
        row[Measure.WORKERS] = len(workers)
        if workers:
            row[Measure.CASELOAD_MEAN] = sum(held) * 100 // len(held)
            row[Measure.CASELOAD_P50] = held[(len(held) * 50 + 99) // 100 - 1]
            row[Measure.CASELOAD_P90] = held[(len(held) * 90 + 99) // 100 - 1]
            row[Measure.CASELOAD_MAX] = held[-1]
        row[Measure.OVER_CEILING] = sum(worker.points > worker.ceiling_at(now) for worker in workers)
        known = [*line, *(family for worker in workers for family in worker.held)]
        limit = self._worked(now) - self.t.deadline_minutes
        row[Measure.OPEN_LATE] = sum(f.children for f in known if f.stage == 0 and f.clock_working < limit)
        row[Measure.POUNDS] = sum(worker.pounds for worker in workers)

    def _worked(self, now: int) -> int:
        """Working minutes by the end of a week; the last end is the horizon itself."""
        return int(self.t.office.before[now // MINUTES_A_DAY])
