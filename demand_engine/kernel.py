"""
The engine made fast: the rules of `reference.py`, on flat arrays, compiled once.

Everything that is compiled stands in this one module: numba keeps what it compiled by the file it came from, and a
change in another file would go unnoticed (`compiled.py` keys the store by the engine's sources for the same reason).
Parts that make no arrays are compiled without counting references (`_nrt=False`): counting took most of the time.
No fast maths: the last bit is part of the promise. Arrays are not checked for bounds, so each store that can run full
raises `state[OVERFLOW]` instead, and the run is made again with more room.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

MINUTES_A_DAY = 1_440
MINUTES_A_WEEK = 10_080
NEVER = 1 << 28
WAIT_DAYS = 400
MEASURES = 20
ALMOST_ALL = 1 - 2.0**-53

# Columns of a family
(
    CHILDREN, TEAM, PRIORITY, CLOCK, CLOCK_WORKING, LENGTH, OUTCOME, STAGE, WORKER, ENDS_AT, ENDS_WORKING, REST,
    WAS_ALLOCATED, STREAM, ENTITY, NEXT, PREVIOUS,
) = range(17)  # fmt: skip
FAMILY_COLUMNS = 17

# Columns of a post: what the tables say, then what happens to it
(P_TEAM, P_CEILING, P_STARTS, P_ENDS, P_WEEKS_TO_FULL, P_AGENCY, P_POUNDS) = range(7)
(W_FILLED, W_OVER, W_SICK, W_SINCE, W_POINTS, W_CHILDREN, W_FIRST, W_CANDIDATES, W_VACANCIES, W_SPELLS) = range(7, 17)
WORKER_COLUMNS = 17

# Whole numbers and rates of the scenario
(
    WEEKS, OFFICERS, FROM_REFERRAL, LEAST, DEADLINE, POLICY, OVERRIDE_MINUTES, OVERRIDE_POINTS, MAY_PASS, PRIORITIES,
    OFFICE_OPENS, OFFICE_LASTS, DESK_OPENS, MAY_LEAVE_LINE,
) = range(14)  # fmt: skip
(
    SCREENING_MINUTES, DUTY_SHARE, LEAVING, AGENCY_LEAVING, RAISES_LEAVING, LENGTHENS, SICK_SHARE, SICK_MINUTES,
    WELL_MINUTES,
) = range(9)  # fmt: skip
(EVENTS, FAMILIES, OVERFLOW) = range(3)

STRICT, NAMED_OVERRIDE, DUTY_HOLD = range(3)
(POST_ENDS, IS_LEAVING, STARTING, MORE_LOAD, SICKNESS, WORK_DONE, REFERRED, OVERRIDE, LEAVES_LINE) = range(9)
(S_ARRIVALS, S_CONTACT, S_LEAVING, S_RECRUITING, S_SICKNESS, S_OPEN_WORK) = range(1, 7)
(MINUTE, HOW_MANY, SCREENING, CONVERSION, WHICH_TEAM, HOW_URGENT, ASSESSMENT, WHAT_FOLLOWS, LASTING, AGE, PATIENCE) = (
    range(11)
)
(
    M_CONTACTS, M_CHILD_CONTACTS, M_MISSED, M_REFERRALS, M_WAITING, M_OLDEST, M_OPEN, M_WORKERS, M_MEAN, M_P50, M_P90,
    M_MAX, M_OVER, M_SPAN, M_COMPLETED, M_LATE, M_OPEN_LATE, M_BLOCKED, M_POUNDS,
    M_LEFT,
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


@njit(cache=True, nogil=True, _nrt=False)
def mixed(value):
    value = (value ^ (value >> U30)) * STIR_1
    value = (value ^ (value >> U27)) * STIR_2
    return value ^ (value >> U31)


@njit(cache=True, nogil=True, _nrt=False)
def key_of(seed, replication):
    return mixed(mixed(np.uint64(seed) + GOLDEN) + np.uint64(replication) * SECOND)


@njit(cache=True, nogil=True, _nrt=False)
def luck(key, stream, entity, slot):
    bits = mixed(mixed(key + np.uint64(stream) * GOLDEN + np.uint64(entity) * SECOND) + np.uint64(slot) * THIRD)
    return (np.float64(bits >> U11) + 0.5) * TO_UNIT


@njit(cache=True, nogil=True, _nrt=False)
def rounded(value):
    return np.int64(math.floor(value + 0.5))


@njit(cache=True, nogil=True, _nrt=False)
def count(before, opens, minute):
    day = minute // MINUTES_A_DAY
    today = before[day + 1] - before[day]
    return before[day] + min(max(minute - day * MINUTES_A_DAY - opens, 0), today)


@njit(cache=True, nogil=True, _nrt=False)
def when(before, opens, counted):
    if counted <= 0:
        return np.int64(0)
    last = before.shape[0] - 1
    if counted > before[last]:
        return np.int64(NEVER)
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) >> 1
        if before[middle] < counted:
            low = middle
        else:
            high = middle
    return np.int64(low * MINUTES_A_DAY + opens + counted - before[low])


@njit(cache=True, nogil=True, _nrt=False)
def picked(cumulative, share):
    place = 0
    while share >= cumulative[place]:
        place += 1
    return place


@njit(cache=True, nogil=True, _nrt=False)
def days_at(c_start, c_share, c_days, c_tail, curve, share):
    share = min(share, ALMOST_ALL)
    last = c_start[curve + 1] - 1
    for place in range(c_start[curve], last):
        if share < c_share[place + 1]:
            a, x, b, y = c_share[place], c_days[place], c_share[place + 1], c_days[place + 1]
            return x + (y - x) * (share - a) / (b - a)
    if c_tail[curve] == 0:
        return c_days[last]
    return c_days[last] - c_tail[curve] * math.log((1 - share) / (1 - c_share[last]))


@njit(cache=True, nogil=True, _nrt=False)
def share_by(c_start, c_share, c_days, c_tail, curve, days):
    last = c_start[curve + 1] - 1
    for place in range(c_start[curve], last):
        a, x, b, y = c_share[place], c_days[place], c_share[place + 1], c_days[place + 1]
        if days < y:
            return a if days < x else a + (b - a) * (days - x) / (y - x)
    if c_tail[curve] == 0 or days < c_days[last]:
        return c_share[last]
    return 1 - (1 - c_share[last]) * math.exp(-(days - c_days[last]) / c_tail[curve])


@njit(cache=True, nogil=True, _nrt=False)
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


@njit(cache=True, nogil=True, _nrt=False)
def push(heap, state, horizon, minute, kind, number):
    if minute >= horizon:
        return
    size = state[EVENTS]
    if size >= heap.shape[0]:
        state[OVERFLOW] = 1
        return
    key = (np.int64(minute) << MINUTE_SHIFT) | (np.int64(kind) << KIND_SHIFT) | np.int64(number)
    while size > 0:
        above = (size - 1) >> 1
        if heap[above] <= key:
            break
        heap[size] = heap[above]
        size = above
    heap[size] = key
    state[EVENTS] += 1


@njit(cache=True, nogil=True, _nrt=False)
def pop(heap, state):
    top = heap[0]
    state[EVENTS] -= 1
    size = state[EVENTS]
    key = heap[size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[place] = heap[below]
        place = below
    heap[place] = key
    return top


@njit(cache=True, nogil=True, _nrt=False)
def number_of_contacts(key, entity, parts, first, a, b):
    total = 0
    for part in range(parts):
        share = luck(key, S_ARRIVALS, entity, part)
        chance = first
        so_far = first
        number = 0
        while share > so_far and (chance > 1e-17 or so_far < 0.5):
            number += 1
            chance *= a + b / number
            so_far += chance
        total += number
    return total


@njit(cache=True, nogil=True, _nrt=False)
def screen(key, N, R, desk, conversion, kids, a_parts, a_first, a_a, a_b, rows, run, keys, free, referred, state):
    """Contacts of every day through the desk; `referred` (sorted): key, entity, children, is marginal, source."""
    horizon = N[WEEKS] * MINUTES_A_WEEK
    sources = conversion.shape[1]
    order, found = np.int64(0), 0
    free[:] = 0
    for day in range(N[WEEKS] * 7):
        size = 0
        week = day // 7
        for source in range(sources):
            number = number_of_contacts(
                key, day * sources + source, a_parts[day, source], a_first[day, source], a_a[day, source],
                a_b[day, source],
            )  # fmt: skip
            if size + number > keys.shape[0]:
                state[OVERFLOW] = 1
                return 0
            for each in range(number):
                entity = np.int64(day * sources + source) * (1 << 20) + each
                minute = np.int64(luck(key, S_CONTACT, entity, MINUTE) * MINUTES_A_DAY)
                new = (minute << 40) | (np.int64(source) << 20) | each
                place = size
                while place > 0 and keys[place - 1] > new:
                    keys[place] = keys[place - 1]
                    place -= 1
                keys[place] = new
                size += 1
        rows[run, 0, week, M_CONTACTS] += size
        for place in range(size):
            minute = day * MINUTES_A_DAY + (keys[place] >> 40)
            source = (keys[place] >> 20) & ((1 << 20) - 1)
            entity = np.int64(day * sources + source) * (1 << 20) + (keys[place] & ((1 << 20) - 1))
            children = 1 + picked(kids[source], luck(key, S_CONTACT, entity, HOW_MANY))
            rows[run, 0, week, M_CHILD_CONTACTS] += children
            officer = 0
            for other in range(1, free.shape[0]):
                if free[other] < free[officer]:
                    officer = other
            takes = R[SCREENING_MINUTES] * (0.5 + luck(key, S_CONTACT, entity, SCREENING))
            begins = max(free[officer], count(desk, N[DESK_OPENS], minute))
            free[officer] = begins + max(np.int64(1), rounded(takes))
            at = max(minute, when(desk, N[DESK_OPENS], free[officer]))
            order += 1
            if at >= horizon:
                continue
            decided = at // MINUTES_A_WEEK
            if at - minute > MINUTES_A_DAY:
                rows[run, 0, decided, M_MISSED] += 1
            share = luck(key, S_CONTACT, entity, CONVERSION)
            if share >= conversion[decided, source]:
                continue
            if found >= referred.shape[0]:
                state[OVERFLOW] = 1
                return 0
            new = (at << 32) | order
            spot = found
            while spot > 0 and referred[spot - 1, 0] > new:
                for column in range(4):
                    referred[spot, column] = referred[spot - 1, column]
                spot -= 1
            referred[spot, 0] = new
            referred[spot, 1] = entity
            referred[spot, 2] = children
            referred[spot, 3] = 1 if share >= conversion[0, source] else 0
            found += 1
    return found


@njit(cache=True, nogil=True, _nrt=False)
def new_family(
    key, N, families, state, stream, entity, children, team, clock, working, is_marginal, priorities, outcomes,
    c_start, c_share, c_days, c_tail,
):  # fmt: skip
    number = state[FAMILIES]
    if number >= families.shape[0]:
        state[OVERFLOW] = 1
        return number - 1
    state[FAMILIES] += 1
    length = days_at(c_start, c_share, c_days, c_tail, 0, luck(key, stream, entity, ASSESSMENT))
    families[number, CHILDREN] = children
    families[number, TEAM] = team
    families[number, PRIORITY] = picked(priorities, luck(key, stream, entity, HOW_URGENT))
    families[number, CLOCK] = clock
    families[number, CLOCK_WORKING] = working
    families[number, LENGTH] = rounded(length * N[OFFICE_LASTS])
    families[number, OUTCOME] = picked(outcomes[is_marginal], luck(key, stream, entity, WHAT_FOLLOWS))
    families[number, STAGE] = 0
    families[number, WORKER] = -1
    families[number, ENDS_AT] = -1
    families[number, ENDS_WORKING] = 0
    families[number, REST] = -1
    families[number, WAS_ALLOCATED] = 0
    families[number, STREAM] = stream
    families[number, ENTITY] = entity
    families[number, NEXT] = -1
    families[number, PREVIOUS] = -1
    return number


@njit(cache=True, nogil=True, _nrt=False)
def join(N, families, line, waiting, heap, state, office, horizon, number, now):
    """Into the line of the team, by the start of the clock, then by number."""
    place = families[number, TEAM] * N[PRIORITIES] + families[number, PRIORITY]
    before = line[place, 1]
    while before >= 0 and (
        families[before, CLOCK] > families[number, CLOCK]
        or (families[before, CLOCK] == families[number, CLOCK] and before > number)
    ):
        before = families[before, PREVIOUS]
    after = line[place, 0] if before < 0 else families[before, NEXT]
    families[number, PREVIOUS] = before
    families[number, NEXT] = after
    if before < 0:
        line[place, 0] = number
    else:
        families[before, NEXT] = number
    if after < 0:
        line[place, 1] = number
    else:
        families[after, PREVIOUS] = number
    waiting[families[number, TEAM]] += families[number, CHILDREN]
    if N[POLICY] == NAMED_OVERRIDE:
        due = when(office, N[OFFICE_OPENS], families[number, CLOCK_WORKING] + N[OVERRIDE_MINUTES])
        if due > now:
            push(heap, state, horizon, due, OVERRIDE, number)


@njit(cache=True, nogil=True, _nrt=False)
def leave_line(N, families, line, waiting, number):
    place = families[number, TEAM] * N[PRIORITIES] + families[number, PRIORITY]
    if families[number, PREVIOUS] < 0:
        line[place, 0] = families[number, NEXT]
    else:
        families[families[number, PREVIOUS], NEXT] = families[number, NEXT]
    if families[number, NEXT] < 0:
        line[place, 1] = families[number, PREVIOUS]
    else:
        families[families[number, NEXT], PREVIOUS] = families[number, PREVIOUS]
    waiting[families[number, TEAM]] -= families[number, CHILDREN]


@njit(cache=True, nogil=True, _nrt=False)
def hold(families, workers, points, heap, state, horizon, number, worker, ends_at):
    families[number, PREVIOUS] = -1
    families[number, NEXT] = workers[worker, W_FIRST]
    if workers[worker, W_FIRST] >= 0:
        families[workers[worker, W_FIRST], PREVIOUS] = number
    workers[worker, W_FIRST] = number
    workers[worker, W_POINTS] += families[number, CHILDREN] * points[families[number, STAGE]]
    workers[worker, W_CHILDREN] += families[number, CHILDREN]
    families[number, WORKER] = worker
    families[number, ENDS_AT] = ends_at
    push(heap, state, horizon, ends_at, WORK_DONE, number)


@njit(cache=True, nogil=True, _nrt=False)
def let_go(families, workers, points, number):
    worker = families[number, WORKER]
    if families[number, PREVIOUS] < 0:
        workers[worker, W_FIRST] = families[number, NEXT]
    else:
        families[families[number, PREVIOUS], NEXT] = families[number, NEXT]
    if families[number, NEXT] >= 0:
        families[families[number, NEXT], PREVIOUS] = families[number, PREVIOUS]
    workers[worker, W_POINTS] -= families[number, CHILDREN] * points[families[number, STAGE]]
    workers[worker, W_CHILDREN] -= families[number, CHILDREN]
    families[number, WORKER] = -1
    families[number, ENDS_AT] = -1


@njit(cache=True, nogil=True, _nrt=False)
def is_rising(workers, worker, now):
    return now - workers[worker, W_SINCE] < workers[worker, P_WEEKS_TO_FULL] * MINUTES_A_WEEK


@njit(cache=True, nogil=True, _nrt=False)
def ceiling_at(workers, worker, now):
    if not is_rising(workers, worker, now):
        return workers[worker, P_CEILING]
    return (
        workers[worker, P_CEILING]
        * ((now - workers[worker, W_SINCE]) // MINUTES_A_WEEK + 1)
        // (workers[worker, P_WEEKS_TO_FULL] + 1)
    )


@njit(cache=True, nogil=True, _nrt=False)
def choose(workers, first, last, need, extra, now):
    """The least-loaded available worker with room, or -1."""
    best = -1
    for worker in range(first, last):
        if (
            workers[worker, W_FILLED] == 0
            or workers[worker, W_SICK] == 1
            or (best >= 0 and workers[worker, W_POINTS] >= workers[best, W_POINTS])
        ):
            continue
        fits = workers[worker, W_POINTS] + need <= ceiling_at(workers, worker, now) + extra
        if not fits and workers[worker, W_POINTS] == 0 and 0 < workers[worker, P_CEILING] < need:
            fits = not is_rising(workers, worker, now)
        if fits:
            best = worker
    return best


@njit(cache=True, nogil=True, _nrt=False)
def room(workers, first, last, now):
    """The most free points of any available worker, and whether one of them holds nobody: free, has_empty."""
    best, has_empty = np.int64(-NEVER), False
    for worker in range(first, last):
        if workers[worker, W_FILLED] == 1 and workers[worker, W_SICK] == 0:
            best = max(best, ceiling_at(workers, worker, now) - workers[worker, W_POINTS])
            has_empty = has_empty or workers[worker, W_POINTS] == 0
    return best, has_empty


@njit(cache=True, nogil=True, _nrt=False)
def assessed_at(N, R, office, families, number, workers, worker, points, now):
    working = count(office, N[OFFICE_OPENS], now)
    waited = working - families[number, CLOCK_WORKING]
    length = families[number, LENGTH]
    if R[LENGTHENS] != 0 and workers[worker, P_CEILING] != 0:
        over = (workers[worker, W_POINTS] + families[number, CHILDREN] * points[families[number, STAGE]]) / workers[
            worker, P_CEILING
        ] - 1
        length = rounded(families[number, LENGTH] * (1 + R[LENGTHENS] * min(1.0, max(0.0, over))))
    by_duty = rounded(R[DUTY_SHARE] * waited) if N[POLICY] == DUTY_HOLD else np.int64(0)
    if N[FROM_REFERRAL] == 1:
        least = max(np.int64(0), N[LEAST] - by_duty)
        families[number, ENDS_WORKING] = max(families[number, CLOCK_WORKING] + length, working + least)
    else:
        length = max(np.int64(0), length - by_duty) if families[number, REST] < 0 else families[number, REST]
        families[number, ENDS_WORKING] = working + length
    return max(np.int64(now), when(office, N[OFFICE_OPENS], families[number, ENDS_WORKING]))


@njit(cache=True, nogil=True, _nrt=False)
def place_family(N, R, office, families, workers, points, heap, state, waits, horizon, number, worker, now):
    if families[number, WAS_ALLOCATED] == 0:
        families[number, WAS_ALLOCATED] = 1
        days = min(np.int64(WAIT_DAYS - 1), (now - families[number, CLOCK]) // MINUTES_A_DAY)
        waits[0, families[number, PRIORITY], days] += families[number, CHILDREN]
        waits[1 + families[number, TEAM], families[number, PRIORITY], days] += families[number, CHILDREN]
    if families[number, STAGE] > 0:
        ends_at = now + families[number, REST]
    else:
        ends_at = assessed_at(N, R, office, families, number, workers, worker, points, now)
    hold(families, workers, points, heap, state, horizon, number, worker, ends_at)


@njit(cache=True, nogil=True, _nrt=False)
def note_blocked(N, families, workers, line, points, office, first, last, blocked, rows, run, team, now):
    working = count(office, N[OFFICE_OPENS], now)
    for priority in range(N[PRIORITIES]):
        number = line[team * N[PRIORITIES] + priority, 0]
        while number >= 0:
            extra = np.int64(0)
            if N[POLICY] == NAMED_OVERRIDE and working - families[number, CLOCK_WORKING] >= N[OVERRIDE_MINUTES]:
                extra = N[OVERRIDE_POINTS]
            if (
                choose(workers, first, last, families[number, CHILDREN] * points[families[number, STAGE]], extra, now)
                >= 0
            ):
                day = now // MINUTES_A_DAY
                for place in (0, 1 + team):
                    if blocked[place] != day:
                        blocked[place] = day
                        rows[run, place, day // 7, M_BLOCKED] += 1
                return
            number = families[number, NEXT]


@njit(cache=True, nogil=True, _nrt=False)
def allocate(
    N, R, office, families, workers, line, waiting, points, heap, state, waits, team_first, blocked, rows, run,
    horizon, least_need, team, now,
):  # fmt: skip
    """Until nobody in the line fits anywhere; places only fill, so one walk down the line is enough."""
    if waiting[team] == 0:
        return
    first, last = team_first[team], team_first[team + 1]
    most_extra = N[OVERRIDE_POINTS] if N[POLICY] == NAMED_OVERRIDE else np.int64(0)
    free, has_empty, is_known = np.int64(NEVER), True, False  # the room is looked up once somebody does not fit
    working = count(office, N[OFFICE_OPENS], now)
    for priority in range(N[PRIORITIES]):
        number = line[team * N[PRIORITIES] + priority, 0]
        while number >= 0:
            after = families[number, NEXT]
            need = families[number, CHILDREN] * points[families[number, STAGE]]
            extra = np.int64(0)
            if most_extra > 0 and working - families[number, CLOCK_WORKING] >= N[OVERRIDE_MINUTES]:
                extra = most_extra
            worker = -1
            if need <= free + extra or has_empty:
                worker = choose(workers, first, last, need, extra, now)
            if worker >= 0:
                leave_line(N, families, line, waiting, number)
                place_family(N, R, office, families, workers, points, heap, state, waits, horizon, number, worker, now)
                if waiting[team] == 0:
                    return
                if is_known:
                    free, has_empty = room(workers, first, last, now)
            elif N[MAY_PASS] == 0:
                note_blocked(N, families, workers, line, points, office, first, last, blocked, rows, run, team, now)
                return
            elif not is_known:
                free, has_empty = room(workers, first, last, now)
                is_known = True
            if is_known and free + most_extra < least_need and not has_empty:
                return
            number = after


@njit(cache=True, nogil=True, _nrt=False)
def next_spell(key, R, heap, state, horizon, workers, worker, now):
    workers[worker, W_SPELLS] += 1
    mean = R[SICK_MINUTES] if workers[worker, W_SICK] == 1 else R[WELL_MINUTES]
    lasts = rounded(-math.log(1 - luck(key, S_SICKNESS, worker, workers[worker, W_SPELLS])) * mean)
    push(heap, state, horizon, now + max(np.int64(1), lasts), SICKNESS, worker)


@njit(cache=True, nogil=True, _nrt=False)
def may_leave(key, R, heap, state, horizon, workers, worker, now):
    rate = R[AGENCY_LEAVING] if workers[worker, P_AGENCY] == 1 else R[LEAVING]
    if rate == 0:
        return
    share = luck(key, S_LEAVING, worker, 2 * workers[worker, W_CANDIDATES])
    lasts = -math.log(1 - share) / (rate * (1 + R[RAISES_LEAVING]))
    if lasts < NEVER:
        push(heap, state, horizon, now + max(np.int64(1), rounded(lasts)), IS_LEAVING, worker)


@njit(cache=True, nogil=True, _nrt=False)
def empty(N, families, workers, line, waiting, points, heap, state, office, horizon, worker, now):
    workers[worker, W_FILLED] = 0
    working = count(office, N[OFFICE_OPENS], now)
    number = workers[worker, W_FIRST]
    while number >= 0:
        after = families[number, NEXT]
        rest = (
            families[number, ENDS_WORKING] - working
            if families[number, STAGE] == 0
            else families[number, ENDS_AT] - now
        )
        families[number, REST] = max(np.int64(0), rest)
        families[number, WORKER] = -1
        families[number, ENDS_AT] = -1
        join(N, families, line, waiting, heap, state, office, horizon, number, now)
        number = after
    workers[worker, W_FIRST] = -1
    workers[worker, W_POINTS] = 0
    workers[worker, W_CHILDREN] = 0


@njit(cache=True, nogil=True, _nrt=False)
def leaves(
    key, N, R, families, workers, line, waiting, points, heap, state, office, horizon, c_start, c_share, c_days,
    c_tail, worker, now,
):  # fmt: skip
    share = luck(key, S_LEAVING, worker, 2 * workers[worker, W_CANDIDATES] + 1)
    workers[worker, W_CANDIDATES] += 1
    over = workers[worker, W_POINTS] / workers[worker, P_CEILING] - 1 if workers[worker, P_CEILING] != 0 else 0.0
    raised = 1 + R[RAISES_LEAVING] * min(1.0, max(0.0, over))
    if share * (1 + R[RAISES_LEAVING]) >= raised:
        may_leave(key, R, heap, state, horizon, workers, worker, now)
        return
    empty(N, families, workers, line, waiting, points, heap, state, office, horizon, worker, now)
    curve = c_tail.shape[0] - (2 if workers[worker, P_AGENCY] == 1 else 3)
    takes = days_at(
        c_start, c_share, c_days, c_tail, curve, luck(key, S_RECRUITING, worker, workers[worker, W_VACANCIES])
    )
    workers[worker, W_VACANCIES] += 1
    push(heap, state, horizon, now + max(np.int64(1), rounded(takes * MINUTES_A_DAY)), STARTING, worker)


@njit(cache=True, nogil=True, _nrt=False)
def done(
    key, N, families, workers, points, heap, state, office, rows, run, horizon, c_start, c_share, c_days, c_tail,
    number, now,
):  # fmt: skip
    worker = families[number, WORKER]
    lasts = np.int64(0)
    if families[number, STAGE] == 0:
        week = now // MINUTES_A_WEEK
        is_late = count(office, N[OFFICE_OPENS], now) - families[number, CLOCK_WORKING] > N[DEADLINE]
        for place in (0, 1 + families[number, TEAM]):
            rows[run, place, week, M_COMPLETED] += families[number, CHILDREN]
            if is_late:
                rows[run, place, week, M_LATE] += families[number, CHILDREN]
        share = luck(key, families[number, STREAM], families[number, ENTITY], LASTING)
        lasts = rounded(days_at(c_start, c_share, c_days, c_tail, 1 + families[number, OUTCOME], share) * MINUTES_A_DAY)
    if lasts == 0:
        let_go(families, workers, points, number)
        return
    workers[worker, W_POINTS] += families[number, CHILDREN] * (
        points[1 + families[number, OUTCOME]] - points[families[number, STAGE]]
    )
    families[number, STAGE] = 1 + families[number, OUTCOME]
    families[number, ENDS_AT] = now + lasts
    push(heap, state, horizon, families[number, ENDS_AT], WORK_DONE, number)


@njit(cache=True, nogil=True, _nrt=False)
def open_up(
    key, N, families, workers, line, waiting, points, heap, state, office, horizon, team_first, open_work, priorities,
    outcomes, c_start, c_share, c_days, c_survived, c_tail,
):  # fmt: skip
    for entity in range(open_work.shape[0]):
        team, stage, age = open_work[entity, 0], open_work[entity, 1], open_work[entity, 2]
        known = max(age, np.int64(0))
        number = new_family(
            key, N, families, state, S_OPEN_WORK, entity, 1, team, -known * (MINUTES_A_DAY * 7 // 5),
            -known * N[OFFICE_LASTS], 0, priorities, outcomes, c_start, c_share, c_days, c_tail,
        )  # fmt: skip
        if stage == 0:
            join(N, families, line, waiting, heap, state, office, horizon, number, 0)
            continue
        curve = 0 if stage == 1 else stage - 1
        share = luck(key, S_OPEN_WORK, entity, AGE)
        if age < 0:
            left = left_over(c_start, c_share, c_days, c_survived, c_tail, curve, share)
            so_far = share_by(c_start, c_share, c_days, c_tail, curve, left)
            again = luck(key, S_OPEN_WORK, entity, LASTING)
            before = 0.0
            if so_far < 1:
                whole = days_at(c_start, c_share, c_days, c_tail, curve, so_far + again * (1 - so_far))
                before = max(0.0, whole - left)
        else:
            so_far = share_by(c_start, c_share, c_days, c_tail, curve, float(age))
            left = 0.0
            if so_far < 1:
                whole = days_at(c_start, c_share, c_days, c_tail, curve, so_far + share * (1 - so_far))
                left = max(0.0, whole - age)
            before = float(age)
        families[number, STAGE] = stage - 1
        if stage == 1:
            working = rounded(before * N[OFFICE_LASTS])
            families[number, CLOCK_WORKING] = -working
            families[number, CLOCK] = -(working * MINUTES_A_DAY * 7 // (5 * N[OFFICE_LASTS]))
            families[number, ENDS_WORKING] = max(np.int64(1), rounded(left * N[OFFICE_LASTS]))
            families[number, LENGTH] = working + families[number, ENDS_WORKING]
            families[number, REST] = families[number, ENDS_WORKING]
            ends_at = when(office, N[OFFICE_OPENS], families[number, ENDS_WORKING])
        else:
            families[number, OUTCOME] = stage - 2
            families[number, CLOCK] = -rounded(before * MINUTES_A_DAY)
            ends_at = max(np.int64(1), rounded(left * MINUTES_A_DAY))
            families[number, REST] = ends_at
        families[number, WAS_ALLOCATED] = 1
        best = -1
        for worker in range(team_first[team], team_first[team + 1]):
            if workers[worker, W_FILLED] == 1 and (best < 0 or workers[worker, W_POINTS] < workers[best, W_POINTS]):
                best = worker
        if best < 0:
            join(N, families, line, waiting, heap, state, office, horizon, number, 0)
        else:
            hold(families, workers, points, heap, state, horizon, number, best, ends_at)


@njit(cache=True, nogil=True, _nrt=False)
def stocks(row, families, workers, first, last, children, limit, now, scratch):
    """Who is in post and what they hold; how late what they hold is."""
    in_post, over, pounds, late, held = 0, 0, 0, 0, 0
    for worker in range(first, last):
        if workers[worker, W_FILLED] == 0:
            continue
        place = in_post
        while place > 0 and scratch[place - 1] > workers[worker, W_CHILDREN]:
            scratch[place] = scratch[place - 1]
            place -= 1
        scratch[place] = workers[worker, W_CHILDREN]
        in_post += 1
        held += workers[worker, W_CHILDREN]
        pounds += workers[worker, P_POUNDS]
        if workers[worker, W_POINTS] > ceiling_at(workers, worker, now):
            over += 1
        number = workers[worker, W_FIRST]
        while number >= 0:
            if families[number, STAGE] == 0 and families[number, CLOCK_WORKING] < limit:
                late += families[number, CHILDREN]
            number = families[number, NEXT]
    row[M_WAITING] = children
    row[M_OPEN] = held
    row[M_WORKERS] = in_post
    if in_post > 0:
        row[M_MEAN] = held * 100 // in_post
        row[M_P50] = scratch[(in_post * 50 + 99) // 100 - 1]
        row[M_P90] = scratch[(in_post * 90 + 99) // 100 - 1]
        row[M_MAX] = scratch[in_post - 1]
    row[M_OVER] = over
    row[M_OPEN_LATE] = late
    row[M_POUNDS] = pounds


@njit(cache=True, nogil=True, _nrt=False)
def week_ends(N, families, workers, line, waiting, office, team_first, managers, rows, run, week, scratch):
    now = (week + 1) * MINUTES_A_WEEK
    limit = office[now // MINUTES_A_DAY] - N[DEADLINE]
    whole = rows[run, 0, week]
    everybody, oldest, late, span = 0, 0, 0, 0
    for team in range(managers.shape[0]):
        row = rows[run, 1 + team, week]
        stocks(row, families, workers, team_first[team], team_first[team + 1], waiting[team], limit, now, scratch)
        row[M_OLDEST] = 0
        for priority in range(N[PRIORITIES]):
            number = line[team * N[PRIORITIES] + priority, 0]
            if number >= 0:
                row[M_OLDEST] = max(row[M_OLDEST], (now - families[number, CLOCK]) // MINUTES_A_DAY)
            while number >= 0:
                if families[number, STAGE] == 0 and families[number, CLOCK_WORKING] < limit:
                    row[M_OPEN_LATE] += families[number, CHILDREN]
                number = families[number, NEXT]
        row[M_SPAN] = (row[M_OPEN] + row[M_WAITING] + managers[team] - 1) // managers[team]
        everybody += waiting[team]
        oldest = max(oldest, row[M_OLDEST])
        late += row[M_OPEN_LATE]
        span = max(span, row[M_SPAN])
    stocks(whole, families, workers, 0, workers.shape[0], everybody, limit, now, scratch)
    whole[M_OLDEST] = oldest
    whole[M_OPEN_LATE] = late
    whole[M_SPAN] = span


@njit(cache=True, nogil=True, _nrt=False)
def fill(key, R, workers, posts, heap, state, horizon):
    for worker in range(posts.shape[0]):
        workers[worker, :] = 0
        for column in range(7):
            workers[worker, column] = posts[worker, column]
        workers[worker, W_FIRST] = -1
        workers[worker, W_SINCE] = -NEVER
        push(heap, state, horizon, workers[worker, P_ENDS], POST_ENDS, worker)
        if R[SICK_SHARE] > 0:
            workers[worker, W_SICK] = 1 if luck(key, S_SICKNESS, worker, 0) < R[SICK_SHARE] else 0
            next_spell(key, R, heap, state, horizon, workers, worker, 0)
        if workers[worker, P_STARTS] > 0:
            push(heap, state, horizon, workers[worker, P_STARTS], STARTING, worker)
        else:
            workers[worker, W_FILLED] = 1
            may_leave(key, R, heap, state, horizon, workers, worker, 0)


@njit(cache=True, nogil=True)
def follow(
    seed, first_run, N, R, office, desk, conversion, kids, team_shares, priorities, outcomes, a_parts, a_first, a_a,
    a_b, c_start, c_share, c_days, c_survived, c_tail, posts, open_work, points, managers, team_first, rows, waits,
    family_room, day_room,
):  # fmt: skip
    """All runs of a block, one after another; 0, or 1 where a store ran full."""
    teams = managers.shape[0]
    horizon = N[WEEKS] * MINUTES_A_WEEK
    families = np.zeros((family_room, FAMILY_COLUMNS), dtype=np.int64)
    referred = np.zeros((family_room, 4), dtype=np.int64)
    heap = np.zeros(4 * family_room + 1024, dtype=np.int64)
    keys = np.zeros(day_room, dtype=np.int64)
    workers = np.zeros((posts.shape[0], WORKER_COLUMNS), dtype=np.int64)
    line = np.zeros((teams * N[PRIORITIES], 2), dtype=np.int64)
    waiting = np.zeros(teams, dtype=np.int64)
    blocked = np.zeros(1 + teams, dtype=np.int64)
    scratch = np.zeros(posts.shape[0] + 1, dtype=np.int64)
    free = np.zeros(N[OFFICERS], dtype=np.int64)
    state = np.zeros(3, dtype=np.int64)
    least_need = points.min()
    for run in range(rows.shape[0]):
        key = key_of(seed, first_run + run)
        state[:] = 0
        line[:] = -1
        waiting[:] = 0
        blocked[:] = -1
        fill(key, R, workers, posts, heap, state, horizon)
        open_up(
            key, N, families, workers, line, waiting, points, heap, state, office, horizon, team_first, open_work,
            priorities, outcomes, c_start, c_share, c_days, c_survived, c_tail,
        )  # fmt: skip
        for team in range(teams):
            allocate(
                N, R, office, families, workers, line, waiting, points, heap, state, waits, team_first, blocked, rows,
                run, horizon, least_need, team, 0,
            )  # fmt: skip
        found = screen(
            key, N, R, desk, conversion, kids, a_parts, a_first, a_a, a_b, rows, run, keys, free, referred, state
        )
        if state[OVERFLOW] != 0:
            return 1
        upcoming = 0
        for week in range(N[WEEKS]):
            ends = (week + 1) * MINUTES_A_WEEK
            while True:
                next_at = NEVER if upcoming == found else referred[upcoming, 0] >> 32
                is_referral = upcoming < found
                if state[EVENTS] > 0:
                    top = heap[0]
                    minute, kind = top >> MINUTE_SHIFT, (top >> KIND_SHIFT) & KIND_MASK
                    if minute < next_at or (minute == next_at and kind < REFERRED):
                        is_referral = False
                        next_at = minute
                elif not is_referral:
                    break
                if next_at >= ends:
                    break
                now = next_at
                if is_referral:
                    entity = referred[upcoming, 1]
                    team = picked(team_shares, luck(key, S_CONTACT, entity, WHICH_TEAM))
                    number = new_family(
                        key, N, families, state, S_CONTACT, entity, referred[upcoming, 2], team, now,
                        count(office, N[OFFICE_OPENS], now), referred[upcoming, 3], priorities, outcomes, c_start,
                        c_share, c_days, c_tail,
                    )  # fmt: skip
                    upcoming += 1
                    for place in (0, 1 + team):
                        rows[run, place, week, M_REFERRALS] += families[number, CHILDREN]
                    join(N, families, line, waiting, heap, state, office, horizon, number, now)
                    if N[MAY_LEAVE_LINE] == 1:
                        share = luck(key, S_CONTACT, entity, PATIENCE)
                        patience = days_at(c_start, c_share, c_days, c_tail, c_tail.shape[0] - 1, share)
                        push(heap, state, horizon, now + rounded(patience * MINUTES_A_DAY), LEAVES_LINE, number)
                else:
                    top = pop(heap, state)
                    kind, number = (top >> KIND_SHIFT) & KIND_MASK, top & NUMBER_MASK
                    if kind == WORK_DONE:
                        if families[number, WORKER] < 0 or families[number, ENDS_AT] != now:
                            continue
                        team = families[number, TEAM]
                        done(
                            key, N, families, workers, points, heap, state, office, rows, run, horizon, c_start,
                            c_share, c_days, c_tail, number, now,
                        )  # fmt: skip
                    elif kind == OVERRIDE:
                        team = families[number, TEAM]
                    elif kind == LEAVES_LINE:
                        if families[number, WAS_ALLOCATED] == 1:
                            continue
                        team = families[number, TEAM]
                        leave_line(N, families, line, waiting, number)
                        for place in (0, 1 + team):
                            rows[run, place, week, M_LEFT] += families[number, CHILDREN]
                    else:
                        if workers[number, W_OVER] == 1:
                            continue
                        team = workers[number, P_TEAM]
                        if kind == POST_ENDS:
                            workers[number, W_OVER] = 1
                            empty(
                                N, families, workers, line, waiting, points, heap, state, office, horizon, number, now
                            )
                        elif kind == IS_LEAVING:
                            leaves(
                                key, N, R, families, workers, line, waiting, points, heap, state, office, horizon,
                                c_start, c_share, c_days, c_tail, number, now,
                            )  # fmt: skip
                        elif kind == STARTING:
                            workers[number, W_FILLED] = 1
                            workers[number, W_SINCE] = now
                            for later in range(1, workers[number, P_WEEKS_TO_FULL] + 1):
                                push(heap, state, horizon, now + later * MINUTES_A_WEEK, MORE_LOAD, number)
                            may_leave(key, R, heap, state, horizon, workers, number, now)
                        elif kind == SICKNESS:
                            workers[number, W_SICK] = 1 - workers[number, W_SICK]
                            next_spell(key, R, heap, state, horizon, workers, number, now)
                allocate(
                    N, R, office, families, workers, line, waiting, points, heap, state, waits, team_first, blocked,
                    rows, run, horizon, least_need, team, now,
                )  # fmt: skip
            if state[OVERFLOW] != 0:
                return 1
            week_ends(N, families, workers, line, waiting, office, team_first, managers, rows, run, week, scratch)
    return 0
