"""
The engine made fast: the rules of `reference.py`, on flat arrays, compiled once.

Everything that is compiled stands in this one module: numba keeps what it compiled by the file it came from, and a
change in another file would go unnoticed (`compiled.py` keys the store by the engine's sources for the same reason).
Parts that make no arrays are compiled without counting references (`_nrt=False`): counting took most of the time. They
are drawn into their callers (`forceinline`): handing over a dozen arrays costs more than most parts do.
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
def days_at(c_start, c_share, c_days, c_tail, curve, share):
    share = min(share, ALMOST_ALL)
    last = c_start[U(curve + 1)] - 1
    place = c_start[U(curve)]
    for each in range(c_start[U(curve)] + 1, last + 1):
        place += share >= c_share[U(each)]
    if place < last:
        a, x, b, y = c_share[U(place)], c_days[U(place)], c_share[U(place + 1)], c_days[U(place + 1)]
        return x + (y - x) * (share - a) / (b - a)
    if c_tail[U(curve)] == 0:
        return c_days[U(last)]
    return c_days[U(last)] - c_tail[U(curve)] * math.log((1 - share) / (1 - c_share[U(last)]))


@apart
def share_by(c_start, c_share, c_days, c_tail, curve, days):
    last = c_start[curve + 1] - 1
    for place in range(c_start[curve], last):
        a, x, b, y = c_share[place], c_days[place], c_share[place + 1], c_days[place + 1]
        if days < y:
            return a if days < x else a + (b - a) * (days - x) / (y - x)
    if c_tail[curve] == 0 or days < c_days[last]:
        return c_share[last]
    return 1 - (1 - c_share[last]) * math.exp(-(days - c_days[last]) / c_tail[curve])


@apart
def left_over(c_start, c_share, c_days, c_survived, c_tail, curve, share):
    first, last = c_start[curve], c_start[curve + 1] - 1
    lived = c_survived[last]
    target = share * (lived + (1 - c_share[last]) * c_tail[curve])
    if target < c_survived[first]:
        return target
    for place in range(first, last):
        if target < c_survived[place + 1]:
            a, x, b, y = c_share[place], c_days[place], c_share[place + 1], c_days[place + 1]
            part = (target - c_survived[place]) / (y - x)
            return x + (y - x) * 2 * part / ((1 - a) + math.sqrt((1 - a) * (1 - a) - 2 * (b - a) * part))
    if c_tail[curve] == 0:
        return c_days[last]
    return c_days[last] - c_tail[curve] * math.log(1 - (target - lived) / ((1 - c_share[last]) * c_tail[curve]))


# Minutes that count


@drawn_in
def count(before, opens, minute):
    day = minute // MINUTES_A_DAY
    today = before[U(day + 1)] - before[U(day)]
    return before[U(day)] + min(max(minute - day * MINUTES_A_DAY - opens, 0), today)


@drawn_in
def when(s, working_days, office, counted):
    """The first office minute by which so many have counted; a working day has as many as any other."""
    if counted <= 0:
        return np.int64(0)
    if counted > office[office.shape[0] - 1]:
        return np.int64(NEVER)
    which = (counted - 1) // s.office_lasts
    return working_days[U(which)] * MINUTES_A_DAY + s.office_opens + counted - which * s.office_lasts


@drawn_in
def late_week_of(s, working_days, office, clock_working):
    """The first week by whose end more office minutes have passed than the deadline allows; `weeks` if none."""
    most = clock_working + s.deadline
    if most < 0:
        return np.int64(0)
    if most >= office[office.shape[0] - 1]:
        return s.weeks
    return np.int64(working_days[U(most // s.office_lasts)] // 7)


# What will happen


@drawn_in
def push(queue, bucket, today, state, horizon, minute, kind, number):
    """Into the bucket of its day; into its place among what is left of today."""
    if minute >= horizon:
        return
    key = (np.int64(minute) << MINUTE_SHIFT) | (np.int64(kind) << KIND_SHIFT) | np.int64(number)
    day = minute // MINUTES_A_DAY
    if day != state.day:
        event = state.unused
        if event >= 0:
            state.unused = queue[U(event)].next
        elif state.fresh < queue.shape[0]:
            event = state.fresh
            state.fresh += 1
        else:
            state.is_full = 1
            return
        queue[U(event)].key = key
        queue[U(event)].next = bucket[U(day)]
        bucket[U(day)] = event
        return
    if state.size >= today.shape[0]:
        state.is_full = 1
        return
    place = state.size
    while place > state.at and today[U(place - 1)] > key:
        today[U(place)] = today[U(place - 1)]
        place -= 1
    today[U(place)] = key
    state.size += 1


@drawn_in
def begin_day(queue, bucket, today, state, day):
    """Put in order what was thrown into the bucket of a day."""
    state.day = day
    state.at = 0
    size = 0
    event = bucket[U(day)]
    while event >= 0:
        if size >= today.shape[0]:
            state.is_full = 1
            break
        key = queue[U(event)].key
        place = size
        while place > 0 and today[U(place - 1)] > key:
            today[U(place)] = today[U(place - 1)]
            place -= 1
        today[U(place)] = key
        size += 1
        after = queue[U(event)].next
        queue[U(event)].next = state.unused
        state.unused = event
        event = after
    state.size = size


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
        until[(came[U(each)] >> 32) // 30] += 1
    so_far = np.int64(0)
    for half_hour in range(HALF_HOURS):
        here = until[U(half_hour)]
        until[U(half_hour)] = so_far
        so_far += here
    for each in range(size):
        half_hour = (came[U(each)] >> 32) // 30
        in_order[until[U(half_hour)]] = came[U(each)]
        until[U(half_hour)] += 1
    for each in range(1, size):
        one = in_order[U(each)]
        place = each
        while place > 0 and in_order[U(place - 1)] > one:
            in_order[U(place)] = in_order[U(place - 1)]
            place -= 1
        in_order[U(place)] = one


@apart
def screen(
    key, s, desk, conversion, kids, a_parts, starts, totals, row, came, in_order, until, fates, sources_of, takes,
    free, referred, state,
):  # fmt: skip
    """Contacts of every day through the desk; those referred in `referred`, in the order of the decision."""
    horizon = s.weeks * MINUTES_A_WEEK
    sources = conversion.shape[1]
    officers = free.shape[0]
    in_all = desk[desk.shape[0] - 1]
    order, found = np.int64(0), 0
    begins_on = 0  # the day on which the next contact will be begun, or an earlier one
    free[:] = 0
    for day in range(s.weeks * 7):
        size = 0
        for source in range(sources):
            fate = fate_of(key, S_ARRIVALS, day * sources + source)
            number = 0
            for part in range(a_parts[day, source]):
                number += picked_at_or_below(totals, starts[day, source], luck_of(fate, part))
            if size + number > came.shape[0]:
                state.is_full = 1
                return 0
            first = np.int64(day * sources + source) << 20
            for each in range(number):
                fates[U(size + each)] = fate_of(key, S_CONTACT, first + each)
                sources_of[U(size + each)] = source
            size += number
        for each in range(size):
            came[U(each)] = (np.int64(luck_of(fates[U(each)], MINUTE) * MINUTES_A_DAY) << 32) | each
            takes[U(each)] = max(1, rounded(s.screening_minutes * (0.5 + luck_of(fates[U(each)], SCREENING))))
        put_in_order(came, in_order, until, size)
        week = day // 7
        row[week, M_CONTACTS] += size
        opened, closed = desk[U(day)], desk[U(day + 1)]
        all_children = 0
        for place in range(size):
            of_day, which = in_order[U(place)] >> 32, in_order[U(place)] & 0xFFFFFFFF
            fate = fates[U(which)]
            source = sources_of[U(which)]
            minute = day * MINUTES_A_DAY + of_day
            children = 1 + picked(kids[source], luck_of(fate, HOW_MANY))
            all_children += children
            begins = max(free[0], opened + min(max(of_day - s.desk_opens, 0), closed - opened))
            ends = begins + takes[U(which)]
            later = ends
            for officer in range(1, officers):
                free[U(officer - 1)] = min(free[U(officer)], later)
                later = max(free[U(officer)], later)
            free[U(officers - 1)] = later
            order += 1
            if ends > in_all:
                continue
            while desk[U(begins_on + 1)] <= begins:
                begins_on += 1
            ends_on = begins_on
            while desk[U(ends_on + 1)] < ends:
                ends_on += 1
            at = max(minute, ends_on * MINUTES_A_DAY + s.desk_opens + ends - desk[U(ends_on)])
            if at >= horizon:
                continue
            decided = at // MINUTES_A_WEEK
            if at - minute > MINUTES_A_DAY:
                row[decided, M_MISSED] += 1
            share = luck_of(fate, CONVERSION)
            if share >= conversion[decided, source]:
                continue
            if found >= referred.shape[0]:
                state.is_full = 1
                return 0
            new = (np.int64(at) << 32) | order
            spot = found
            while spot > 0 and referred[U(spot - 1)].key > new:
                referred[U(spot)].key = referred[U(spot - 1)].key
                referred[U(spot)].fate = referred[U(spot - 1)].fate
                referred[U(spot)].children = referred[U(spot - 1)].children
                referred[U(spot)].is_marginal = referred[U(spot - 1)].is_marginal
                spot -= 1
            referred[U(spot)].key = new
            referred[U(spot)].fate = fate
            referred[U(spot)].children = children
            referred[U(spot)].is_marginal = 1 if share >= conversion[0, source] else 0
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
def new_family(
    s, families, state, fate, children, team, clock, working, is_marginal, priorities, outcomes, c_start, c_share,
    c_days, c_tail,
):  # fmt: skip
    number = state.families
    if number >= families.shape[0]:
        state.is_full = 1
        return number - 1
    state.families += 1
    f = families[U(number)]
    f.fate = fate
    f.children = children
    f.team = team
    f.priority = picked(priorities, luck_of(fate, HOW_URGENT))
    f.clock = clock
    f.clock_working = working
    f.length = rounded(days_at(c_start, c_share, c_days, c_tail, 0, luck_of(fate, ASSESSMENT)) * s.office_lasts)
    f.outcome = picked(outcomes[is_marginal], luck_of(fate, WHAT_FOLLOWS))
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
def turns_late(s, families, turning, number, working_days, office, week):
    """The family counts as late from the end of this week on, unless it is assessed or leaves before."""
    f = families[U(number)]
    late_week = max(np.int64(week), late_week_of(s, working_days, office, f.clock_working))
    f.late_week = late_week
    turning[f.team, late_week] += f.children


@drawn_in
def no_longer_late(families, turning, late, number, week):
    f = families[U(number)]
    if f.late_week < week:
        late[U(f.team)] -= f.children
    else:
        turning[f.team, f.late_week] -= f.children


@drawn_in
def part_of_line(s, f, points):
    need = min(f.children * points[U(f.stage)], LARGEST_NEED)
    return (f.team * s.priorities + f.priority) * NEEDS + need


@drawn_in
def stands_before(families, one, other):
    return families[U(one)].clock < families[U(other)].clock or (
        families[U(one)].clock == families[U(other)].clock and one < other
    )


@drawn_in
def join(s, families, line, waiting, points, number):
    """Into the line of the team, by the start of the clock, then by number."""
    f = families[U(number)]
    place = part_of_line(s, f, points)
    before = np.int64(line[place, 1])
    while before >= 0 and stands_before(families, number, before):
        before = np.int64(families[U(before)].previous)
    after = np.int64(line[place, 0] if before < 0 else families[U(before)].next)
    f.previous = before
    f.next = after
    if before < 0:
        line[place, 0] = number
    else:
        families[U(before)].next = number
    if after < 0:
        line[place, 1] = number
    else:
        families[U(after)].previous = number
    waiting[U(f.team)] += f.children


@drawn_in
def leave_line(s, families, line, waiting, points, number):
    f = families[U(number)]
    place = part_of_line(s, f, points)
    if f.previous < 0:
        line[place, 0] = f.next
    else:
        families[U(f.previous)].next = f.next
    if f.next < 0:
        line[place, 1] = f.previous
    else:
        families[U(f.next)].previous = f.previous
    waiting[U(f.team)] -= f.children


@drawn_in
def will_be_overdue(s, families, working_days, office, queue, bucket, today, state, horizon, number, now):
    """From when on a manager may put their name to going over the ceiling for this family."""
    if s.policy == NAMED_OVERRIDE:
        due = when(s, working_days, office, families[U(number)].clock_working + s.override_minutes)
        if due > now:
            push(queue, bucket, today, state, horizon, due, OVERRIDE, number)


@drawn_in
def first_fitting(s, families, line, points, team, free, over, overdue):
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
            number = np.int64(line[(team * s.priorities + priority) * NEEDS + need, 0])
            fits_anyway = is_apart and (need <= free or need > over)
            while number >= 0 and not fits_anyway:
                f = families[U(number)]
                needs = f.children * points[U(f.stage)]
                extra = most_extra if f.clock_working <= overdue else np.int64(0)
                if needs <= free + extra or needs > over:
                    break
                number = np.int64(f.next)
            if number >= 0 and (first < 0 or stands_before(families, number, first)):
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
def look_at_workers(workers, ceiling, alone, first, last, now):
    """
    What each may hold now, and above which need a family is taken by one who holds nobody, however large it is.

    Changes only when something happens to a post: see `follow`.
    """
    for worker in range(first, last):
        w = workers[worker]
        ceiling[worker] = -NEVER
        alone[worker] = NEVER
        if w.filled == 1 and w.sick == 0:
            ceiling[worker] = ceiling_at(w, now)
            if w.ceiling > 0 and now - w.since >= w.weeks_to_full * MINUTES_A_WEEK:
                alone[worker] = w.ceiling


@drawn_in
def choose(load, ceiling, alone, first, last, need, extra):
    """The least-loaded available worker with room, or -1."""
    best = np.int64(NEVER) << 10
    for worker in range(first, last):
        held = np.int64(load[U(worker)])
        fits = (held + need <= ceiling[U(worker)] + extra) | ((held == 0) & (need > alone[U(worker)]))
        best = min(best, ((held if fits else np.int64(NEVER)) << 10) | (worker - first))
    return first + (best & 1023) if best >> 10 < NEVER else np.int64(-1)


@drawn_in
def hold(families, workers, load, points, queue, bucket, today, state, horizon, number, worker, ends_at):
    f, w = families[U(number)], workers[U(worker)]
    f.previous = -1
    f.next = w.first
    if w.first >= 0:
        families[U(w.first)].previous = number
    w.first = number
    w.children += f.children
    load[U(worker)] += f.children * points[U(f.stage)]
    f.worker = worker
    f.ends_at = ends_at
    push(queue, bucket, today, state, horizon, ends_at, WORK_DONE, number)


@drawn_in
def let_go(families, workers, load, points, number):
    f = families[U(number)]
    w = workers[U(f.worker)]
    if f.previous < 0:
        w.first = f.next
    else:
        families[U(f.previous)].next = f.next
    if f.next >= 0:
        families[U(f.next)].previous = f.previous
    w.children -= f.children
    load[U(f.worker)] -= f.children * points[U(f.stage)]
    f.worker = -1
    f.ends_at = -1


@drawn_in
def assessed_at(s, families, workers, load, points, working_days, office, number, worker, working, now):
    f, w = families[U(number)], workers[U(worker)]
    waited = working - f.clock_working
    length = np.int64(f.length)
    if s.lengthens != 0 and w.ceiling != 0:
        over = (load[U(worker)] + f.children * points[U(f.stage)]) / w.ceiling - 1
        length = rounded(f.length * (1 + s.lengthens * min(1.0, max(0.0, over))))
    by_duty = rounded(s.duty_share * waited) if s.policy == DUTY_HOLD else np.int64(0)
    if s.from_referral == 1:
        least = max(np.int64(0), s.least - by_duty)
        ends_working = max(f.clock_working + length, working + least)
    else:
        length = max(np.int64(0), length - by_duty) if f.rest < 0 else np.int64(f.rest)
        ends_working = working + length
    f.ends_working = ends_working
    return max(np.int64(now), when(s, working_days, office, ends_working))


@drawn_in
def place_family(
    s, families, workers, load, points, waits, working_days, office, queue, bucket, today, state, horizon, number,
    worker, working, now,
):  # fmt: skip
    f = families[U(number)]
    if f.was_allocated == 0:
        f.was_allocated = 1
        days = min(np.int64(WAIT_DAYS - 1), (now - f.clock) // MINUTES_A_DAY)
        waits[0, f.priority, days] += f.children
        waits[1 + f.team, f.priority, days] += f.children
    if f.stage > 0:
        ends_at = now + f.rest
    else:
        ends_at = assessed_at(s, families, workers, load, points, working_days, office, number, worker, working, now)
    hold(families, workers, load, points, queue, bucket, today, state, horizon, number, worker, ends_at)


@drawn_in
def allocate(
    s, families, workers, load, ceiling, alone, line, waiting, points, waits, working_days, office, queue, bucket,
    today, state, horizon, blocked, rows, team, first, last, now,
):  # fmt: skip
    """Until nobody in the line fits any of these workers: all of the team, or the one who has just gained room."""
    working = count(office, s.office_opens, now)
    overdue = working - s.override_minutes
    while waiting[U(team)] > 0:
        free, over = np.int64(-NEVER), np.int64(NEVER)
        for worker in range(first, last):
            free = max(free, np.int64(ceiling[U(worker)]) - load[U(worker)])
            if load[U(worker)] == 0:
                over = min(over, np.int64(alone[U(worker)]))
        number = first_fitting(s, families, line, points, team, free, over, overdue)
        if s.may_pass == 0:
            head = first_fitting(s, families, line, points, team, np.int64(NEVER), np.int64(NEVER), overdue)
            if number >= 0 and number != head:
                day = now // MINUTES_A_DAY
                for place in (0, 1 + team):
                    if blocked[place] != day:
                        blocked[place] = day
                        rows[place, day // 7, M_BLOCKED] += 1
                return
        if number < 0:
            return
        f = families[U(number)]
        extra = np.int64(0)
        if s.policy == NAMED_OVERRIDE and f.clock_working <= overdue:
            extra = s.override_points
        worker = choose(load, ceiling, alone, first, last, f.children * points[U(f.stage)], extra)
        leave_line(s, families, line, waiting, points, number)
        place_family(
            s, families, workers, load, points, waits, working_days, office, queue, bucket, today, state, horizon,
            number, worker, working, now,
        )  # fmt: skip


# Posts


@apart
def next_spell(key, s, queue, bucket, today, state, horizon, workers, worker, now):
    w = workers[worker]
    w.spells += 1
    mean = s.sick_minutes if w.sick == 1 else s.well_minutes
    lasts = rounded(-math.log(1 - luck(key, S_SICKNESS, worker, w.spells)) * mean)
    push(queue, bucket, today, state, horizon, now + max(np.int64(1), lasts), SICKNESS, worker)


@apart
def may_leave(key, s, queue, bucket, today, state, horizon, workers, worker, now):
    w = workers[worker]
    rate = s.agency_leaving if w.agency == 1 else s.leaving
    if rate == 0:
        return
    share = luck(key, S_LEAVING, worker, 2 * w.candidates)
    lasts = -math.log(1 - share) / (rate * (1 + s.raises_leaving))
    if lasts < NEVER:
        push(queue, bucket, today, state, horizon, now + max(np.int64(1), rounded(lasts)), IS_LEAVING, worker)


@apart
def empty(
    s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state, horizon,
    worker, now,
):  # fmt: skip
    """Nobody holds the post; its children go back to the line."""
    w = workers[worker]
    w.filled = 0
    working = count(office, s.office_opens, now)
    number = w.first
    while number >= 0:
        f = families[number]
        after = np.int64(f.next)
        rest = f.ends_working - working if f.stage == 0 else f.ends_at - now
        f.rest = max(np.int64(0), rest)
        f.worker = -1
        f.ends_at = -1
        join(s, families, line, waiting, points, number)
        will_be_overdue(s, families, working_days, office, queue, bucket, today, state, horizon, number, now)
        number = after
    w.first = -1
    w.children = 0
    load[worker] = 0


@apart
def leaves(
    key, s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state, horizon,
    c_start, c_share, c_days, c_tail, worker, now,
):  # fmt: skip
    w = workers[worker]
    share = luck(key, S_LEAVING, worker, 2 * w.candidates + 1)
    w.candidates += 1
    over = load[worker] / w.ceiling - 1 if w.ceiling != 0 else 0.0
    raised = 1 + s.raises_leaving * min(1.0, max(0.0, over))
    if share * (1 + s.raises_leaving) >= raised:
        may_leave(key, s, queue, bucket, today, state, horizon, workers, worker, now)
        return
    empty(
        s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state, horizon,
        worker, now,
    )  # fmt: skip
    curve = c_tail.shape[0] - (2 if w.agency == 1 else 3)
    takes = days_at(c_start, c_share, c_days, c_tail, curve, luck(key, S_RECRUITING, worker, w.vacancies))
    w.vacancies += 1
    push(queue, bucket, today, state, horizon, now + max(np.int64(1), rounded(takes * MINUTES_A_DAY)), STARTING, worker)


@apart
def of_post(
    key, s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state, horizon,
    c_start, c_share, c_days, c_tail, kind, worker, now,
):  # fmt: skip
    """What happens to a post."""
    w = workers[worker]
    if kind == POST_ENDS:
        w.over = 1
        empty(
            s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state,
            horizon, worker, now,
        )  # fmt: skip
    elif kind == IS_LEAVING:
        leaves(
            key, s, families, workers, load, line, waiting, points, working_days, office, queue, bucket, today, state,
            horizon, c_start, c_share, c_days, c_tail, worker, now,
        )  # fmt: skip
    elif kind == STARTING:
        w.filled = 1
        w.since = now
        for later in range(1, w.weeks_to_full + 1):
            push(queue, bucket, today, state, horizon, now + later * MINUTES_A_WEEK, MORE_LOAD, worker)
        may_leave(key, s, queue, bucket, today, state, horizon, workers, worker, now)
    elif kind == SICKNESS:
        w.sick = 1 - w.sick
        next_spell(key, s, queue, bucket, today, state, horizon, workers, worker, now)


@apart
def fill(key, s, workers, load, posts, queue, bucket, today, state, horizon):
    """Who is there on the first morning, and when the others start."""
    for worker in range(posts.shape[0]):
        w = workers[worker]
        w.team, w.ceiling, starts, w.ends = posts[worker, 0], posts[worker, 1], posts[worker, 2], posts[worker, 3]
        w.weeks_to_full, w.agency, w.pounds = posts[worker, 4], posts[worker, 5], posts[worker, 6]
        w.filled, w.over, w.sick, w.since, w.children = 0, 0, 0, -NEVER, 0
        w.first, w.candidates, w.vacancies, w.spells = -1, 0, 0, 0
        load[worker] = 0
        push(queue, bucket, today, state, horizon, w.ends, POST_ENDS, worker)
        if s.sick_share > 0:
            w.sick = 1 if luck(key, S_SICKNESS, worker, 0) < s.sick_share else 0
            next_spell(key, s, queue, bucket, today, state, horizon, workers, worker, 0)
        if starts > 0:
            push(queue, bucket, today, state, horizon, starts, STARTING, worker)
        else:
            w.filled = 1
            may_leave(key, s, queue, bucket, today, state, horizon, workers, worker, 0)


@apart
def open_up(
    key, s, families, workers, load, line, waiting, turning, points, working_days, office, queue, bucket, today, state,
    horizon, team_first, open_work, priorities, outcomes, c_start, c_share, c_days, c_survived, c_tail,
):  # fmt: skip
    """What stands open on the first morning."""
    for entity in range(open_work.shape[0]):
        team, stage, age = open_work[entity, 0], open_work[entity, 1], open_work[entity, 2]
        known = max(age, np.int64(0))
        fate = fate_of(key, S_OPEN_WORK, entity)
        number = new_family(
            s, families, state, fate, 1, team, -known * (MINUTES_A_DAY * 7 // 5), -known * s.office_lasts, 0,
            priorities, outcomes, c_start, c_share, c_days, c_tail,
        )  # fmt: skip
        f = families[number]
        if stage == 0:
            turns_late(s, families, turning, number, working_days, office, 0)
            join(s, families, line, waiting, points, number)
            will_be_overdue(s, families, working_days, office, queue, bucket, today, state, horizon, number, 0)
            continue
        curve = 0 if stage == 1 else stage - 1
        share = luck_of(fate, AGE)
        left = 0.0
        before = 0.0
        if age < 0:
            left = left_over(c_start, c_share, c_days, c_survived, c_tail, curve, share)
            so_far = share_by(c_start, c_share, c_days, c_tail, curve, left)
            if so_far < 1:
                again = so_far + luck_of(fate, LASTING) * (1 - so_far)
                before = max(0.0, days_at(c_start, c_share, c_days, c_tail, curve, again) - left)
        else:
            so_far = share_by(c_start, c_share, c_days, c_tail, curve, float(age))
            if so_far < 1:
                again = so_far + share * (1 - so_far)
                left = max(0.0, days_at(c_start, c_share, c_days, c_tail, curve, again) - age)
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
            ends_at = when(s, working_days, office, ends_working)
            turns_late(s, families, turning, number, working_days, office, 0)
        else:
            f.outcome = stage - 2
            f.clock = -rounded(before * MINUTES_A_DAY)
            ends_at = max(np.int64(1), rounded(left * MINUTES_A_DAY))
            f.rest = ends_at
        f.was_allocated = 1
        best, least = np.int64(-1), np.int64(NEVER)
        for worker in range(team_first[team], team_first[team + 1]):
            if workers[worker].filled == 1 and load[worker] < least:
                best, least = np.int64(worker), np.int64(load[worker])
        if best < 0:
            join(s, families, line, waiting, points, number)
            will_be_overdue(s, families, working_days, office, queue, bucket, today, state, horizon, number, 0)
        else:
            hold(families, workers, load, points, queue, bucket, today, state, horizon, number, best, ends_at)


@apart
def first_morning(
    key, s, families, workers, load, ceiling, alone, line, waiting, turning, points, waits, working_days, office, queue,
    bucket, today, state, horizon, blocked, rows, team_first, posts, open_work, priorities, outcomes, c_start, c_share,
    c_days, c_survived, c_tail,
):  # fmt: skip
    """Workers at their desks, open work in their hands, and those who wait allocated as far as there is room."""
    fill(key, s, workers, load, posts, queue, bucket, today, state, horizon)
    look_at_workers(workers, ceiling, alone, 0, posts.shape[0], 0)
    open_up(
        key, s, families, workers, load, line, waiting, turning, points, working_days, office, queue, bucket, today,
        state, horizon, team_first, open_work, priorities, outcomes, c_start, c_share, c_days, c_survived, c_tail,
    )  # fmt: skip
    for team in range(team_first.shape[0] - 1):
        allocate(
            s, families, workers, load, ceiling, alone, line, waiting, points, waits, working_days, office, queue,
            bucket, today, state, horizon, blocked, rows, team, team_first[team], team_first[team + 1], 0,
        )  # fmt: skip


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
def week_ends(
    s, families, workers, load, line, waiting, turning, late, team_first, managers, rows, week, workers_with, in_team,
):  # fmt: skip
    """The stocks of a week, and its flows over all teams."""
    now = (week + 1) * MINUTES_A_WEEK
    whole = rows[0, week]
    everybody, all_held, all_most = np.int64(0), np.int64(0), np.int64(0)
    for team in range(managers.shape[0]):
        row = rows[1 + team, week]
        in_post, held, most, over, pounds = np.int64(0), np.int64(0), np.int64(0), 0, np.int64(0)
        for worker in range(team_first[team], team_first[team + 1]):
            w = workers[U(worker)]
            if w.filled == 0:
                continue
            in_post += 1
            held += w.children
            most = max(most, w.children)
            pounds += w.pounds
            in_team[w.children] += 1
            if load[U(worker)] > ceiling_at(w, now):
                over += 1
        caseloads(row, held, in_post, most, in_team)
        for children in range(most + 1):
            workers_with[children] += in_team[children]
            in_team[children] = 0
        oldest = np.int64(0)
        for place in range(team * s.priorities * NEEDS, (team + 1) * s.priorities * NEEDS):
            if line[place, 0] >= 0:
                oldest = max(oldest, (now - families[line[place, 0]].clock) // MINUTES_A_DAY)
        late[U(team)] += turning[team, week]
        row[M_WAITING] = waiting[U(team)]
        row[M_OLDEST] = oldest
        row[M_OVER] = over
        row[M_OPEN_LATE] = late[U(team)]
        row[M_POUNDS] = pounds
        row[M_SPAN] = (held + waiting[U(team)] + managers[team] - 1) // managers[team]
        whole[M_OLDEST] = max(whole[M_OLDEST], row[M_OLDEST])
        whole[M_SPAN] = max(whole[M_SPAN], row[M_SPAN])
        for measure in (M_REFERRALS, M_WAITING, M_OVER, M_COMPLETED, M_LATE, M_OPEN_LATE, M_POUNDS, M_LEFT):
            whole[measure] += row[measure]
        everybody += in_post
        all_held += held
        all_most = max(all_most, most)
    caseloads(whole, all_held, everybody, all_most, workers_with)
    workers_with[: all_most + 1] = 0


@drawn_in
def done(
    s, families, workers, load, turning, late, points, office, queue, bucket, today, state, horizon, rows, c_start,
    c_share, c_days, c_tail, number, week, now,
):  # fmt: skip
    """The end of an assessment or of what followed it: the points its worker gained."""
    f = families[U(number)]
    before = load[U(f.worker)]
    worker = f.worker
    lasts = np.int64(0)
    if f.stage == 0:
        row = rows[1 + f.team, week]
        row[M_COMPLETED] += f.children
        if count(office, s.office_opens, now) - f.clock_working > s.deadline:
            row[M_LATE] += f.children
        no_longer_late(families, turning, late, number, week)
        lasts = rounded(
            days_at(c_start, c_share, c_days, c_tail, 1 + f.outcome, luck_of(f.fate, LASTING)) * MINUTES_A_DAY
        )
    if lasts == 0:
        let_go(families, workers, load, points, number)
    else:
        load[U(worker)] += f.children * (points[U(1 + f.outcome)] - points[U(f.stage)])
        f.stage = 1 + f.outcome
        f.ends_at = now + lasts
        push(queue, bucket, today, state, horizon, now + lasts, WORK_DONE, number)
    return before - load[U(worker)]


@drawn_in
def referred_now(
    s, families, workers, load, ceiling, alone, line, waiting, turning, points, waits, working_days, office, queue,
    bucket, today, state, horizon, rows, team_first, team_shares, priorities, outcomes, c_start, c_share, c_days,
    c_tail, contact, week, now,
):  # fmt: skip
    """A family comes: to a worker with room, or into the line; whose team it is."""
    fate = contact.fate
    team = np.int64(picked(team_shares, luck_of(fate, WHICH_TEAM)))
    working = count(office, s.office_opens, now)
    number = new_family(
        s, families, state, fate, contact.children, team, now, working, contact.is_marginal, priorities, outcomes,
        c_start, c_share, c_days, c_tail,
    )  # fmt: skip
    f = families[U(number)]
    rows[1 + team, week, M_REFERRALS] += f.children
    turns_late(s, families, turning, number, working_days, office, week)
    worker = np.int64(-1)
    if s.may_pass == 1:
        extra = s.override_points if s.policy == NAMED_OVERRIDE and s.override_minutes <= 0 else np.int64(0)
        worker = choose(
            load, ceiling, alone, team_first[team], team_first[team + 1], f.children * points[0], extra
        )  # fmt: skip
    if worker >= 0:
        place_family(
            s, families, workers, load, points, waits, working_days, office, queue, bucket, today, state, horizon,
            number, worker, working, now,
        )  # fmt: skip
        return team
    join(s, families, line, waiting, points, number)
    will_be_overdue(s, families, working_days, office, queue, bucket, today, state, horizon, number, now)
    if s.may_leave_line == 1:
        patience = days_at(c_start, c_share, c_days, c_tail, c_tail.shape[0] - 1, luck_of(fate, PATIENCE))
        push(queue, bucket, today, state, horizon, now + rounded(patience * MINUTES_A_DAY), LEAVES_LINE, number)
    return team


@apart
def run_through(
    key, s, found, families, referred, workers, load, ceiling, alone, line, waiting, turning, late, blocked, points,
    waits, working_days, office, queue, bucket, today, state, rows, team_first, managers, team_shares, priorities,
    outcomes, c_start, c_share, c_days, c_tail, workers_with, in_team,
):  # fmt: skip
    """Day after day, what happens on it, in order."""
    horizon = s.weeks * MINUTES_A_WEEK
    upcoming = 0
    for day in range(s.weeks * 7):
        week = day // 7
        ends = (day + 1) * MINUTES_A_DAY
        begin_day(queue, bucket, today, state, day)
        while True:
            now, kind = np.int64(NEVER), np.int64(REFERRED)
            if state.at < state.size:
                top = today[U(state.at)]
                now, kind = top >> MINUTE_SHIFT, (top >> KIND_SHIFT) & KIND_MASK
            is_referral = False
            if upcoming < found:
                comes_at = referred[U(upcoming)].key >> 32
                is_referral = comes_at < ends and (comes_at < now or (comes_at == now and kind >= REFERRED))
            if is_referral:
                now = referred[U(upcoming)].key >> 32
                team = referred_now(
                    s, families, workers, load, ceiling, alone, line, waiting, turning, points, waits, working_days,
                    office, queue, bucket, today, state, horizon, rows, team_first, team_shares, priorities, outcomes,
                    c_start, c_share, c_days, c_tail, referred[U(upcoming)], week, now,
                )  # fmt: skip
                upcoming += 1
                if s.may_pass == 1:
                    continue
                first, last = team_first[team], team_first[team + 1]
            elif state.at < state.size:
                number = top & NUMBER_MASK
                state.at += 1
                if kind == WORK_DONE:
                    f = families[U(number)]
                    if f.worker < 0 or f.ends_at != now:
                        continue
                    team, worker = np.int64(f.team), np.int64(f.worker)
                    gained = done(
                        s, families, workers, load, turning, late, points, office, queue, bucket, today, state,
                        horizon, rows, c_start, c_share, c_days, c_tail, number, week, now,
                    )  # fmt: skip
                    first, last = team_first[team], team_first[team + 1]
                    if s.may_pass == 1:
                        if gained <= 0:
                            continue
                        first, last = worker, worker + 1
                elif kind == OVERRIDE:
                    team = np.int64(families[U(number)].team)
                    first, last = team_first[team], team_first[team + 1]
                elif kind == LEAVES_LINE:
                    f = families[U(number)]
                    if f.was_allocated == 1:
                        continue
                    team = np.int64(f.team)
                    first, last = team_first[team], team_first[team + 1]
                    leave_line(s, families, line, waiting, points, number)
                    no_longer_late(families, turning, late, number, week)
                    rows[1 + team, week, M_LEFT] += f.children
                else:
                    if workers[U(number)].over == 1:
                        continue
                    team = workers[U(number)].team
                    of_post(
                        key, s, families, workers, load, line, waiting, points, working_days, office, queue, bucket,
                        today, state, horizon, c_start, c_share, c_days, c_tail, kind, number, now,
                    )  # fmt: skip
                    first, last = team_first[team], team_first[team + 1]
                    look_at_workers(workers, ceiling, alone, first, last, now)
            else:
                break
            if waiting[U(team)] > 0:
                allocate(
                    s, families, workers, load, ceiling, alone, line, waiting, points, waits, working_days, office,
                    queue, bucket, today, state, horizon, blocked, rows, team, first, last, now,
                )  # fmt: skip
        if state.is_full != 0:
            return
        if day % 7 == 6:
            week_ends(
                s, families, workers, load, line, waiting, turning, late, team_first, managers, rows, week,
                workers_with, in_team,
            )  # fmt: skip


@njit(cache=True, nogil=True)
def follow(
    seed, first_run, given, office, desk, conversion, kids, team_shares, priorities, outcomes, a_parts, a_first, a_a,
    a_b, c_start, c_share, c_days, c_survived, c_tail, posts, open_work, points, managers, team_first, rows, waits,
    family_room, day_room,
):  # fmt: skip
    """All runs of a block, one after another; 0, or 1 where a store ran full."""
    s = given[0]
    teams = managers.shape[0]
    days = s.weeks * 7
    horizon = s.weeks * MINUTES_A_WEEK
    starts, totals = add_up_chances(a_parts, a_first, a_a, a_b)
    working_days = np.nonzero(office[1:] > office[:-1])[0]
    families = np.zeros(family_room, dtype=FAMILY)
    referred = np.zeros(family_room, dtype=REFERRED_CONTACT)
    queue = np.zeros(4 * family_room + 1024, dtype=EVENT)
    bucket = np.zeros(days, dtype=np.int64)
    today = np.zeros(day_room, dtype=np.int64)
    came = np.zeros(day_room, dtype=np.int64)
    in_order = np.zeros(day_room, dtype=np.int64)
    until = np.zeros(HALF_HOURS, dtype=np.int64)
    takes = np.zeros(day_room, dtype=np.int64)
    fates = np.zeros(day_room, dtype=np.uint64)
    sources_of = np.zeros(day_room, dtype=np.int64)
    free = np.zeros(s.officers, dtype=np.int64)
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
    state = np.zeros(1, dtype=STATE)
    now = state[0]
    for run in range(rows.shape[0]):
        key = key_of(seed, first_run + run)
        now.families, now.day, now.size, now.at, now.is_full = 0, -1, 0, 0, 0
        now.unused, now.fresh = -1, 0
        bucket[:] = -1
        line[:] = -1
        waiting[:] = 0
        late[:] = 0
        turning[:] = 0
        blocked[:] = -1
        first_morning(
            key, s, families, workers, load, ceiling, alone, line, waiting, turning, points, waits, working_days,
            office, queue, bucket, today, now, horizon, blocked, rows[run], team_first, posts, open_work, priorities,
            outcomes, c_start, c_share, c_days, c_survived, c_tail,
        )  # fmt: skip
        found = screen(
            key, s, desk, conversion, kids, a_parts, starts, totals, rows[run, 0], came, in_order, until,
            fates, sources_of, takes, free, referred, now,
        )  # fmt: skip
        if now.is_full != 0:
            return 1
        run_through(
            key, s, found, families, referred, workers, load, ceiling, alone, line, waiting, turning, late, blocked,
            points, waits, working_days, office, queue, bucket, today, now, rows[run], team_first, managers,
            team_shares, priorities, outcomes, c_start, c_share, c_days, c_tail, workers_with, in_team,
        )  # fmt: skip
        if now.is_full != 0:
            return 1
    return 0
