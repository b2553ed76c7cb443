/*
 * demand_engine/kernel.py once more, in C: the same algorithm, every rule of it, from the same arrays to the same
 * numbers. It is there to answer one question, how much numba costs, and is no part of the engine: in_c.py, beside it,
 * compiles it with `cc -O3 -ffp-contract=off` into a temporary folder when it is asked for.
 *
 * Read kernel.py for what everything means; names and order are the same. What differs is C's own: the stores of a run
 * stand in one struct, so that they need not be handed from part to part.
 */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int64_t whole;

enum { MINUTES_A_DAY = 1440, MINUTES_A_WEEK = 10080, NEVER = 1 << 28, WAIT_DAYS = 400, MEASURES = 20 };
enum { HALF_HOURS = 48, LARGEST_NEED = 8, NEEDS = LARGEST_NEED + 1 };
enum { STRICT, NAMED_OVERRIDE, DUTY_HOLD };
enum { POST_ENDS, IS_LEAVING, STARTING, MORE_LOAD, SICKNESS, WORK_DONE, REFERRED, OVERRIDE, LEAVES_LINE };
enum { S_ARRIVALS = 1, S_CONTACT, S_LEAVING, S_RECRUITING, S_SICKNESS, S_OPEN_WORK };
enum {
    MINUTE, HOW_MANY, SCREENING, CONVERSION, WHICH_TEAM, HOW_URGENT, ASSESSMENT, WHAT_FOLLOWS, LASTING, AGE, PATIENCE
};
enum {
    M_CONTACTS, M_CHILD_CONTACTS, M_MISSED, M_REFERRALS, M_WAITING, M_OLDEST, M_OPEN, M_WORKERS, M_MEAN, M_P50, M_P90,
    M_MAX, M_OVER, M_SPAN, M_COMPLETED, M_LATE, M_OPEN_LATE, M_BLOCKED, M_POUNDS, M_LEFT
};

#define ALMOST_ALL (1 - 0x1p-53)
#define GOLDEN 0x9E3779B97F4A7C15u
#define SECOND 0xD1B54A32D192ED03u
#define THIRD 0xABC98388FB8FAC03u
#define MINUTE_SHIFT 33
#define KIND_SHIFT 29
#define NUMBER_MASK ((1 << KIND_SHIFT) - 1)
#define KIND_MASK 15

typedef struct {
    whole weeks, officers, from_referral, least, deadline, policy, override_minutes, override_points, may_pass,
        priorities, office_opens, office_lasts, desk_opens, may_leave_line;
    double screening_minutes, duty_share, leaving, agency_leaving, raises_leaving, lengthens, sick_share, sick_minutes,
        well_minutes;
} Given;

typedef struct {
    uint64_t fate;
    int32_t clock, clock_working, length, ends_at, ends_working, rest, worker, next, previous, children;
    int16_t team, priority, stage, outcome, late_week, was_allocated;
    int32_t spare;
} Family;

typedef struct {
    whole team, ceiling, ends, weeks_to_full, agency, pounds, filled, over, sick, since, children, first, candidates,
        vacancies, spells;
} Worker;

typedef struct {
    whole key;
    uint64_t fate;
    int32_t children, is_marginal;
} Contact;

typedef struct {
    whole key, next;
} Event;

/* What the tables say, as demand_engine.compiled hands it over, and how long each array is. */
typedef struct {
    const Given *s;
    const whole *office, *desk;
    const double *conversion, *kids, *team_shares, *priorities, *outcomes;
    const whole *a_parts;
    const double *a_first, *a_a, *a_b;
    const whole *c_start;
    const double *c_share, *c_days, *c_survived, *c_tail;
    const whole *posts, *open_work, *points, *managers, *team_first;
    whole sources, most_children, outcome_kinds, curves, post_count, open_count, teams;
} Tables;

typedef struct {
    uint64_t key;
    whole horizon, families_room, queue_room, day_room, families_so_far, unused, fresh, day, size, at, is_full;
    Family *families;
    Contact *referred;
    Event *queue;
    whole *bucket, *today, *came, *in_order, *until, *sources_of, *takes, *free, *working_days, *starts;
    uint64_t *fates;
    double *totals;
    Worker *workers;
    int32_t *load, *ceiling, *alone, (*line)[2];
    whole *waiting, *late, *turning, *blocked, *workers_with, *in_team;
    int32_t *rows;
    whole *waits;
} Run;

static whole least_of(whole a, whole b) { return a < b ? a : b; }
static whole most_of(whole a, whole b) { return a > b ? a : b; }

static whole divided_down(whole a, whole b) {
    whole quotient = a / b;
    return quotient - ((a % b != 0) && ((a < 0) != (b < 0)));
}

/* Luck and curves */

static uint64_t mixed(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static uint64_t key_of(uint64_t seed, uint64_t replication) {
    return mixed(mixed(seed + GOLDEN) + replication * SECOND);
}

static uint64_t fate_of(uint64_t key, uint64_t stream, uint64_t entity) {
    return mixed(key + stream * GOLDEN + entity * SECOND);
}

static double luck_of(uint64_t fate, uint64_t slot) {
    return ((double)(whole)(mixed(fate + slot * THIRD) >> 11) + 0.5) * 0x1p-53;
}

static double luck(uint64_t key, uint64_t stream, uint64_t entity, uint64_t slot) {
    return luck_of(fate_of(key, stream, entity), slot);
}

static whole rounded(double value) { return (whole)(value + 0.5); }

static whole picked(const double *cumulative, whole kinds, double share) {
    whole place = 0;
    for (whole each = 0; each < kinds - 1; each++) place += share >= cumulative[each];
    return place;
}

static double days_at(const Tables *t, whole curve, double share) {
    if (share > ALMOST_ALL) share = ALMOST_ALL;
    whole last = t->c_start[curve + 1] - 1;
    whole place = t->c_start[curve];
    for (whole each = place + 1; each <= last; each++) place += share >= t->c_share[each];
    if (place < last) {
        double a = t->c_share[place], x = t->c_days[place], b = t->c_share[place + 1], y = t->c_days[place + 1];
        return x + (y - x) * (share - a) / (b - a);
    }
    if (t->c_tail[curve] == 0) return t->c_days[last];
    return t->c_days[last] - t->c_tail[curve] * log((1 - share) / (1 - t->c_share[last]));
}

static double share_by(const Tables *t, whole curve, double days) {
    whole last = t->c_start[curve + 1] - 1;
    for (whole place = t->c_start[curve]; place < last; place++) {
        double a = t->c_share[place], x = t->c_days[place], b = t->c_share[place + 1], y = t->c_days[place + 1];
        if (days < y) return days < x ? a : a + (b - a) * (days - x) / (y - x);
    }
    if (t->c_tail[curve] == 0 || days < t->c_days[last]) return t->c_share[last];
    return 1 - (1 - t->c_share[last]) * exp(-(days - t->c_days[last]) / t->c_tail[curve]);
}

static double left_over(const Tables *t, whole curve, double share) {
    whole first = t->c_start[curve], last = t->c_start[curve + 1] - 1;
    double lived = t->c_survived[last], rest = 1 - t->c_share[last], tail = t->c_tail[curve];
    double target = share * (lived + rest * tail);
    if (target < t->c_survived[first]) return target;
    for (whole place = first; place < last; place++)
        if (target < t->c_survived[place + 1]) {
            double a = t->c_share[place], x = t->c_days[place], b = t->c_share[place + 1], y = t->c_days[place + 1];
            double part = (target - t->c_survived[place]) / (y - x);
            return x + (y - x) * 2 * part / ((1 - a) + sqrt((1 - a) * (1 - a) - 2 * (b - a) * part));
        }
    if (tail == 0) return t->c_days[last];
    return t->c_days[last] - tail * log(1 - (target - lived) / (rest * tail));
}

/* Minutes that count */

static whole count(const whole *before, whole opens, whole minute) {
    whole day = minute / MINUTES_A_DAY, today = before[day + 1] - before[day];
    return before[day] + least_of(most_of(minute - day * MINUTES_A_DAY - opens, 0), today);
}

static whole when(const Tables *t, const Run *r, whole counted) {
    const Given *s = t->s;
    if (counted <= 0) return 0;
    if (counted > t->office[s->weeks * 7]) return NEVER;
    whole which = (counted - 1) / s->office_lasts;
    return r->working_days[which] * MINUTES_A_DAY + s->office_opens + counted - which * s->office_lasts;
}

static whole late_week_of(const Tables *t, const Run *r, whole clock_working) {
    whole most = clock_working + t->s->deadline;
    if (most < 0) return 0;
    if (most >= t->office[t->s->weeks * 7]) return t->s->weeks;
    return r->working_days[most / t->s->office_lasts] / 7;
}

/* What will happen */

static void push(Run *r, whole minute, whole kind, whole number) {
    if (minute >= r->horizon) return;
    whole key = minute << MINUTE_SHIFT | kind << KIND_SHIFT | number, day = minute / MINUTES_A_DAY;
    if (day != r->day) {
        whole event = r->unused;
        if (event >= 0) {
            r->unused = r->queue[event].next;
        } else if (r->fresh < r->queue_room) {
            event = r->fresh++;
        } else {
            r->is_full = 1;
            return;
        }
        r->queue[event].key = key;
        r->queue[event].next = r->bucket[day];
        r->bucket[day] = event;
        return;
    }
    if (r->size >= r->day_room) {
        r->is_full = 1;
        return;
    }
    whole place = r->size;
    for (; place > r->at && r->today[place - 1] > key; place--) r->today[place] = r->today[place - 1];
    r->today[place] = key;
    r->size++;
}

static void begin_day(Run *r, whole day) {
    r->day = day;
    r->at = 0;
    whole size = 0;
    for (whole event = r->bucket[day]; event >= 0;) {
        if (size >= r->day_room) {
            r->is_full = 1;
            break;
        }
        whole key = r->queue[event].key, place = size;
        for (; place > 0 && r->today[place - 1] > key; place--) r->today[place] = r->today[place - 1];
        r->today[place] = key;
        size++;
        whole after = r->queue[event].next;
        r->queue[event].next = r->unused;
        r->unused = event;
        event = after;
    }
    r->size = size;
}

/* The front door */

static whole chances_needed(double first, double a, double b) {
    double chance = first, so_far = first;
    whole number = 0;
    while (chance > 1e-17 || so_far < 0.5) {
        number++;
        chance *= a + b / (double)number;
        so_far += chance;
    }
    return number + 1;
}

static void add_up_chances(const Tables *t, Run *r) {
    whole room = 0, sources = t->sources;
    for (int fill = 0; fill < 2; fill++) {
        r->totals = fill ? malloc((size_t)(room + 1) * sizeof(double)) : NULL;
        room = 0;
        for (whole place = 0; place < t->s->weeks * 7 * sources; place++) {
            double first = t->a_first[place], a = t->a_a[place], b = t->a_b[place];
            whole past = place - 7 * sources;
            if (past >= 0 && t->a_first[past] == first && t->a_a[past] == a && t->a_b[past] == b) {
                r->starts[place] = r->starts[past];
                continue;
            }
            whole needed = chances_needed(first, a, b);
            r->starts[place] = room;
            if (fill) {
                double chance = first, so_far = first;
                for (whole number = 1; number < needed; number++) {
                    r->totals[room + number - 1] = so_far;
                    chance *= a + b / (double)number;
                    so_far += chance;
                }
                r->totals[room + needed - 1] = 2.0;
            }
            room += needed;
        }
    }
}

static whole picked_at_or_below(const double *totals, double share) {
    whole place = 0;
    while (share > totals[place]) place++;
    return place;
}

static void put_in_order(const whole *came, whole *in_order, whole *until, whole size) {
    whole so_far = 0;
    for (whole half_hour = 0; half_hour < HALF_HOURS; half_hour++) until[half_hour] = 0;
    for (whole each = 0; each < size; each++) until[(came[each] >> 32) / 30]++;
    for (whole half_hour = 0; half_hour < HALF_HOURS; half_hour++) {
        whole here = until[half_hour];
        until[half_hour] = so_far;
        so_far += here;
    }
    for (whole each = 0; each < size; each++) in_order[until[(came[each] >> 32) / 30]++] = came[each];
    for (whole each = 1; each < size; each++) {
        whole one = in_order[each], place = each;
        for (; place > 0 && in_order[place - 1] > one; place--) in_order[place] = in_order[place - 1];
        in_order[place] = one;
    }
}

static whole screen(const Tables *t, Run *r) {
    const Given *s = t->s;
    whole sources = t->sources, officers = s->officers, in_all = t->desk[s->weeks * 7];
    whole order = 0, found = 0, begins_on = 0;
    int32_t *row = r->rows;
    memset(r->free, 0, (size_t)officers * sizeof(whole));
    for (whole day = 0; day < s->weeks * 7; day++) {
        whole size = 0;
        for (whole source = 0; source < sources; source++) {
            whole entity = day * sources + source, number = 0;
            uint64_t fate = fate_of(r->key, S_ARRIVALS, (uint64_t)entity);
            for (whole part = 0; part < t->a_parts[entity]; part++)
                number += picked_at_or_below(r->totals + r->starts[entity], luck_of(fate, (uint64_t)part));
            if (size + number > r->day_room) {
                r->is_full = 1;
                return 0;
            }
            whole first = entity << 20;
            for (whole each = 0; each < number; each++) {
                r->fates[size + each] = fate_of(r->key, S_CONTACT, (uint64_t)(first + each));
                r->sources_of[size + each] = source;
            }
            size += number;
        }
        for (whole each = 0; each < size; each++) {
            r->came[each] = (whole)(luck_of(r->fates[each], MINUTE) * MINUTES_A_DAY) << 32 | each;
            r->takes[each] = most_of(1, rounded(s->screening_minutes * (0.5 + luck_of(r->fates[each], SCREENING))));
        }
        put_in_order(r->came, r->in_order, r->until, size);
        whole week = day / 7, opened = t->desk[day], closed = t->desk[day + 1], all_children = 0;
        row[week * MEASURES + M_CONTACTS] += (int32_t)size;
        for (whole place = 0; place < size; place++) {
            whole of_day = r->in_order[place] >> 32, which = r->in_order[place] & 0xFFFFFFFF;
            uint64_t fate = r->fates[which];
            whole source = r->sources_of[which], minute = day * MINUTES_A_DAY + of_day;
            whole children = 1 + picked(t->kids + source * t->most_children, t->most_children, luck_of(fate, HOW_MANY));
            all_children += children;
            whole begins = most_of(r->free[0], opened + least_of(most_of(of_day - s->desk_opens, 0), closed - opened));
            whole ends = begins + r->takes[which], later = ends;
            for (whole officer = 1; officer < officers; officer++) {
                r->free[officer - 1] = least_of(r->free[officer], later);
                later = most_of(r->free[officer], later);
            }
            r->free[officers - 1] = later;
            order++;
            if (ends > in_all) continue;
            while (t->desk[begins_on + 1] <= begins) begins_on++;
            whole ends_on = begins_on;
            while (t->desk[ends_on + 1] < ends) ends_on++;
            whole at = most_of(minute, ends_on * MINUTES_A_DAY + s->desk_opens + ends - t->desk[ends_on]);
            if (at >= r->horizon) continue;
            whole decided = at / MINUTES_A_WEEK;
            if (at - minute > MINUTES_A_DAY) row[decided * MEASURES + M_MISSED]++;
            double share = luck_of(fate, CONVERSION);
            if (share >= t->conversion[decided * sources + source]) continue;
            if (found >= r->families_room) {
                r->is_full = 1;
                return 0;
            }
            whole new = at << 32 | order, spot = found;
            for (; spot > 0 && r->referred[spot - 1].key > new; spot--) r->referred[spot] = r->referred[spot - 1];
            r->referred[spot].key = new;
            r->referred[spot].fate = fate;
            r->referred[spot].children = (int32_t)children;
            r->referred[spot].is_marginal = share >= t->conversion[source];
            found++;
        }
        row[week * MEASURES + M_CHILD_CONTACTS] += (int32_t)all_children;
    }
    return found;
}

/* Families and lines */

static whole new_family(
    const Tables *t, Run *r, uint64_t fate, whole children, whole team, whole clock, whole working, whole is_marginal
) {
    whole number = r->families_so_far;
    if (number >= r->families_room) {
        r->is_full = 1;
        return number - 1;
    }
    r->families_so_far++;
    Family *f = &r->families[number];
    f->fate = fate;
    f->children = (int32_t)children;
    f->team = (int16_t)team;
    f->priority = (int16_t)picked(t->priorities, t->s->priorities, luck_of(fate, HOW_URGENT));
    f->clock = (int32_t)clock;
    f->clock_working = (int32_t)working;
    f->length = (int32_t)rounded(days_at(t, 0, luck_of(fate, ASSESSMENT)) * (double)t->s->office_lasts);
    const double *shares = t->outcomes + is_marginal * t->outcome_kinds;
    f->outcome = (int16_t)picked(shares, t->outcome_kinds, luck_of(fate, WHAT_FOLLOWS));
    f->stage = 0;
    f->worker = -1;
    f->ends_at = -1;
    f->ends_working = 0;
    f->rest = -1;
    f->was_allocated = 0;
    f->next = -1;
    f->previous = -1;
    return number;
}

static void turns_late(const Tables *t, Run *r, whole number, whole week) {
    Family *f = &r->families[number];
    whole late_week = most_of(week, late_week_of(t, r, f->clock_working));
    f->late_week = (int16_t)late_week;
    r->turning[f->team * (t->s->weeks + 1) + late_week] += f->children;
}

static void no_longer_late(const Tables *t, Run *r, whole number, whole week) {
    Family *f = &r->families[number];
    if (f->late_week < week)
        r->late[f->team] -= f->children;
    else
        r->turning[f->team * (t->s->weeks + 1) + f->late_week] -= f->children;
}

static whole part_of_line(const Tables *t, const Family *f) {
    whole need = least_of(f->children * t->points[f->stage], LARGEST_NEED);
    return (f->team * t->s->priorities + f->priority) * NEEDS + need;
}

static int stands_before(const Family *families, whole one, whole other) {
    return families[one].clock < families[other].clock ||
           (families[one].clock == families[other].clock && one < other);
}

static void join(const Tables *t, Run *r, whole number) {
    Family *families = r->families, *f = &families[number];
    int32_t *ends = r->line[part_of_line(t, f)];
    whole before = ends[1];
    while (before >= 0 && stands_before(families, number, before)) before = families[before].previous;
    whole after = before < 0 ? ends[0] : families[before].next;
    f->previous = (int32_t)before;
    f->next = (int32_t)after;
    *(before < 0 ? &ends[0] : &families[before].next) = (int32_t)number;
    *(after < 0 ? &ends[1] : &families[after].previous) = (int32_t)number;
    r->waiting[f->team] += f->children;
}

static void leave_line(const Tables *t, Run *r, whole number) {
    Family *families = r->families, *f = &families[number];
    int32_t *ends = r->line[part_of_line(t, f)];
    *(f->previous < 0 ? &ends[0] : &families[f->previous].next) = f->next;
    *(f->next < 0 ? &ends[1] : &families[f->next].previous) = f->previous;
    r->waiting[f->team] -= f->children;
}

static void will_be_overdue(const Tables *t, Run *r, whole number, whole now) {
    if (t->s->policy != NAMED_OVERRIDE) return;
    whole due = when(t, r, r->families[number].clock_working + t->s->override_minutes);
    if (due > now) push(r, due, OVERRIDE, number);
}

static whole first_fitting(const Tables *t, const Run *r, whole team, whole free, whole over, whole overdue) {
    const Given *s = t->s;
    const Family *families = r->families;
    whole most_extra = s->policy == NAMED_OVERRIDE ? s->override_points : 0;
    whole most_needed = over == NEVER ? least_of(free + most_extra, LARGEST_NEED) : LARGEST_NEED;
    for (whole priority = 0; priority < s->priorities; priority++) {
        whole first = -1;
        for (whole need = 0; need <= most_needed; need++) {
            int is_apart = need < LARGEST_NEED;
            if (is_apart && need > free + most_extra && need <= over) continue;
            whole number = r->line[(team * s->priorities + priority) * NEEDS + need][0];
            int fits_anyway = is_apart && (need <= free || need > over);
            while (number >= 0 && !fits_anyway) {
                const Family *f = &families[number];
                whole needs = f->children * t->points[f->stage], extra = f->clock_working <= overdue ? most_extra : 0;
                if (needs <= free + extra || needs > over) break;
                number = f->next;
            }
            if (number >= 0 && (first < 0 || stands_before(families, number, first))) first = number;
        }
        if (first >= 0) return first;
    }
    return -1;
}

/* Workers */

static whole ceiling_at(const Worker *w, whole now) {
    if (now - w->since >= w->weeks_to_full * MINUTES_A_WEEK) return w->ceiling;
    return w->ceiling * ((now - w->since) / MINUTES_A_WEEK + 1) / (w->weeks_to_full + 1);
}

static void look_at_workers(Run *r, whole first, whole last, whole now) {
    for (whole worker = first; worker < last; worker++) {
        const Worker *w = &r->workers[worker];
        r->ceiling[worker] = -NEVER;
        r->alone[worker] = NEVER;
        if (w->filled && !w->sick) {
            r->ceiling[worker] = (int32_t)ceiling_at(w, now);
            if (w->ceiling > 0 && now - w->since >= w->weeks_to_full * MINUTES_A_WEEK)
                r->alone[worker] = (int32_t)w->ceiling;
        }
    }
}

static whole choose(const Run *r, whole first, whole last, whole need, whole extra) {
    whole best = (whole)NEVER << 10;
    for (whole worker = first; worker < last; worker++) {
        whole held = r->load[worker];
        int fits = (held + need <= r->ceiling[worker] + extra) | ((held == 0) & (need > r->alone[worker]));
        best = least_of(best, (fits ? held : NEVER) << 10 | (worker - first));
    }
    return best >> 10 < NEVER ? first + (best & 1023) : -1;
}

static void hold(const Tables *t, Run *r, whole number, whole worker, whole ends_at) {
    Family *f = &r->families[number];
    Worker *w = &r->workers[worker];
    f->previous = -1;
    f->next = (int32_t)w->first;
    if (w->first >= 0) r->families[w->first].previous = (int32_t)number;
    w->first = number;
    w->children += f->children;
    r->load[worker] += (int32_t)(f->children * t->points[f->stage]);
    f->worker = (int32_t)worker;
    f->ends_at = (int32_t)ends_at;
    push(r, ends_at, WORK_DONE, number);
}

static void let_go(const Tables *t, Run *r, whole number) {
    Family *f = &r->families[number];
    Worker *w = &r->workers[f->worker];
    if (f->previous < 0)
        w->first = f->next;
    else
        r->families[f->previous].next = f->next;
    if (f->next >= 0) r->families[f->next].previous = f->previous;
    w->children -= f->children;
    r->load[f->worker] -= (int32_t)(f->children * t->points[f->stage]);
    f->worker = -1;
    f->ends_at = -1;
}

static whole assessed_at(const Tables *t, Run *r, whole number, whole worker, whole working, whole now) {
    const Given *s = t->s;
    Family *f = &r->families[number];
    const Worker *w = &r->workers[worker];
    whole length = f->length, ends_working;
    if (s->lengthens != 0 && w->ceiling != 0) {
        double over = (double)(r->load[worker] + f->children * t->points[f->stage]) / (double)w->ceiling - 1;
        double raised = over < 0 ? 0 : over > 1 ? 1 : over;
        length = rounded(f->length * (1 + s->lengthens * raised));
    }
    whole by_duty = s->policy == DUTY_HOLD ? rounded(s->duty_share * (double)(working - f->clock_working)) : 0;
    if (s->from_referral) {
        ends_working = most_of(f->clock_working + length, working + most_of(0, s->least - by_duty));
    } else {
        length = f->rest < 0 ? most_of(0, length - by_duty) : f->rest;
        ends_working = working + length;
    }
    f->ends_working = (int32_t)ends_working;
    return most_of(now, when(t, r, ends_working));
}

static void place_family(const Tables *t, Run *r, whole number, whole worker, whole working, whole now) {
    Family *f = &r->families[number];
    if (!f->was_allocated) {
        f->was_allocated = 1;
        whole days = least_of(WAIT_DAYS - 1, divided_down(now - f->clock, MINUTES_A_DAY));
        r->waits[f->priority * WAIT_DAYS + days] += f->children;
        r->waits[((1 + f->team) * t->s->priorities + f->priority) * WAIT_DAYS + days] += f->children;
    }
    hold(t, r, number, worker, f->stage > 0 ? now + f->rest : assessed_at(t, r, number, worker, working, now));
}

static void allocate(const Tables *t, Run *r, whole team, whole first, whole last, whole now) {
    const Given *s = t->s;
    whole working = count(t->office, s->office_opens, now), overdue = working - s->override_minutes;
    while (r->waiting[team] > 0) {
        whole free = -NEVER, over = NEVER;
        for (whole worker = first; worker < last; worker++) {
            free = most_of(free, (whole)r->ceiling[worker] - r->load[worker]);
            if (r->load[worker] == 0) over = least_of(over, r->alone[worker]);
        }
        whole number = first_fitting(t, r, team, free, over, overdue);
        if (!s->may_pass) {
            whole head = first_fitting(t, r, team, NEVER, NEVER, overdue);
            if (number >= 0 && number != head) {
                whole day = now / MINUTES_A_DAY, places[2] = {0, 1 + team};
                for (int each = 0; each < 2; each++)
                    if (r->blocked[places[each]] != day) {
                        r->blocked[places[each]] = day;
                        r->rows[(places[each] * s->weeks + day / 7) * MEASURES + M_BLOCKED]++;
                    }
                return;
            }
        }
        if (number < 0) return;
        const Family *f = &r->families[number];
        whole extra = s->policy == NAMED_OVERRIDE && f->clock_working <= overdue ? s->override_points : 0;
        whole worker = choose(r, first, last, f->children * t->points[f->stage], extra);
        leave_line(t, r, number);
        place_family(t, r, number, worker, working, now);
    }
}

/* Posts */

static void next_spell(const Tables *t, Run *r, whole worker, whole now) {
    Worker *w = &r->workers[worker];
    w->spells++;
    double mean = w->sick ? t->s->sick_minutes : t->s->well_minutes;
    whole lasts = rounded(-log(1 - luck(r->key, S_SICKNESS, (uint64_t)worker, (uint64_t)w->spells)) * mean);
    push(r, now + most_of(1, lasts), SICKNESS, worker);
}

static void may_leave(const Tables *t, Run *r, whole worker, whole now) {
    const Worker *w = &r->workers[worker];
    double rate = w->agency ? t->s->agency_leaving : t->s->leaving;
    if (rate == 0) return;
    double share = luck(r->key, S_LEAVING, (uint64_t)worker, (uint64_t)(2 * w->candidates));
    double lasts = -log(1 - share) / (rate * (1 + t->s->raises_leaving));
    if (lasts < NEVER) push(r, now + most_of(1, rounded(lasts)), IS_LEAVING, worker);
}

static void empty(const Tables *t, Run *r, whole worker, whole now) {
    Worker *w = &r->workers[worker];
    w->filled = 0;
    whole working = count(t->office, t->s->office_opens, now);
    for (whole number = w->first; number >= 0;) {
        Family *f = &r->families[number];
        whole after = f->next, rest = f->stage == 0 ? f->ends_working - working : f->ends_at - now;
        f->rest = (int32_t)most_of(0, rest);
        f->worker = -1;
        f->ends_at = -1;
        join(t, r, number);
        will_be_overdue(t, r, number, now);
        number = after;
    }
    w->first = -1;
    w->children = 0;
    r->load[worker] = 0;
}

static void leaves(const Tables *t, Run *r, whole worker, whole now) {
    Worker *w = &r->workers[worker];
    double raises = t->s->raises_leaving;
    double share = luck(r->key, S_LEAVING, (uint64_t)worker, (uint64_t)(2 * w->candidates + 1));
    w->candidates++;
    double over = w->ceiling ? (double)r->load[worker] / (double)w->ceiling - 1 : 0.0;
    double raised = 1 + raises * (over < 0 ? 0 : over > 1 ? 1 : over);
    if (share * (1 + raises) >= raised) {
        may_leave(t, r, worker, now);
        return;
    }
    empty(t, r, worker, now);
    double found = luck(r->key, S_RECRUITING, (uint64_t)worker, (uint64_t)w->vacancies);
    double takes = days_at(t, t->curves - (w->agency ? 2 : 3), found);
    w->vacancies++;
    push(r, now + most_of(1, rounded(takes * MINUTES_A_DAY)), STARTING, worker);
}

static void of_post(const Tables *t, Run *r, whole kind, whole worker, whole now) {
    Worker *w = &r->workers[worker];
    if (kind == POST_ENDS) {
        w->over = 1;
        empty(t, r, worker, now);
    } else if (kind == IS_LEAVING) {
        leaves(t, r, worker, now);
    } else if (kind == STARTING) {
        w->filled = 1;
        w->since = now;
        for (whole later = 1; later <= w->weeks_to_full; later++)
            push(r, now + later * MINUTES_A_WEEK, MORE_LOAD, worker);
        may_leave(t, r, worker, now);
    } else if (kind == SICKNESS) {
        w->sick = 1 - w->sick;
        next_spell(t, r, worker, now);
    }
}

static void fill(const Tables *t, Run *r) {
    for (whole worker = 0; worker < t->post_count; worker++) {
        const whole *post = t->posts + worker * 7;
        Worker *w = &r->workers[worker];
        *w = (Worker){
            .team = post[0], .ceiling = post[1], .ends = post[3], .weeks_to_full = post[4], .agency = post[5],
            .pounds = post[6], .since = -NEVER, .first = -1,
        };
        r->load[worker] = 0;
        push(r, w->ends, POST_ENDS, worker);
        if (t->s->sick_share > 0) {
            w->sick = luck(r->key, S_SICKNESS, (uint64_t)worker, 0) < t->s->sick_share;
            next_spell(t, r, worker, 0);
        }
        if (post[2] > 0) {
            push(r, post[2], STARTING, worker);
        } else {
            w->filled = 1;
            may_leave(t, r, worker, 0);
        }
    }
}

static void open_up(const Tables *t, Run *r) {
    const Given *s = t->s;
    for (whole entity = 0; entity < t->open_count; entity++) {
        whole team = t->open_work[entity * 3], stage = t->open_work[entity * 3 + 1], age = t->open_work[entity * 3 + 2];
        whole known = most_of(age, 0), ends_at;
        uint64_t fate = fate_of(r->key, S_OPEN_WORK, (uint64_t)entity);
        whole number = new_family(
            t, r, fate, 1, team, -known * (MINUTES_A_DAY * 7 / 5), -known * s->office_lasts, 0
        );
        if (r->is_full) return;
        Family *f = &r->families[number];
        if (stage == 0) {
            turns_late(t, r, number, 0);
            join(t, r, number);
            will_be_overdue(t, r, number, 0);
            continue;
        }
        whole curve = stage == 1 ? 0 : stage - 1;
        double share = luck_of(fate, AGE), left = 0.0, before = 0.0;
        if (age < 0) {
            left = left_over(t, curve, share);
            double so_far = share_by(t, curve, left);
            if (so_far < 1) {
                double again = so_far + luck_of(fate, LASTING) * (1 - so_far), whole_length = days_at(t, curve, again);
                before = whole_length - left > 0 ? whole_length - left : 0.0;
            }
        } else {
            double so_far = share_by(t, curve, (double)age);
            if (so_far < 1) {
                double whole_length = days_at(t, curve, so_far + share * (1 - so_far));
                left = whole_length - (double)age > 0 ? whole_length - (double)age : 0.0;
            }
            before = (double)age;
        }
        f->stage = (int16_t)(stage - 1);
        if (stage == 1) {
            whole working = rounded(before * (double)s->office_lasts);
            whole ends_working = most_of(1, rounded(left * (double)s->office_lasts));
            f->clock_working = (int32_t)-working;
            f->clock = (int32_t) - (working * MINUTES_A_DAY * 7 / (5 * s->office_lasts));
            f->ends_working = (int32_t)ends_working;
            f->length = (int32_t)(working + ends_working);
            f->rest = (int32_t)ends_working;
            ends_at = when(t, r, ends_working);
            turns_late(t, r, number, 0);
        } else {
            f->outcome = (int16_t)(stage - 2);
            f->clock = (int32_t)-rounded(before * MINUTES_A_DAY);
            ends_at = most_of(1, rounded(left * MINUTES_A_DAY));
            f->rest = (int32_t)ends_at;
        }
        f->was_allocated = 1;
        whole best = -1, least = NEVER;
        for (whole worker = t->team_first[team]; worker < t->team_first[team + 1]; worker++)
            if (r->workers[worker].filled && r->load[worker] < least) {
                best = worker;
                least = r->load[worker];
            }
        if (best < 0) {
            join(t, r, number);
            will_be_overdue(t, r, number, 0);
        } else {
            hold(t, r, number, best, ends_at);
        }
    }
}

/* The weeks */

static void caseloads(int32_t *row, whole held, whole in_post, whole most, const whole *workers_with) {
    row[M_OPEN] = (int32_t)held;
    row[M_WORKERS] = (int32_t)in_post;
    if (in_post == 0) return;
    row[M_MEAN] = (int32_t)(held * 100 / in_post);
    row[M_MAX] = (int32_t)most;
    whole half = (in_post * 50 + 99) / 100, most_of_them = (in_post * 90 + 99) / 100, so_far = 0, children = 0;
    while (so_far < half) so_far += workers_with[children++];
    row[M_P50] = (int32_t)(children - 1);
    while (so_far < most_of_them) so_far += workers_with[children++];
    row[M_P90] = (int32_t)(children - 1);
}

static void week_ends(const Tables *t, Run *r, whole week) {
    static const int added[] = {M_REFERRALS, M_WAITING, M_OVER, M_COMPLETED, M_LATE, M_OPEN_LATE, M_POUNDS, M_LEFT};
    const Given *s = t->s;
    whole now = (week + 1) * MINUTES_A_WEEK, everybody = 0, all_held = 0, all_most = 0;
    int32_t *all = r->rows + week * MEASURES;
    for (whole team = 0; team < t->teams; team++) {
        int32_t *row = r->rows + ((1 + team) * s->weeks + week) * MEASURES;
        whole in_post = 0, held = 0, most = 0, over = 0, pounds = 0, oldest = 0;
        for (whole worker = t->team_first[team]; worker < t->team_first[team + 1]; worker++) {
            const Worker *w = &r->workers[worker];
            if (!w->filled) continue;
            in_post++;
            held += w->children;
            most = most_of(most, w->children);
            pounds += w->pounds;
            r->in_team[w->children]++;
            over += r->load[worker] > ceiling_at(w, now);
        }
        caseloads(row, held, in_post, most, r->in_team);
        for (whole children = 0; children <= most; children++) {
            r->workers_with[children] += r->in_team[children];
            r->in_team[children] = 0;
        }
        for (whole place = team * s->priorities * NEEDS; place < (team + 1) * s->priorities * NEEDS; place++)
            if (r->line[place][0] >= 0)
                oldest = most_of(oldest, divided_down(now - r->families[r->line[place][0]].clock, MINUTES_A_DAY));
        r->late[team] += r->turning[team * (s->weeks + 1) + week];
        row[M_WAITING] = (int32_t)r->waiting[team];
        row[M_OLDEST] = (int32_t)oldest;
        row[M_OVER] = (int32_t)over;
        row[M_OPEN_LATE] = (int32_t)r->late[team];
        row[M_POUNDS] = (int32_t)pounds;
        row[M_SPAN] = (int32_t)((held + r->waiting[team] + t->managers[team] - 1) / t->managers[team]);
        all[M_OLDEST] = (int32_t)most_of(all[M_OLDEST], row[M_OLDEST]);
        all[M_SPAN] = (int32_t)most_of(all[M_SPAN], row[M_SPAN]);
        for (size_t each = 0; each < sizeof added / sizeof *added; each++) all[added[each]] += row[added[each]];
        everybody += in_post;
        all_held += held;
        all_most = most_of(all_most, most);
    }
    caseloads(all, all_held, everybody, all_most, r->workers_with);
    memset(r->workers_with, 0, (size_t)(all_most + 1) * sizeof(whole));
}

static whole done(const Tables *t, Run *r, whole number, whole week, whole now) {
    Family *f = &r->families[number];
    whole worker = f->worker, before = r->load[worker], lasts = 0;
    if (f->stage == 0) {
        int32_t *row = r->rows + ((1 + f->team) * t->s->weeks + week) * MEASURES;
        row[M_COMPLETED] += f->children;
        if (count(t->office, t->s->office_opens, now) - f->clock_working > t->s->deadline) row[M_LATE] += f->children;
        no_longer_late(t, r, number, week);
        lasts = rounded(days_at(t, 1 + f->outcome, luck_of(f->fate, LASTING)) * MINUTES_A_DAY);
    }
    if (lasts == 0) {
        let_go(t, r, number);
    } else {
        r->load[worker] += (int32_t)(f->children * (t->points[1 + f->outcome] - t->points[f->stage]));
        f->stage = (int16_t)(1 + f->outcome);
        f->ends_at = (int32_t)(now + lasts);
        push(r, now + lasts, WORK_DONE, number);
    }
    return before - r->load[worker];
}

static whole referred_now(const Tables *t, Run *r, const Contact *contact, whole week, whole now) {
    const Given *s = t->s;
    uint64_t fate = contact->fate;
    whole team = picked(t->team_shares, t->teams, luck_of(fate, WHICH_TEAM));
    whole working = count(t->office, s->office_opens, now);
    whole number = new_family(t, r, fate, contact->children, team, now, working, contact->is_marginal), worker = -1;
    Family *f = &r->families[number];
    r->rows[((1 + team) * s->weeks + week) * MEASURES + M_REFERRALS] += f->children;
    turns_late(t, r, number, week);
    if (s->may_pass) {
        whole extra = s->policy == NAMED_OVERRIDE && s->override_minutes <= 0 ? s->override_points : 0;
        worker = choose(r, t->team_first[team], t->team_first[team + 1], f->children * t->points[0], extra);
    }
    if (worker >= 0) {
        place_family(t, r, number, worker, working, now);
        return team;
    }
    join(t, r, number);
    will_be_overdue(t, r, number, now);
    if (s->may_leave_line) {
        double patience = days_at(t, t->curves - 1, luck_of(fate, PATIENCE));
        push(r, now + rounded(patience * MINUTES_A_DAY), LEAVES_LINE, number);
    }
    return team;
}

static void run_through(const Tables *t, Run *r, whole found) {
    const Given *s = t->s;
    whole upcoming = 0;
    for (whole day = 0; day < s->weeks * 7; day++) {
        whole week = day / 7, ends = (day + 1) * MINUTES_A_DAY;
        begin_day(r, day);
        for (;;) {
            whole now = NEVER, kind = REFERRED, top = 0, team, first, last;
            if (r->at < r->size) {
                top = r->today[r->at];
                now = top >> MINUTE_SHIFT;
                kind = top >> KIND_SHIFT & KIND_MASK;
            }
            whole comes_at = upcoming < found ? r->referred[upcoming].key >> 32 : NEVER;
            if (comes_at < ends && (comes_at < now || (comes_at == now && kind >= REFERRED))) {
                now = comes_at;
                team = referred_now(t, r, &r->referred[upcoming++], week, now);
                if (s->may_pass && !r->is_full) continue;
                first = t->team_first[team];
                last = t->team_first[team + 1];
            } else if (r->at < r->size) {
                whole number = top & NUMBER_MASK;
                r->at++;
                if (kind == WORK_DONE) {
                    const Family *f = &r->families[number];
                    if (f->worker < 0 || f->ends_at != now) continue;
                    whole worker = f->worker, gained;
                    team = f->team;
                    gained = done(t, r, number, week, now);
                    first = t->team_first[team];
                    last = t->team_first[team + 1];
                    if (s->may_pass) {
                        if (gained <= 0) continue;
                        first = worker;
                        last = worker + 1;
                    }
                } else if (kind == OVERRIDE || kind == LEAVES_LINE) {
                    const Family *f = &r->families[number];
                    if (kind == LEAVES_LINE && f->was_allocated) continue;
                    team = f->team;
                    first = t->team_first[team];
                    last = t->team_first[team + 1];
                    if (kind == LEAVES_LINE) {
                        leave_line(t, r, number);
                        no_longer_late(t, r, number, week);
                        r->rows[((1 + team) * s->weeks + week) * MEASURES + M_LEFT] += f->children;
                    }
                } else {
                    if (r->workers[number].over) continue;
                    team = r->workers[number].team;
                    of_post(t, r, kind, number, now);
                    first = t->team_first[team];
                    last = t->team_first[team + 1];
                    look_at_workers(r, first, last, now);
                }
            } else {
                break;
            }
            if (r->waiting[team] > 0) allocate(t, r, team, first, last, now);
            if (r->is_full) return;
        }
        if (day % 7 == 6) week_ends(t, r, week);
    }
}

static void *store(whole places, size_t size) { return calloc((size_t)(places > 0 ? places : 1), size); }

static void set_up(const Tables *t, Run *r) {
    const Given *s = t->s;
    r->families_so_far = r->size = r->at = r->is_full = r->fresh = 0;
    r->day = r->unused = -1;
    memset(r->bucket, -1, (size_t)(s->weeks * 7) * sizeof(whole));
    memset(r->line, -1, (size_t)(t->teams * s->priorities * NEEDS) * sizeof *r->line);
    memset(r->waiting, 0, (size_t)t->teams * sizeof(whole));
    memset(r->late, 0, (size_t)t->teams * sizeof(whole));
    memset(r->turning, 0, (size_t)(t->teams * (s->weeks + 1)) * sizeof(whole));
    memset(r->blocked, -1, (size_t)(1 + t->teams) * sizeof(whole));
    fill(t, r);
    look_at_workers(r, 0, t->post_count, 0);
    open_up(t, r);
    for (whole team = 0; team < t->teams && !r->is_full; team++)
        allocate(t, r, team, t->team_first[team], t->team_first[team + 1], 0);
}

/* All runs of a block, one after another; 0, or 1 where a store ran full. */
int follow(
    const Tables *t, uint64_t seed, whole first_run, whole runs, int32_t *rows, whole *waits, whole family_room,
    whole day_room
) {
    const Given *s = t->s;
    whole days = s->weeks * 7;
    whole most_held = (family_room + t->open_count) * t->most_children + 1;
    Run run = {
        .horizon = s->weeks * MINUTES_A_WEEK, .families_room = family_room, .queue_room = 4 * family_room + 1024,
        .day_room = day_room, .waits = waits,
    };
    Run *r = &run;
    r->starts = store(days * t->sources, sizeof(whole));
    add_up_chances(t, r);
    r->working_days = store(days, sizeof(whole));
    for (whole day = 0, place = 0; day < days; day++)
        if (t->office[day + 1] > t->office[day]) r->working_days[place++] = day;
    r->families = store(family_room, sizeof(Family));
    r->referred = store(family_room, sizeof(Contact));
    r->queue = store(r->queue_room, sizeof(Event));
    r->bucket = store(days, sizeof(whole));
    r->today = store(day_room, sizeof(whole));
    r->came = store(day_room, sizeof(whole));
    r->in_order = store(day_room, sizeof(whole));
    r->until = store(HALF_HOURS, sizeof(whole));
    r->takes = store(day_room, sizeof(whole));
    r->fates = store(day_room, sizeof(uint64_t));
    r->sources_of = store(day_room, sizeof(whole));
    r->free = store(s->officers, sizeof(whole));
    r->workers = store(t->post_count, sizeof(Worker));
    r->load = store(t->post_count, sizeof(int32_t));
    r->ceiling = store(t->post_count, sizeof(int32_t));
    r->alone = store(t->post_count, sizeof(int32_t));
    r->line = store(t->teams * s->priorities * NEEDS, sizeof *r->line);
    r->waiting = store(t->teams, sizeof(whole));
    r->late = store(t->teams, sizeof(whole));
    r->turning = store(t->teams * (s->weeks + 1), sizeof(whole));
    r->blocked = store(1 + t->teams, sizeof(whole));
    r->workers_with = store(most_held, sizeof(whole));
    r->in_team = store(most_held, sizeof(whole));
    for (whole number = 0; number < runs && !r->is_full; number++) {
        r->key = key_of(seed, (uint64_t)(first_run + number));
        r->rows = rows + number * (1 + t->teams) * s->weeks * MEASURES;
        set_up(t, r);
        whole found = r->is_full ? 0 : screen(t, r);
        if (!r->is_full) run_through(t, r, found);
    }
    void *stores[] = {
        r->starts, r->totals, r->working_days, r->families, r->referred, r->queue, r->bucket, r->today, r->came,
        r->in_order, r->until, r->takes, r->fates, r->sources_of, r->free, r->workers, r->load, r->ceiling, r->alone,
        r->line, r->waiting, r->late, r->turning, r->blocked, r->workers_with, r->in_team,
    };
    for (size_t each = 0; each < sizeof stores / sizeof *stores; each++) free(stores[each]);
    return (int)r->is_full;
}
