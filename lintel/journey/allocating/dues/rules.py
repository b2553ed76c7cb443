"""What is due for one child, and when. Plain values in, days out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.seeing.rules import SeenBy, ToBeSeen, seen_by
from lintel.statute.calendar import WorkingCalendar
from lintel.statute.limits import TimeLimit


@dataclass(frozen=True, kw_only=True)
class DueLimits:
    """How long each thing may take, as in force on the day looked at."""

    allocation_answered: TimeLimit
    first_contact: TimeLimit
    child_seen: TimeLimit
    child_seen_in_enquiry: TimeLimit
    protection_visit: TimeLimit
    assessment: TimeLimit
    assessment_review: TimeLimit
    core_group: TimeLimit
    first_review: TimeLimit
    later_review: TimeLimit


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A visit: the day, and whether the child was seen; None where the record does not say."""

    on: date
    child_seen: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    A child with a worker, as far as the question goes what is due next.

    :param accepted_on: the day the worker accepted; None where the files only say that they held the child.
    :param reached_on: the day the worker first reached the child or family, by what they said or by a visit of theirs.
    :param is_assessed: whether the assessment of this episode is authorised, or a plan says that it is past.
    :param midpoint_from: the day from which the clock of an assessment under way here runs, as long as no manager has
        looked at it half-way.
    :param protected_since: the day a child protection plan began that is under way.
    :param conference_on: the initial conference that led to it, where one is recorded.
    :param reviews: the review conferences held under it.
    :param looked_into_since: since when harm to the child is looked into; None where it is not.
    :param born_on: the day of birth or, of an unborn child, the expected one.
    """

    referred_on: date
    accepted_on: date | None
    reached_on: date | None = None
    visits: Sequence[Visited] = ()
    is_assessed: bool = False
    midpoint_from: date | None = None
    protected_since: date | None = None
    conference_on: date | None = None
    reviews: Sequence[date] = ()
    looked_into_since: datetime | None = None
    born_on: date | None = None
    is_unborn: bool = False

    @property
    def last_seen_on(self) -> date | None:
        return max((visit.on for visit in self.visits if visit.child_seen), default=None)


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    One thing for one child, or for brothers and sisters together: what, by when.

    :param records: what it is answered on: the offers, or the promises.
    :param late_by: how many working days have gone since it was due; None where it is in time.
    """

    what: What
    children: tuple[int, ...]
    family: str
    due_on: date
    words: str = ""
    records: tuple[int, ...] = ()
    late_by: int | None = None

    @property
    def is_late(self) -> bool:
        return self.late_by is not None


def late_by(due_on: date, *, today: date, calendar: WorkingCalendar) -> int | None:
    """How many working days have gone since something was due; None where it is in time."""
    return calendar.working_days_between(due_on, today) if due_on < today else None


def first_contact_due(standing: Standing, *, limit: TimeLimit, calendar: WorkingCalendar) -> date | None:
    """The last day for reaching the family; None where they were reached, or nobody knows since when they are held."""
    if standing.reached_on is not None or standing.accepted_on is None:
        return None
    return limit.due_on(standing.accepted_on, calendar)


def child_seen_due(standing: Standing, *, limits: DueLimits, today: date, calendar: WorkingCalendar) -> SeenBy | None:
    """The last day for seeing the child, from the referral whoever held them meanwhile; None once they were seen."""
    child = ToBeSeen(
        referred_on=standing.referred_on, seen_on=standing.last_seen_on, looked_into_since=standing.looked_into_since,
        born_on=standing.born_on, is_unborn=standing.is_unborn,
    )  # fmt: skip
    return seen_by(
        child, limit=limits.child_seen, in_enquiry=limits.child_seen_in_enquiry, today=today, calendar=calendar
    )


def protection_visit_due(standing: Standing, *, limit: TimeLimit, calendar: WorkingCalendar) -> date | None:
    """The last day for the next visit under a protection plan: from the last one or, before any, from the plan."""
    if standing.protected_since is None:
        return None
    visits = [visit.on for visit in standing.visits if visit.child_seen is not False]
    return limit.due_on(max([standing.protected_since, *visits]), calendar)


def assessment_due(standing: Standing, *, limit: TimeLimit, calendar: WorkingCalendar) -> date | None:
    """The last day for the assessment, from the referral; None once it is authorised or a plan has followed."""
    return None if standing.is_assessed else limit.due_on(standing.referred_on, calendar)


def midpoint_due(standing: Standing, *, limit: TimeLimit, calendar: WorkingCalendar) -> date | None:
    """The last day for looking at an assessment half-way with the manager; None where that was done."""
    return None if standing.midpoint_from is None else limit.due_on(standing.midpoint_from, calendar)


def core_group_due(standing: Standing, *, limit: TimeLimit, today: date, calendar: WorkingCalendar) -> date | None:
    """
    The last day for the first core group. Nothing recorded says that it was held, so it is named until its day has
    passed and never called late.
    """
    if standing.protected_since is None or standing.conference_on is None:
        return None
    due_on = limit.due_on(standing.conference_on, calendar)
    return due_on if due_on >= today else None


def review_due(standing: Standing, *, first: TimeLimit, later: TimeLimit, calendar: WorkingCalendar) -> date | None:
    """The last day for the next review conference: from the last one, else from the initial conference or the plan."""
    if standing.protected_since is None:
        return None
    held = [day for day in standing.reviews if day >= standing.protected_since]
    if held:
        return later.due_on(max(held), calendar)
    return first.due_on(standing.conference_on or standing.protected_since, calendar)


def days_due(
    standing: Standing, *, limits: DueLimits, today: date, calendar: WorkingCalendar
) -> list[tuple[What, date]]:  # fmt: skip
    """Everything that is due for a child with a worker, what is due first first."""
    seen = child_seen_due(standing, limits=limits, today=today, calendar=calendar)
    asked = {
        What.FIRST_CONTACT: first_contact_due(standing, limit=limits.first_contact, calendar=calendar),
        What.CHILD_SEEN_IN_ENQUIRY if seen and seen.is_in_enquiry else What.CHILD_SEEN: seen.on if seen else None,
        What.PROTECTION_VISIT: protection_visit_due(standing, limit=limits.protection_visit, calendar=calendar),
        What.CORE_GROUP: core_group_due(standing, limit=limits.core_group, today=today, calendar=calendar),
        What.REVIEW: review_due(standing, first=limits.first_review, later=limits.later_review, calendar=calendar),
        What.MIDPOINT: midpoint_due(standing, limit=limits.assessment_review, calendar=calendar),
        What.ASSESSMENT: assessment_due(standing, limit=limits.assessment, calendar=calendar),
    }
    found = [(what, due_on) for what, due_on in asked.items() if due_on is not None]
    return sorted(found, key=lambda each: (each[1], each[0].place))


def together(dues: Iterable[Due]) -> list[Due]:
    """One line for brothers and sisters for whom the same is due on the same day; what is due first first."""
    lines: dict[tuple[object, ...], Due] = {}
    for due in dues:
        key = (due.what, due.family, due.due_on, due.words)
        one = lines.get(key)
        lines[key] = due if one is None else replace(
            one, children=one.children + due.children, records=one.records + due.records
        )  # fmt: skip
    return sorted(lines.values(), key=lambda due: (due.due_on, due.what.place, due.family, due.children))


def since_yesterday(today: date, calendar: WorkingCalendar) -> date:
    """The day since which something is news: the last working day before today."""
    day = today - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
