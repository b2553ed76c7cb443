"""
The engine made fast: the rules of `reference.py`, on flat arrays, compiled once.

Everything that is compiled stands in this one module: numba keeps what it compiled by the file it came from, and a
change in another file would go unnoticed (`compiled.py` keys the store by the engine's sources for the same reason).
Parts that make no arrays are compiled without counting references (`_nrt=False`): counting took most of the time. They
are drawn into their callers (`forceinline`), or handing over the stores would cost more than most parts do. Every part
takes what it needs of `key` (the luck of the run), `s` (the scenario's numbers), `d` and `t` (its arrays, at the front
door and behind it) and `r` (the stores of the run).
No fast maths: the last bit is part of the promise. Arrays are not checked for bounds, so each store that can run full
raises `state.is_full` instead, and the run is made again with more room.

What makes it fast, each step exactly the reference's rule by another way:

- **Days instead of a heap.** What will happen is thrown into the bucket of its day, and put in order on that day.
- **The desk as a recursion** (Kiefer and Wolfowitz): of the officers only the times at which they are free count, in
  order; the contact takes the first of them. Days are walked, not searched: they only go forward.
- **A line for each need.** A team's line is kept apart by priority and by points needed, so that the first family that
  fits is found among a few heads, not by walking past every large family that has waited for months.
- **Who cannot fit is not asked again.** After each event nobody in the line fits anywhere (unless a family at the head
  holds up the rest), so only a worker who has just gained room, or a child who has just come, has to be looked at.
- **Late work is counted as it turns late**: each family knows from its clock in which week that will be.
- **The chances of a day's contacts** are added up once for all runs, not once for every run.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

MINUTES_A_DAY = 1_440
MINUTES_A_WEEK = 10_080
HALF_HOURS = 48
NEVER = 1 << 28
WAIT_DAYS = 400
MEASURES = 20
ALMOST_ALL = 1 - 2.0**-53
LARGEST_NEED = 8  # families that need as many points as this, or more, share one part of the line
NEEDS = LARGEST_NEED + 1

# The scenario's numbers, handed over in one piece
GIVEN = np.dtype([
    (name, np.int64) for name in (
        "weeks", "officers", "from_referral", "least", "deadline", "policy", "override_minutes", "override_points",
        "may_pass", "priorities", "office_opens", "office_lasts", "desk_opens", "may_leave_line",
    )
] + [
    (name, np.float64) for name in (
        "screening_minutes", "duty_share", "leaving", "agency_leaving", "raises_leaving", "lengthens", "sick_share",
        "sick_minutes", "well_minutes",
    )
])  # fmt: skip

# 64 bytes, one line of the processor's memory. `fate` is what the luck of an entity is mixed from; `late_week` the week
# at whose end the assessment is first open and late; next and previous: in the line, or among what a worker holds.
FAMILY = np.dtype([
    ("fate", np.uint64), ("clock", np.int32), ("clock_working", np.int32), ("length", np.int32), ("ends_at", np.int32),
    ("ends_working", np.int32), ("rest", np.int32), ("worker", np.int32), ("next", np.int32), ("previous", np.int32),
    ("children", np.int32), ("team", np.int16), ("priority", np.int16), ("stage", np.int16), ("outcome", np.int16),
    ("late_week", np.int16), ("was_allocated", np.int16), ("spare", np.int32),
])  # fmt: skip

# A post: what the tables say, then what happens to it
WORKER = np.dtype([
    (name, np.int64) for name in (
        "team", "ceiling", "ends", "weeks_to_full", "agency", "pounds", "filled", "over", "sick", "since", "children",
        "first", "candidates", "vacancies", "spells",
    )
])  # fmt: skip

REFERRED_CONTACT = np.dtype([
    ("key", np.int64), ("fate", np.uint64), ("children", np.int32), ("is_marginal", np.int32),
])  # fmt: skip

EVENT = np.dtype([("key", np.int64), ("next", np.int64)])

# What is true of the whole run: families so far, the first event used no more, the first never used; the day, how many
# events it has and the next of them
STATE = np.dtype([(name, np.int64) for name in ("families", "unused", "fresh", "day", "size", "at", "is_full")])


class FrontDoor(NamedTuple):
    """What comes and who decides on it, as the scenario says; then room for the contacts of one day."""

    desk: object
    conversion: object
    kids: object
    parts: object  # of each day's contacts; where the running totals of their chances start, and those totals
    starts: object
    totals: object
    came: object  # minute and number of each contact, as they are drawn
    in_order: object  # the same by minute; `until`: how many have come by each half hour
    until: object
    fates: object
    sources_of: object
    takes: object  # minutes of screening
    free: object  # when each officer is free, in minutes of the desk, the earliest first


class LaidOut(NamedTuple):
    """What the scenario says of everything behind the front door, as `tables.Tables` lays it out."""

    office: object
    working_days: object
    team_shares: object
    priorities: object
    outcomes: object
    c_start: object
    c_share: object
    c_days: object
    c_survived: object
    c_tail: object
    posts: object
    open_work: object
    points: object
    managers: object
    team_first: object


class Stores(NamedTuple):
    """What changes in the course of a run."""

    state: object
    families: object
    referred: object  # contacts that are referred, in the order of the decision
    queue: object  # what will happen; `bucket`: the first of each day; `today`: keys of this day, in order
    bucket: object
    today: object
    workers: object
    load: object  # points that each holds
    ceiling: object  # points that each may hold today; of those who take nobody, far below nothing
    alone: object  # see `look_at_workers`
    line: object  # first and last family, for each team, priority and need
    waiting: object  # children in the line of each team
    late: object  # children of each team whose assessment is open and late
    turning: object  # children of each team whose assessment will be late by the end of each week
    blocked: object  # the last day on which a head was noted to hold up its line
    workers_with: object  # how many workers hold so many children, in all and in one team
    in_team: object
    rows: object
    waits: object


STRICT, NAMED_OVERRIDE, DUTY_HOLD = range(3)
(POST_ENDS, IS_LEAVING, STARTING, MORE_LOAD, SICKNESS, WORK_DONE, REFERRED, OVERRIDE, LEAVES_LINE) = range(9)
(S_ARRIVALS, S_CONTACT, S_LEAVING, S_RECRUITING, S_SICKNESS, S_OPEN_WORK) = range(1, 7)
(MINUTE, HOW_MANY, SCREENING, CONVERSION, WHICH_TEAM, HOW_URGENT, ASSESSMENT, WHAT_FOLLOWS, LASTING, AGE, PATIENCE) = (
    range(11)
)
(
    M_CONTACTS, M_CHILD_CONTACTS, M_MISSED, M_REFERRALS, M_WAITING, M_OLDEST, M_OPEN, M_WORKERS, M_MEAN, M_P50, M_P90,
    M_MAX, M_OVER, M_SPAN, M_COMPLETED, M_LATE, M_OPEN_LATE, M_BLOCKED, M_POUNDS, M_LEFT,
) = range(MEASURES)  # fmt: skip

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
SECOND = np.uint64(0xD1B54A32D192ED03)
THIRD = np.uint64(0xABC98388FB8FAC03)
STIR_1 = np.uint64(0xBF58476D1CE4E5B9)
STIR_2 = np.uint64(0x94D049BB133111EB)
U30, U27, U31, U11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
TO_UNIT = 2.0**-53

MINUTE_SHIFT = 33
KIND_SHIFT = 29
NUMBER_MASK = (1 << KIND_SHIFT) - 1
KIND_MASK = 15

U = np.uint64  # of an index that is never negative: without it numba makes ready to count from the end

drawn_in = njit(cache=True, nogil=True, _nrt=False, forceinline=True)
apart = njit(cache=True, nogil=True, _nrt=False)  # what happens seldom stays out of the way


# Luck and curves


@drawn_in
def mixed(value):
    value = (value ^ (value >> U30)) * STIR_1
    value = (value ^ (value >> U27)) * STIR_2
    return value ^ (value >> U31)


@drawn_in
def key_of(seed, replication):
    return mixed(mixed(np.uint64(seed) + GOLDEN) + np.uint64(replication) * SECOND)


@drawn_in
def fate_of(key, stream, entity):
    return mixed(key + np.uint64(stream) * GOLDEN + np.uint64(entity) * SECOND)


@drawn_in
def luck_of(fate, slot):
    return (np.float64(mixed(fate + np.uint64(slot) * THIRD) >> U11) + 0.5) * TO_UNIT


@drawn_in
def luck(key, stream, entity, slot):
    return luck_of(fate_of(key, stream, entity), slot)


@drawn_in
def rounded(value):
    """To the nearest whole, of what is not negative."""
    return np.int64(value + 0.5)


@drawn_in
def picked(cumulative, share):
    """Which of the shares; counting all of them is faster than stopping at the right one, which cannot be foreseen."""
    place = 0
    for each in range(cumulative.shape[0] - 1):
        place += share >= cumulative[U(each)]
    return place


@drawn_in
def days_at(t, curve, share):
    share = min(share, ALMOST_ALL)
    last = t.c_start[U(curve + 1)] - 1
    place = t.c_start[U(curve)]
    for each in range(t.c_start[U(curve)] + 1, last + 1):
        place += share >= t.c_share[U(each)]
    if place < last:
        a, x, b, y = t.c_share[U(place)], t.c_days[U(place)], t.c_share[U(place + 1)], t.c_days[U(place + 1)]
        return x + (y - x) * (share - a) / (b - a)
    if t.c_tail[U(curve)] == 0:
        return t.c_days[U(last)]
    return t.c_days[U(last)] - t.c_tail[U(curve)] * math.log((1 - share) / (1 - t.c_share[U(last)]))


@apart
def share_by(t, curve, days):
    last = t.c_start[curve + 1] - 1
    for place in range(t.c_start[curve], last):
        a, x, b, y = t.c_share[place], t.c_days[place], t.c_share[place + 1], t.c_days[place + 1]
        if days < y:
            return a if days < x else a + (b - a) * (days - x) / (y - x)
    if t.c_tail[curve] == 0 or days < t.c_days[last]:
        return t.c_share[last]
    return 1 - (1 - t.c_share[last]) * math.exp(-(days - t.c_days[last]) / t.c_tail[curve])


@apart
def left_over(t, curve, share):
    first, last = t.c_start[curve], t.c_start[curve + 1] - 1
    lived = t.c_survived[last]
    target = share * (lived + (1 - t.c_share[last]) * t.c_tail[curve])
    if target < t.c_survived[first]:
        return target
    for place in range(first, last):
        if target < t.c_survived[place + 1]:
            a, x, b, y = t.c_share[place], t.c_days[place], t.c_share[place + 1], t.c_days[place + 1]
            part = (target - t.c_survived[place]) / (y - x)
            return x + (y - x) * 2 * part / ((1 - a) + math.sqrt((1 - a) * (1 - a) - 2 * (b - a) * part))
    if t.c_tail[curve] == 0:
        return t.c_days[last]
    return t.c_days[last] - t.c_tail[curve] * math.log(1 - (target - lived) / ((1 - t.c_share[last]) * t.c_tail[curve]))


# Minutes that count


@drawn_in
def count(before, opens, minute):
    day = minute // MINUTES_A_DAY
    today = before[U(day + 1)] - before[U(day)]
    return before[U(day)] + min(max(minute - day * MINUTES_A_DAY - opens, 0), today)


@drawn_in
def when(s, t, counted):
    """The first office minute by which so many have counted; a working day has as many as any other."""
    if counted <= 0:
        return np.int64(0)
    if counted > t.office[t.office.shape[0] - 1]:
        return np.int64(NEVER)
    which = (counted - 1) // s.office_lasts
    return t.working_days[U(which)] * MINUTES_A_DAY + s.office_opens + counted - which * s.office_lasts


@drawn_in
def late_week_of(s, t, clock_working):
    """The first week by whose end more office minutes have passed than the deadline allows; `weeks` if none."""
    most = clock_working + s.deadline
    if most < 0:
        return np.int64(0)
    if most >= t.office[t.office.shape[0] - 1]:
        return s.weeks
    return np.int64(t.working_days[U(most // s.office_lasts)] // 7)


# What will happen


@drawn_in
def push(s, r, minute, kind, number):
    """Into the bucket of its day; into its place among what is left of today."""
    if minute >= s.weeks * MINUTES_A_WEEK:
        return
    key = (np.int64(minute) << MINUTE_SHIFT) | (np.int64(kind) << KIND_SHIFT) | np.int64(number)
    day = minute // MINUTES_A_DAY
    if day != r.state.day:
        event = r.state.unused
        if event >= 0:
            r.state.unused = r.queue[U(event)].next
        elif r.state.fresh < r.queue.shape[0]:
            event = r.state.fresh
            r.state.fresh += 1
        else:
            r.state.is_full = 1
            return
        r.queue[U(event)].key = key
        r.queue[U(event)].next = r.bucket[U(day)]
        r.bucket[U(day)] = event
        return
    if r.state.size >= r.today.shape[0]:
        r.state.is_full = 1
        return
    place = r.state.size
    while place > r.state.at and r.today[U(place - 1)] > key:
        r.today[U(place)] = r.today[U(place - 1)]
        place -= 1
    r.today[U(place)] = key
    r.state.size += 1


@drawn_in
def begin_day(r, day):
    """Put in order what was thrown into the bucket of a day."""
    r.state.day = day
    r.state.at = 0
    size = 0
    event = r.bucket[U(day)]
    while event >= 0:
        if size >= r.today.shape[0]:
            r.state.is_full = 1
            break
        key = r.queue[U(event)].key
        place = size
        while place > 0 and r.today[U(place - 1)] > key:
            r.today[U(place)] = r.today[U(place - 1)]
            place -= 1
        r.today[U(place)] = key
        size += 1
        after = r.queue[U(event)].next
        r.queue[U(event)].next = r.state.unused
        r.state.unused = event
        event = after
    r.state.size = size


# The front door


@apart
def chances_needed(first, a, b):
    """How many running totals the chances of a part of a day have before they no longer grow."""
    chance, so_far, number = first, first, 0
    while chance > 1e-17 or so_far < 0.5:
        number += 1
        chance *= a + b / number
        so_far += chance
    return number + 1


@njit(cache=True, nogil=True)
def add_up_chances(a_parts, a_first, a_a, a_b):
    """Running totals of the chances of 0, 1, 2 … contacts, one table after another, and where each day's begins."""
    days, sources = a_parts.shape
    starts = np.zeros((days, sources), dtype=np.int64)
    room = 0
    for fill in range(2):
        totals = np.zeros(room, dtype=np.float64)
        room = 0
        for day in range(days):
            for source in range(sources):
                first, a, b = a_first[day, source], a_a[day, source], a_b[day, source]
                past = day - 7  # most days are like the same day of the week before
                if past >= 0 and a_first[past, source] == first and a_a[past, source] == a and a_b[past, source] == b:
                    starts[day, source] = starts[past, source]
                    continue
                needed = chances_needed(first, a, b)
                starts[day, source] = room
                if fill == 1:
                    chance, so_far = first, first
                    for number in range(1, needed):
                        totals[room + number - 1] = so_far
                        chance *= a + b / number
                        so_far += chance
                    totals[room + needed - 1] = 2.0  # no share is beyond it
                room += needed
    return starts, totals


@drawn_in
def put_in_order(came, in_order, until, size):
    """The contacts of a day by their minute: into half hours, then the few of one half hour among themselves."""
    for half_hour in range(HALF_HOURS):
        until[U(half_hour)] = 0
    for each in range(size):
        until[U((came[U(each)] >> 32) // 30)] += 1
    so_far = np.int64(0)
    for half_hour in range(HALF_HOURS):
        here = until[U(half_hour)]
        until[U(half_hour)] = so_far
        so_far += here
    for each in range(size):
        half_hour = (came[U(each)] >> 32) // 30
        in_order[U(until[U(half_hour)])] = came[U(each)]
        until[U(half_hour)] += 1
    for each in range(1, size):
        one = in_order[U(each)]
        place = each
        while place > 0 and in_order[U(place - 1)] > one:
            in_order[U(place)] = in_order[U(place - 1)]
            place -= 1
        in_order[U(place)] = one


@apart
def screen(key, s, d, r):
    """Contacts of every day through the desk; those referred in `referred`, in the order of the decision."""
    row = r.rows[0]
    horizon = s.weeks * MINUTES_A_WEEK
    sources = d.conversion.shape[1]
    officers = d.free.shape[0]
    in_all = d.desk[d.desk.shape[0] - 1]
    order, found = np.int64(0), 0
    begins_on = 0  # the day on which the next contact will be begun, or an earlier one
    d.free[:] = 0
    for day in range(s.weeks * 7):
        size = 0
        for source in range(sources):
            fate = fate_of(key, S_ARRIVALS, day * sources + source)
            number = 0
            for part in range(d.parts[U(day), U(source)]):
                number += picked_at_or_below(d.totals, d.starts[U(day), U(source)], luck_of(fate, part))
            if size + number > d.came.shape[0]:
                r.state.is_full = 1
                return 0
            first = np.int64(day * sources + source) << 20
            for each in range(number):
                d.fates[U(size + each)] = fate_of(key, S_CONTACT, first + each)
                d.sources_of[U(size + each)] = source
            size += number
        for each in range(size):
            d.came[U(each)] = (np.int64(luck_of(d.fates[U(each)], MINUTE) * MINUTES_A_DAY) << 32) | each
            d.takes[U(each)] = max(1, rounded(s.screening_minutes * (0.5 + luck_of(d.fates[U(each)], SCREENING))))
        put_in_order(d.came, d.in_order, d.until, size)
        week = day // 7
        row[week, M_CONTACTS] += size
        opened, closed = d.desk[U(day)], d.desk[U(day + 1)]
        all_children = 0
        for place in range(size):
            of_day, which = d.in_order[U(place)] >> 32, d.in_order[U(place)] & 0xFFFFFFFF
            fate = d.fates[U(which)]
            source = d.sources_of[U(which)]
            minute = day * MINUTES_A_DAY + of_day
            children = 1 + picked(d.kids[U(source)], luck_of(fate, HOW_MANY))
            all_children += children
            begins = max(d.free[0], opened + min(max(of_day - s.desk_opens, 0), closed - opened))
            ends = begins + d.takes[U(which)]
            later = ends
            for officer in range(1, officers):
                d.free[U(officer - 1)] = min(d.free[U(officer)], later)
                later = max(d.free[U(officer)], later)
            d.free[U(officers - 1)] = later
            order += 1
            if ends > in_all:
                continue
            while d.desk[U(begins_on + 1)] <= begins:
                begins_on += 1
            ends_on = begins_on
            while d.desk[U(ends_on + 1)] < ends:
                ends_on += 1
            at = max(minute, ends_on * MINUTES_A_DAY + s.desk_opens + ends - d.desk[U(ends_on)])
            if at >= horizon:
                continue
            decided = at // MINUTES_A_WEEK
            if at - minute > MINUTES_A_DAY:
                row[U(decided), M_MISSED] += 1
            share = luck_of(fate, CONVERSION)
            if share >= d.conversion[U(decided), U(source)]:
                continue
            if found >= r.referred.shape[0]:
                r.state.is_full = 1
                return 0
            new = (np.int64(at) << 32) | order
            spot = found
            while spot > 0 and r.referred[U(spot - 1)].key > new:
                r.referred[U(spot)].key = r.referred[U(spot - 1)].key
                r.referred[U(spot)].fate = r.referred[U(spot - 1)].fate
                r.referred[U(spot)].children = r.referred[U(spot - 1)].children
                r.referred[U(spot)].is_marginal = r.referred[U(spot - 1)].is_marginal
                spot -= 1
            r.referred[U(spot)].key = new
            r.referred[U(spot)].fate = fate
            r.referred[U(spot)].children = children
            r.referred[U(spot)].is_marginal = 1 if share >= d.conversion[0, U(source)] else 0
            found += 1
        row[week, M_CHILD_CONTACTS] += all_children
    return found


@drawn_in
def picked_at_or_below(totals, start, share):
    place = start
    while share > totals[U(place)]:
        place += 1
    return place - start


# Families and lines


@drawn_in
def new_family(s, t, r, fate, children, team, clock, working, is_marginal):
    number = r.state.families
    if number >= r.families.shape[0]:
        r.state.is_full = 1
        return number - 1
    r.state.families += 1
    f = r.families[U(number)]
    f.fate = fate
    f.children = children
    f.team = team
    f.priority = picked(t.priorities, luck_of(fate, HOW_URGENT))
    f.clock = clock
    f.clock_working = working
    f.length = rounded(days_at(t, 0, luck_of(fate, ASSESSMENT)) * s.office_lasts)
    f.outcome = picked(t.outcomes[U(is_marginal)], luck_of(fate, WHAT_FOLLOWS))
    f.stage = 0
    f.worker = -1
    f.ends_at = -1
    f.ends_working = 0
    f.rest = -1
    f.was_allocated = 0
    f.next = -1
    f.previous = -1
    return number


@drawn_in
def turns_late(s, t, r, number, week):
    """The family counts as late from the end of this week on, unless it is assessed or leaves before."""
    f = r.families[U(number)]
    late_week = max(np.int64(week), late_week_of(s, t, f.clock_working))
    f.late_week = late_week
    r.turning[U(f.team), U(late_week)] += f.children


@drawn_in
def no_longer_late(r, number, week):
    f = r.families[U(number)]
    if f.late_week < week:
        r.late[U(f.team)] -= f.children
    else:
        r.turning[U(f.team), U(f.late_week)] -= f.children


@drawn_in
def part_of_line(s, t, f):
    need = min(f.children * t.points[U(f.stage)], LARGEST_NEED)
    return (f.team * s.priorities + f.priority) * NEEDS + need


@drawn_in
def stands_before(families, one, other):
    return families[U(one)].clock < families[U(other)].clock or (
        families[U(one)].clock == families[U(other)].clock and one < other
    )


@drawn_in
def join(s, t, r, number):
    """Into the line of the team, by the start of the clock, then by number."""
    f = r.families[U(number)]
    place = part_of_line(s, t, f)
    before = np.int64(r.line[U(place), 1])
    while before >= 0 and stands_before(r.families, number, before):
        before = np.int64(r.families[U(before)].previous)
    after = np.int64(r.line[U(place), 0] if before < 0 else r.families[U(before)].next)
    f.previous = before
    f.next = after
    if before < 0:
        r.line[U(place), 0] = number
    else:
        r.families[U(before)].next = number
    if after < 0:
        r.line[U(place), 1] = number
    else:
        r.families[U(after)].previous = number
    r.waiting[U(f.team)] += f.children


@drawn_in
def leave_line(s, t, r, number):
    f = r.families[U(number)]
    place = part_of_line(s, t, f)
    if f.previous < 0:
        r.line[U(place), 0] = f.next
    else:
        r.families[U(f.previous)].next = f.next
    if f.next < 0:
        r.line[U(place), 1] = f.previous
    else:
        r.families[U(f.next)].previous = f.previous
    r.waiting[U(f.team)] -= f.children


@drawn_in
def will_be_overdue(s, t, r, number, now):
    """From when on a manager may put their name to going over the ceiling for this family."""
    if s.policy == NAMED_OVERRIDE:
        due = when(s, t, r.families[U(number)].clock_working + s.override_minutes)
        if due > now:
            push(s, r, due, OVERRIDE, number)


@drawn_in
def first_fitting(s, t, r, team, free, over, overdue):
    """
    The first family in the line that needs no more than `free` points, or more than `over`; -1 if there is none.

    Those whose clock started by `overdue` (in office minutes) may need some points more.
    """
    most_extra = s.override_points if s.policy == NAMED_OVERRIDE else np.int64(0)
    most_needed = min(free + most_extra, np.int64(LARGEST_NEED)) if over == NEVER else np.int64(LARGEST_NEED)
    for priority in range(s.priorities):
        first = np.int64(-1)
        for need in range(most_needed + 1):
            is_apart = need < LARGEST_NEED
            if is_apart and need > free + most_extra and need <= over:
                continue
            number = np.int64(r.line[U((team * s.priorities + priority) * NEEDS + need), 0])
            fits_anyway = is_apart and (need <= free or need > over)
            while number >= 0 and not fits_anyway:
                f = r.families[U(number)]
                needs = f.children * t.points[U(f.stage)]
                extra = most_extra if f.clock_working <= overdue else np.int64(0)
                if needs <= free + extra or needs > over:
                    break
                number = np.int64(f.next)
            if number >= 0 and (first < 0 or stands_before(r.families, number, first)):
                first = number
        if first >= 0:
            return first
    return np.int64(-1)


# Workers


@drawn_in
def ceiling_at(w, now):
    if now - w.since >= w.weeks_to_full * MINUTES_A_WEEK:
        return w.ceiling
    return w.ceiling * ((now - w.since) // MINUTES_A_WEEK + 1) // (w.weeks_to_full + 1)


@apart
def look_at_workers(r, first, last, now):
    """
    What each may hold now, and above which need a family is taken by one who holds nobody, however large it is.

    Changes only when something happens to a post: see `run_through`.
    """
    for worker in range(first, last):
        w = r.workers[worker]
        r.ceiling[worker] = -NEVER
        r.alone[worker] = NEVER
        if w.filled == 1 and w.sick == 0:
            r.ceiling[worker] = ceiling_at(w, now)
            if w.ceiling > 0 and now - w.since >= w.weeks_to_full * MINUTES_A_WEEK:
                r.alone[worker] = w.ceiling


@drawn_in
def choose(r, first, last, need, extra):
    """The least-loaded available worker with room, or -1."""
    best = np.int64(NEVER) << 10
    for worker in range(first, last):
        held = np.int64(r.load[U(worker)])
        fits = (held + need <= r.ceiling[U(worker)] + extra) | ((held == 0) & (need > r.alone[U(worker)]))
        best = min(best, ((held if fits else np.int64(NEVER)) << 10) | (worker - first))
    return first + (best & 1023) if best >> 10 < NEVER else np.int64(-1)


@drawn_in
def hold(s, t, r, number, worker, ends_at):
    f, w = r.families[U(number)], r.workers[U(worker)]
    f.previous = -1
    f.next = w.first
    if w.first >= 0:
        r.families[U(w.first)].previous = number
    w.first = number
    w.children += f.children
    r.load[U(worker)] += f.children * t.points[U(f.stage)]
    f.worker = worker
    f.ends_at = ends_at
    push(s, r, ends_at, WORK_DONE, number)


@drawn_in
def let_go(t, r, number):
    f = r.families[U(number)]
    w = r.workers[U(f.worker)]
    if f.previous < 0:
        w.first = f.next
    else:
        r.families[U(f.previous)].next = f.next
    if f.next >= 0:
        r.families[U(f.next)].previous = f.previous
    w.children -= f.children
    r.load[U(f.worker)] -= f.children * t.points[U(f.stage)]
    f.worker = -1
    f.ends_at = -1


@drawn_in
def assessed_at(s, t, r, number, worker, working, now):
    f, w = r.families[U(number)], r.workers[U(worker)]
    waited = working - f.clock_working
    length = np.int64(f.length)
    if s.lengthens != 0 and w.ceiling != 0:
        over = (r.load[U(worker)] + f.children * t.points[U(f.stage)]) / w.ceiling - 1
        length = rounded(f.length * (1 + s.lengthens * min(1.0, max(0.0, over))))
    by_duty = rounded(s.duty_share * waited) if s.policy == DUTY_HOLD else np.int64(0)
    if s.from_referral == 1:
        least = max(np.int64(0), s.least - by_duty)
        ends_working = max(f.clock_working + length, working + least)
    else:
        length = max(np.int64(0), length - by_duty) if f.rest < 0 else np.int64(f.rest)
        ends_working = working + length
    f.ends_working = ends_working
    return max(np.int64(now), when(s, t, ends_working))


@drawn_in
def place_family(s, t, r, number, worker, working, now):
    f = r.families[U(number)]
    if f.was_allocated == 0:
        f.was_allocated = 1
        days = min(np.int64(WAIT_DAYS - 1), (now - f.clock) // MINUTES_A_DAY)
        r.waits[0, U(f.priority), U(days)] += f.children
        r.waits[U(1 + f.team), U(f.priority), U(days)] += f.children
    ends_at = now + f.rest if f.stage > 0 else assessed_at(s, t, r, number, worker, working, now)
    hold(s, t, r, number, worker, ends_at)


@drawn_in
def allocate(s, t, r, team, first, last, now):
    """Until nobody in the line fits any of these workers: all of the team, or the one who has just gained room."""
    working = count(t.office, s.office_opens, now)
    overdue = working - s.override_minutes
    while r.waiting[U(team)] > 0:
        free, over = np.int64(-NEVER), np.int64(NEVER)
        for worker in range(first, last):
            free = max(free, np.int64(r.ceiling[U(worker)]) - r.load[U(worker)])
            if r.load[U(worker)] == 0:
                over = min(over, np.int64(r.alone[U(worker)]))
        number = first_fitting(s, t, r, team, free, over, overdue)
        if s.may_pass == 0:
            head = first_fitting(s, t, r, team, np.int64(NEVER), np.int64(NEVER), overdue)
            if number >= 0 and number != head:
                day = now // MINUTES_A_DAY
                for place in (0, 1 + team):
                    if r.blocked[place] != day:
                        r.blocked[place] = day
                        r.rows[place, day // 7, M_BLOCKED] += 1
                return
        if number < 0:
            return
        f = r.families[U(number)]
        extra = np.int64(0)
        if s.policy == NAMED_OVERRIDE and f.clock_working <= overdue:
            extra = s.override_points
        worker = choose(r, first, last, f.children * t.points[U(f.stage)], extra)
        leave_line(s, t, r, number)
        place_family(s, t, r, number, worker, working, now)


# Posts


@apart
def next_spell(key, s, r, worker, now):
    w = r.workers[worker]
    w.spells += 1
    mean = s.sick_minutes if w.sick == 1 else s.well_minutes
    lasts = rounded(-math.log(1 - luck(key, S_SICKNESS, worker, w.spells)) * mean)
    push(s, r, now + max(np.int64(1), lasts), SICKNESS, worker)


@apart
def may_leave(key, s, r, worker, now):
    w = r.workers[worker]
    rate = s.agency_leaving if w.agency == 1 else s.leaving
    if rate == 0:
        return
    share = luck(key, S_LEAVING, worker, 2 * w.candidates)
    lasts = -math.log(1 - share) / (rate * (1 + s.raises_leaving))
    if lasts < NEVER:
        push(s, r, now + max(np.int64(1), rounded(lasts)), IS_LEAVING, worker)


@apart
def empty(s, t, r, worker, now):
    """Nobody holds the post; its children go back to the line."""
    w = r.workers[worker]
    w.filled = 0
    working = count(t.office, s.office_opens, now)
    number = w.first
    while number >= 0:
        f = r.families[number]
        after = np.int64(f.next)
        rest = f.ends_working - working if f.stage == 0 else f.ends_at - now
        f.rest = max(np.int64(0), rest)
        f.worker = -1
        f.ends_at = -1
        join(s, t, r, number)
        will_be_overdue(s, t, r, number, now)
        number = after
    w.first = -1
    w.children = 0
    r.load[worker] = 0


@apart
def leaves(key, s, t, r, worker, now):
    w = r.workers[worker]
    share = luck(key, S_LEAVING, worker, 2 * w.candidates + 1)
    w.candidates += 1
    over = r.load[worker] / w.ceiling - 1 if w.ceiling != 0 else 0.0
    raised = 1 + s.raises_leaving * min(1.0, max(0.0, over))
    if share * (1 + s.raises_leaving) >= raised:
        may_leave(key, s, r, worker, now)
        return
    empty(s, t, r, worker, now)
    curve = t.c_tail.shape[0] - (2 if w.agency == 1 else 3)
    takes = days_at(t, curve, luck(key, S_RECRUITING, worker, w.vacancies))
    w.vacancies += 1
    push(s, r, now + max(np.int64(1), rounded(takes * MINUTES_A_DAY)), STARTING, worker)


@apart
def of_post(key, s, t, r, kind, worker, now):
    """What happens to a post."""
    w = r.workers[worker]
    if kind == POST_ENDS:
        w.over = 1
        empty(s, t, r, worker, now)
    elif kind == IS_LEAVING:
        leaves(key, s, t, r, worker, now)
    elif kind == STARTING:
        w.filled = 1
        w.since = now
        for later in range(1, w.weeks_to_full + 1):
            push(s, r, now + later * MINUTES_A_WEEK, MORE_LOAD, worker)
        may_leave(key, s, r, worker, now)
    elif kind == SICKNESS:
        w.sick = 1 - w.sick
        next_spell(key, s, r, worker, now)


@apart
def fill(key, s, t, r):
    """Who is there on the first morning, and when the others start."""
    for worker in range(t.posts.shape[0]):
        w = r.workers[worker]
        post = t.posts[worker]
        w.team, w.ceiling, starts, w.ends = post[0], post[1], post[2], post[3]
        w.weeks_to_full, w.agency, w.pounds = post[4], post[5], post[6]
        w.filled, w.over, w.sick, w.since, w.children = 0, 0, 0, -NEVER, 0
        w.first, w.candidates, w.vacancies, w.spells = -1, 0, 0, 0
        r.load[worker] = 0
        push(s, r, w.ends, POST_ENDS, worker)
        if s.sick_share > 0:
            w.sick = 1 if luck(key, S_SICKNESS, worker, 0) < s.sick_share else 0
            next_spell(key, s, r, worker, 0)
        if starts > 0:
            push(s, r, starts, STARTING, worker)
        else:
            w.filled = 1
            may_leave(key, s, r, worker, 0)


@apart
def open_up(key, s, t, r):
    """What stands open on the first morning."""
    for entity in range(t.open_work.shape[0]):
        team, stage, age = t.open_work[entity, 0], t.open_work[entity, 1], t.open_work[entity, 2]
        known = max(age, np.int64(0))
        fate = fate_of(key, S_OPEN_WORK, entity)
        number = new_family(s, t, r, fate, 1, team, -known * (MINUTES_A_DAY * 7 // 5), -known * s.office_lasts, 0)
        if r.state.is_full != 0:
            return
        f = r.families[number]
        if stage == 0:
            turns_late(s, t, r, number, 0)
            join(s, t, r, number)
            will_be_overdue(s, t, r, number, 0)
            continue
        curve = 0 if stage == 1 else stage - 1
        share = luck_of(fate, AGE)
        left = 0.0
        before = 0.0
        if age < 0:
            left = left_over(t, curve, share)
            so_far = share_by(t, curve, left)
            if so_far < 1:
                again = so_far + luck_of(fate, LASTING) * (1 - so_far)
                before = max(0.0, days_at(t, curve, again) - left)
        else:
            so_far = share_by(t, curve, float(age))
            if so_far < 1:
                again = so_far + share * (1 - so_far)
                left = max(0.0, days_at(t, curve, again) - age)
            before = float(age)
        f.stage = stage - 1
        if stage == 1:
            working = rounded(before * s.office_lasts)
            ends_working = max(np.int64(1), rounded(left * s.office_lasts))
            f.clock_working = -working
            f.clock = -(working * MINUTES_A_DAY * 7 // (5 * s.office_lasts))
            f.ends_working = ends_working
            f.length = working + ends_working
            f.rest = ends_working
            ends_at = when(s, t, ends_working)
            turns_late(s, t, r, number, 0)
        else:
            f.outcome = stage - 2
            f.clock = -rounded(before * MINUTES_A_DAY)
            ends_at = max(np.int64(1), rounded(left * MINUTES_A_DAY))
            f.rest = ends_at
        f.was_allocated = 1
        best, least = np.int64(-1), np.int64(NEVER)
        for worker in range(t.team_first[U(team)], t.team_first[U(team + 1)]):
            if r.workers[worker].filled == 1 and r.load[worker] < least:
                best, least = np.int64(worker), np.int64(r.load[worker])
        if best < 0:
            join(s, t, r, number)
            will_be_overdue(s, t, r, number, 0)
        else:
            hold(s, t, r, number, best, ends_at)


@apart
def first_morning(key, s, t, r):
    """Workers at their desks, open work in their hands, and those who wait allocated as far as there is room."""
    fill(key, s, t, r)
    look_at_workers(r, 0, t.posts.shape[0], 0)
    open_up(key, s, t, r)
    for team in range(t.managers.shape[0] if r.state.is_full == 0 else 0):
        allocate(s, t, r, team, t.team_first[U(team)], t.team_first[U(team + 1)], 0)


# The weeks


@drawn_in
def caseloads(row, held, in_post, most, workers_with):
    """The middle, the high and the highest caseload, from how many workers hold so many children."""
    row[M_OPEN] = held
    row[M_WORKERS] = in_post
    if in_post == 0:
        return
    row[M_MEAN] = held * 100 // in_post
    row[M_MAX] = most
    half, most_of_them = (in_post * 50 + 99) // 100, (in_post * 90 + 99) // 100
    so_far, children = 0, 0
    while so_far < half:
        so_far += workers_with[children]
        children += 1
    row[M_P50] = children - 1
    while so_far < most_of_them:
        so_far += workers_with[children]
        children += 1
    row[M_P90] = children - 1


@apart
def week_ends(s, t, r, week):
    """The stocks of a week, and its flows over all teams."""
    now = (week + 1) * MINUTES_A_WEEK
    whole = r.rows[0, week]
    everybody, all_held, all_most = np.int64(0), np.int64(0), np.int64(0)
    for team in range(t.managers.shape[0]):
        row = r.rows[1 + team, week]
        in_post, held, most, over, pounds = np.int64(0), np.int64(0), np.int64(0), 0, np.int64(0)
        for worker in range(t.team_first[U(team)], t.team_first[U(team + 1)]):
            w = r.workers[U(worker)]
            if w.filled == 0:
                continue
            in_post += 1
            held += w.children
            most = max(most, w.children)
            pounds += w.pounds
            r.in_team[w.children] += 1
            if r.load[U(worker)] > ceiling_at(w, now):
                over += 1
        caseloads(row, held, in_post, most, r.in_team)
        for children in range(most + 1):
            r.workers_with[children] += r.in_team[children]
            r.in_team[children] = 0
        oldest = np.int64(0)
        for place in range(team * s.priorities * NEEDS, (team + 1) * s.priorities * NEEDS):
            if r.line[U(place), 0] >= 0:
                oldest = max(oldest, (now - r.families[r.line[U(place), 0]].clock) // MINUTES_A_DAY)
        r.late[U(team)] += r.turning[team, week]
        row[M_WAITING] = r.waiting[U(team)]
        row[M_OLDEST] = oldest
        row[M_OVER] = over
        row[M_OPEN_LATE] = r.late[U(team)]
        row[M_POUNDS] = pounds
        row[M_SPAN] = (held + r.waiting[U(team)] + t.managers[team] - 1) // t.managers[team]
        whole[M_OLDEST] = max(whole[M_OLDEST], row[M_OLDEST])
        whole[M_SPAN] = max(whole[M_SPAN], row[M_SPAN])
        for measure in (M_REFERRALS, M_WAITING, M_OVER, M_COMPLETED, M_LATE, M_OPEN_LATE, M_POUNDS, M_LEFT):
            whole[measure] += row[measure]
        everybody += in_post
        all_held += held
        all_most = max(all_most, most)
    caseloads(whole, all_held, everybody, all_most, r.workers_with)
    r.workers_with[: all_most + 1] = 0


@drawn_in
def done(s, t, r, number, week, now):
    """The end of an assessment or of what followed it: the points its worker gained."""
    f = r.families[U(number)]
    before = r.load[U(f.worker)]
    worker = f.worker
    lasts = np.int64(0)
    if f.stage == 0:
        row = r.rows[U(1 + f.team), U(week)]
        row[M_COMPLETED] += f.children
        if count(t.office, s.office_opens, now) - f.clock_working > s.deadline:
            row[M_LATE] += f.children
        no_longer_late(r, number, week)
        lasts = rounded(days_at(t, 1 + f.outcome, luck_of(f.fate, LASTING)) * MINUTES_A_DAY)
    if lasts == 0:
        let_go(t, r, number)
    else:
        r.load[U(worker)] += f.children * (t.points[U(1 + f.outcome)] - t.points[U(f.stage)])
        f.stage = 1 + f.outcome
        f.ends_at = now + lasts
        push(s, r, now + lasts, WORK_DONE, number)
    return before - r.load[U(worker)]


@drawn_in
def referred_now(s, t, r, contact, week, now):
    """A family comes: to a worker with room, or into the line; whose team it is."""
    fate = contact.fate
    team = np.int64(picked(t.team_shares, luck_of(fate, WHICH_TEAM)))
    working = count(t.office, s.office_opens, now)
    number = new_family(s, t, r, fate, contact.children, team, now, working, contact.is_marginal)
    f = r.families[U(number)]
    r.rows[U(1 + team), U(week), M_REFERRALS] += f.children
    turns_late(s, t, r, number, week)
    worker = np.int64(-1)
    if s.may_pass == 1:
        extra = s.override_points if s.policy == NAMED_OVERRIDE and s.override_minutes <= 0 else np.int64(0)
        worker = choose(r, t.team_first[U(team)], t.team_first[U(team + 1)], f.children * t.points[0], extra)
    if worker >= 0:
        place_family(s, t, r, number, worker, working, now)
        return team
    join(s, t, r, number)
    will_be_overdue(s, t, r, number, now)
    if s.may_leave_line == 1:
        patience = days_at(t, t.c_tail.shape[0] - 1, luck_of(fate, PATIENCE))
        push(s, r, now + rounded(patience * MINUTES_A_DAY), LEAVES_LINE, number)
    return team


@apart
def run_through(key, s, t, r, found):
    """Day after day, what happens on it, in order."""
    upcoming = 0
    for day in range(s.weeks * 7):
        week = day // 7
        ends = (day + 1) * MINUTES_A_DAY
        begin_day(r, day)
        while True:
            now, kind = np.int64(NEVER), np.int64(REFERRED)
            if r.state.at < r.state.size:
                top = r.today[U(r.state.at)]
                now, kind = top >> MINUTE_SHIFT, (top >> KIND_SHIFT) & KIND_MASK
            is_referral = False
            if upcoming < found:
                comes_at = r.referred[U(upcoming)].key >> 32
                is_referral = comes_at < ends and (comes_at < now or (comes_at == now and kind >= REFERRED))
            if is_referral:
                now = r.referred[U(upcoming)].key >> 32
                team = referred_now(s, t, r, r.referred[U(upcoming)], week, now)
                upcoming += 1
                if s.may_pass == 1 and r.state.is_full == 0:
                    continue
                first, last = t.team_first[U(team)], t.team_first[U(team + 1)]
            elif r.state.at < r.state.size:
                number = top & NUMBER_MASK
                r.state.at += 1
                if kind == WORK_DONE:
                    f = r.families[U(number)]
                    if f.worker < 0 or f.ends_at != now:
                        continue
                    team, worker = np.int64(f.team), np.int64(f.worker)
                    gained = done(s, t, r, number, week, now)
                    first, last = t.team_first[U(team)], t.team_first[U(team + 1)]
                    if s.may_pass == 1:
                        if gained <= 0:
                            continue
                        first, last = worker, worker + 1
                elif kind == OVERRIDE:
                    team = np.int64(r.families[U(number)].team)
                    first, last = t.team_first[U(team)], t.team_first[U(team + 1)]
                elif kind == LEAVES_LINE:
                    f = r.families[U(number)]
                    if f.was_allocated == 1:
                        continue
                    team = np.int64(f.team)
                    first, last = t.team_first[U(team)], t.team_first[U(team + 1)]
                    leave_line(s, t, r, number)
                    no_longer_late(r, number, week)
                    r.rows[1 + team, week, M_LEFT] += f.children
                else:
                    if r.workers[U(number)].over == 1:
                        continue
                    team = r.workers[U(number)].team
                    of_post(key, s, t, r, kind, number, now)
                    first, last = t.team_first[U(team)], t.team_first[U(team + 1)]
                    look_at_workers(r, first, last, now)
            else:
                break
            if r.waiting[U(team)] > 0:
                allocate(s, t, r, team, first, last, now)
            if r.state.is_full != 0:
                return
        if day % 7 == 6:
            week_ends(s, t, r, week)


@njit(cache=True, nogil=True)
def follow(
    seed, first_run, given, office, desk, conversion, kids, team_shares, priorities, outcomes, a_parts, a_first, a_a,
    a_b, c_start, c_share, c_days, c_survived, c_tail, posts, open_work, points, managers, team_first, rows, waits,
    family_room, day_room,
):  # fmt: skip
    """All runs of a block, one after another; 0, or 1 where a store ran full."""
    s = given[0]
    teams, days = managers.shape[0], s.weeks * 7
    starts, totals = add_up_chances(a_parts, a_first, a_a, a_b)
    working_days = np.nonzero(office[1:] > office[:-1])[0]
    t = LaidOut(
        office, working_days, team_shares, priorities, outcomes, c_start, c_share, c_days, c_survived, c_tail, posts,
        open_work, points, managers, team_first,
    )  # fmt: skip
    d = FrontDoor(
        desk, conversion, kids, a_parts, starts, totals, np.empty(day_room, dtype=np.int64),
        np.empty(day_room, dtype=np.int64), np.zeros(HALF_HOURS, dtype=np.int64), np.empty(day_room, dtype=np.uint64),
        np.empty(day_room, dtype=np.int64), np.empty(day_room, dtype=np.int64), np.zeros(s.officers, dtype=np.int64),
    )  # fmt: skip
    families = np.empty(family_room, dtype=FAMILY)
    referred = np.empty(family_room, dtype=REFERRED_CONTACT)
    queue = np.empty(4 * family_room + 1024, dtype=EVENT)
    bucket = np.zeros(days, dtype=np.int64)
    today = np.empty(day_room, dtype=np.int64)
    workers = np.zeros(posts.shape[0], dtype=WORKER)
    load = np.zeros(posts.shape[0], dtype=np.int32)
    ceiling = np.zeros(posts.shape[0], dtype=np.int32)
    alone = np.zeros(posts.shape[0], dtype=np.int32)
    line = np.zeros((teams * s.priorities * NEEDS, 2), dtype=np.int32)
    waiting = np.zeros(teams, dtype=np.int64)
    late = np.zeros(teams, dtype=np.int64)
    turning = np.zeros((teams, s.weeks + 1), dtype=np.int64)
    blocked = np.zeros(1 + teams, dtype=np.int64)
    most_held = (family_room + open_work.shape[0]) * kids.shape[1] + 1
    workers_with = np.zeros(most_held, dtype=np.int64)
    in_team = np.zeros(most_held, dtype=np.int64)
    states = np.zeros(1, dtype=STATE)
    state = states[0]
    for run in range(rows.shape[0]):
        key = key_of(seed, first_run + run)
        state.families, state.fresh, state.size, state.at, state.is_full = 0, 0, 0, 0, 0
        state.unused, state.day = -1, -1
        bucket[:] = -1
        line[:] = -1
        waiting[:] = 0
        late[:] = 0
        turning[:] = 0
        blocked[:] = -1
        r = Stores(
            state, families, referred, queue, bucket, today, workers, load, ceiling, alone, line, waiting, late,
            turning, blocked, workers_with, in_team, rows[run], waits,
        )  # fmt: skip
        first_morning(key, s, t, r)
        if state.is_full == 0:
            found = screen(key, s, d, r)
        if state.is_full == 0:
            run_through(key, s, t, r, found)
        if state.is_full != 0:
            return 1
    return 0
