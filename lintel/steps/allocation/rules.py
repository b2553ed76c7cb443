"""What a worker may hold, when waiting is too long, and when a worker is one in name only. Plain values, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from lintel.statute.calendar import WorkingCalendar
from lintel.statute.limits import TimeLimit
from lintel.steps.allocation.codes import InNameOnly, Rung

# --- what a worker may hold -------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What giving a worker so many children comes to."""

    WITHIN = "within"
    OVER_THE_CEILING = "over_the_ceiling"
    BEYOND_PROTECTED_LOAD = "beyond_protected_load"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """
    What was agreed for a day, all in children of one full-time worker.

    :param ceiling: what anybody holds at most.
    :param protected: what a newly qualified worker holds at most.
    """

    ceiling: float
    protected: float


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How much of a worker is there: their contracted part of full time, and whether they are newly qualified."""

    fte: float
    is_newly_qualified: bool = False


def most_children(terms: Terms, agreed: Agreed) -> float:
    """How many children a worker may hold, for their hours; a newly qualified one no more than the protected load."""
    return terms.fte * (min(agreed.ceiling, agreed.protected) if terms.is_newly_qualified else agreed.ceiling)


def verdict(children: int, terms: Terms, agreed: Agreed) -> Verdict:
    """What it comes to when a worker holds so many children."""
    if children <= most_children(terms, agreed):
        return Verdict.WITHIN
    return Verdict.BEYOND_PROTECTED_LOAD if terms.is_newly_qualified else Verdict.OVER_THE_CEILING


@dataclass(frozen=True, kw_only=True)
class Away:
    """A time when a worker is not at work: `ends_on` is the first day back, None where that is not known."""

    starts_on: date
    ends_on: date | None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def hours_available(
    *, fte: float, full_week: float, protected_a_week: float, away: Sequence[Away], first: date, last: date,
    calendar: WorkingCalendar,
) -> float:  # fmt: skip
    """
    The hours a worker has for children from one day to another, both counted.

    Contracted hours of every working day on which the worker is there, less the protected time of those days; never
    less than none.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    there = sum(calendar.is_working_day(day) and not any(each.covers(day) for each in away) for day in days)
    return max(0.0, there * (fte * full_week - protected_a_week) / 5)


# --- waiting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class WaitLimits:
    """When the service manager and the head of service are told, and how late a check may be."""

    service_manager: TimeLimit
    head_of_service: TimeLimit
    unchecked: TimeLimit


def rungs_reached(
    *, since: date, check_due_on: date | None, today: date, limits: WaitLimits, calendar: WorkingCalendar
) -> list[Rung]:
    """
    Who must know of a child without a worker by the end of `today`.

    :param since: the day the child was to have a worker: of the decision, or of the last worker's leaving.
    :param check_due_on: the day the last check says the next is due; None where none was ever made.
    """
    found = []
    if is_check_overdue(since=since, check_due_on=check_due_on, today=today, late=limits.unchecked, calendar=calendar):
        found.append(Rung.UNCHECKED)
    if limits.service_manager.due_on(since, calendar) <= today:
        found.append(Rung.SERVICE_MANAGER)
    if limits.head_of_service.due_on(since, calendar) <= today:
        found.append(Rung.HEAD_OF_SERVICE)
    return found


EVERY_WEEK = timedelta(weeks=1)


def fell_due_on(
    rung: Rung, *, since: date, check_due_on: date | None, today: date, limits: WaitLimits, calendar: WorkingCalendar
) -> date:
    """
    The day for which whoever must know is told: the day a check was missed or a wait reached the rung, and the same day
    of every week after. Nobody is told once of what lasts three months.
    """
    limit = limits.service_manager if rung is Rung.SERVICE_MANAGER else limits.head_of_service
    first = (check_due_on or since) if rung is Rung.UNCHECKED else limit.due_on(since, calendar)
    return first + EVERY_WEEK * ((today - first) // EVERY_WEEK)


def is_check_overdue(
    *, since: date, check_due_on: date | None, today: date, late: TimeLimit, calendar: WorkingCalendar
) -> bool:
    """Whether a check is later than agreed; for a child nobody ever checked, counted from the day the wait began."""
    return late.due_on(check_due_on or since, calendar) < today


def check_may_wait_until(checked_on: date, *, longest: TimeLimit, calendar: WorkingCalendar) -> date:
    """The last day that may be named for the next check of a waiting child's safety."""
    return longest.due_on(checked_on, calendar)


# --- in name only -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Held:
    """
    A child whom a worker accepted, as far as the question goes whether the worker is one in name only.

    :param away: when the worker is away, with no regard to cover.
    :param is_covered: whether somebody else is named for today.
    :param has_worker_left: whether the worker holds no cases here any more, and nobody has taken the child since.
    """

    accepted_on: date
    reached_on: date | None
    away: Sequence[Away]
    is_covered: bool
    is_worker_over_ceiling: bool
    has_worker_left: bool = False


def in_name_only(
    held: Held, *, today: date, contact: TimeLimit, absence: TimeLimit, calendar: WorkingCalendar
) -> list[InNameOnly]:
    """
    Why a child has a worker on paper only: gone, away for longer than agreed with nobody named, above the ceiling, or
    without any contact in the agreed time. Empty where the worker is one in fact.

    An absence counts from its first day once it has lasted, or is known to last, longer than agreed.
    """
    found = [InNameOnly.LEFT] if held.has_worker_left else []
    for each in held.away:
        if each.covers(today) and not held.is_covered:
            last = each.ends_on - timedelta(days=1) if each.ends_on else today
            before = each.starts_on - timedelta(days=1)
            if calendar.working_days_between(before, max(last, each.starts_on)) > absence.amount:
                found.append(InNameOnly.ABSENT)
                break
    if held.is_worker_over_ceiling:
        found.append(InNameOnly.OVER_CEILING)
    if held.reached_on is None and contact.due_on(held.accepted_on, calendar) < today:
        found.append(InNameOnly.NO_CONTACT)
    return found


# --- changes of worker ------------------------------------------------------------------------------------------------

TWELVE_MONTHS = timedelta(days=365)


def changes_of_worker(held: Sequence[tuple[date, int]], *, until: date) -> int:
    """
    How often a child got another worker in the twelve months to a day, whatever the reason; a duty worker's handing
    over counts (K41).

    :param held: the day each worker began with the child, and who it was.
    """
    since = until - TWELVE_MONTHS
    return sum(
        since < began_on <= until and before != worker
        for (_, before), (began_on, worker) in pairwise(sorted(held, key=lambda each: each[0]))
    )
