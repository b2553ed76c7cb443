"""
By when a conference is held, what follows it and by when, and who may chair and lead. Plain values in, verdicts out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lintel.foundation.local_limits.limits import Limits
from lintel.statute.calendar import WorkingCalendar
from lintel.statute.limits import TimeLimit
from lintel.steps.conferences.codes import CALLED_BEFORE, Kind, ReformRole, Shared, View


class NothingToCountFrom(Exception):
    """No enquiry began, nobody told of a move, or no conference was held: there is nothing the law counts from."""


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """
    One enquiry about a child.

    :param settled_on: when it ended or a conference was held on it, whichever came first.
    """

    started_on: date
    settled_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Path:
    """
    All that happened to one child on the way to a conference.

    :param enquiry_on: the start of the enquiry the conference is asked for after.
    :param enquiries: every enquiry about the child, also those that began while another was open.
    :param conference_on: the initial or transfer-in conference a review follows, and `reviewed_on` earlier reviews.
    :param booked_for: each day it was booked for, in the order they were set.
    """

    kind: Kind
    enquiry_on: date | None = None
    enquiries: Sequence[Enquiry] = ()
    told_of_move_on: date | None = None
    conference_on: date | None = None
    reviewed_on: Sequence[date] = ()
    born_on: date | None = None
    asked_on: Sequence[date] = ()
    booked_for: Sequence[date] = ()

    @property
    def times_postponed(self) -> int:
        return max(len(self.booked_for) - 1, 0)

    @property
    def is_booked_for(self) -> date | None:
        return self.booked_for[-1] if self.booked_for else None


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something the law or the authority asks for: counted from a day, due on another, and done or not."""

    limit: TimeLimit
    counted_from: date
    due_on: date
    done_on: date | None = None

    @property
    def words(self) -> str:
        """What it counts from: “15 working days from the discussion on 3 March 2025 that began the enquiry”."""
        return counted_from_words(self.limit, self.counted_from)

    def working_days_late(self, calendar: WorkingCalendar, *, on: date) -> int:
        """How many working days after its last day in time it was done or, while it is not, it is by now."""
        return working_days_late(self.due_on, self.done_on or on, calendar)


# What each limit is counted from, as one says it of a day.
COUNTED_FROM = {
    "initial_conference": "the discussion on {} that began the enquiry", "transfer_in_conference":
    "{}, when we were told of the move", "first_review": "the conference on {}", "later_review": "the review on {}",
    "first_review_after_birth": "the birth on {}", "core_group": "the conference on {}",
    "later_core_group": "the core group on {}",
}  # fmt: skip


def counted_from_words(limit: TimeLimit, counted_from: date) -> str:
    """15 working days from the discussion on 3 March 2025 that began the enquiry"""
    unit = limit.unit.value.replace("_", " ").removesuffix("s")
    long = f"{limit.amount} {unit}{'' if limit.amount == 1 else 's'}"
    return f"{long} from {COUNTED_FROM.get(limit.code, '{}').format(f'{counted_from:%-d %B %Y}')}"


def working_days_late(due_on: date, done_on: date, calendar: WorkingCalendar) -> int:
    """Working days after the last day in time; none where it was done by then."""
    if done_on <= due_on:
        return 0
    # Counted alike whichever day the authority calls day one: the day after the last one in time is one day late.
    days = range(due_on.toordinal() + 1, done_on.toordinal() + 1)
    return sum(calendar.is_working_day(date.fromordinal(day)) for day in days)


def began_on(named: date, enquiries: Iterable[Enquiry]) -> date:
    """
    The start of the first enquiry in an unbroken run that leads to the named one.

    An enquiry that began while another was open belongs to the other: holding a second discussion buys no time (K63).
    """
    earlier = sorted((each for each in enquiries if each.started_on < named), key=lambda e: e.started_on, reverse=True)
    for each in earlier:
        if each.settled_on is None or each.settled_on >= named:
            named = each.started_on
    return named


def due(path: Path, *, limits: Limits, calendar: WorkingCalendar) -> Due:
    """
    By when the conference is held, with the limit that says so, as it was in force on the day it counts from.

    Neither asking again nor another booking is a day the law counts from.

    :raises NothingToCountFrom: if there is none.
    """
    if path.kind is Kind.REVIEW:
        if path.conference_on is None:
            raise NothingToCountFrom
        born = path.born_on
        return reviews(path.conference_on, path.reviewed_on, born_on=born, limits=limits, calendar=calendar)[-1]
    since = path.told_of_move_on if path.kind is Kind.TRANSFER_IN else _run_began_on(path)
    if since is None:
        raise NothingToCountFrom
    limit = limits.time_limit(LIMITS[path.kind], on=since)
    return Due(limit=limit, counted_from=since, due_on=limit.due_on(since, calendar))


def _run_began_on(path: Path) -> date | None:
    return None if path.enquiry_on is None else began_on(path.enquiry_on, path.enquiries)


def due_on(path: Path, *, limits: Limits, calendar: WorkingCalendar) -> date:
    """
    The last day on which the conference would be in time.

    :raises NothingToCountFrom: if there is nothing to count from.
    """
    return due(path, limits=limits, calendar=calendar).due_on


def is_booked_late(path: Path, *, limits: Limits, calendar: WorkingCalendar) -> bool:
    """Whether the day it is booked for is after the last day in time: shown, never refused."""
    booked = path.is_booked_for
    return booked is not None and booked > due_on(path, limits=limits, calendar=calendar)


LIMITS = {Kind.INITIAL: "initial_conference", Kind.TRANSFER_IN: "transfer_in_conference"}
CORE_GROUPS, REVIEWS, VISITS = (
    ("core_group", "later_core_group"), ("first_review", "later_review"), ("protection_visit", "protection_visit"),
)  # fmt: skip


class Stands(StrEnum):
    """How far a conference has come."""

    ASKED_FOR = "asked_for"
    BOOKED = "booked"
    NOT_HELD = "not_held"
    HELD = "held"
    DECIDED = "decided"

    @property
    def words(self) -> str:
        return {
            Stands.ASKED_FOR: "Asked for, not booked", Stands.BOOKED: "Booked",
            Stands.NOT_HELD: "The booked day is over, and nobody has said that it was held",
            Stands.HELD: "Held, not yet decided for every child", Stands.DECIDED: "Decided",
        }[self]  # fmt: skip


def stands(*, booked_on: date | None, held_on: date | None, undecided: int, today: date) -> Stands:
    """How far a conference has come, of which so many children have no decision yet."""
    if held_on is not None:
        return Stands.HELD if undecided else Stands.DECIDED
    if booked_on is None:
        return Stands.ASKED_FOR
    return Stands.BOOKED if booked_on >= today else Stands.NOT_HELD


# --- what follows a conference ----------------------------------------------------------------------------------------


def chain(
    began: date, done: Iterable[date], *, codes: tuple[str, str], limits: Limits, calendar: WorkingCalendar
) -> list[Due]:
    """
    What is due again and again: the first counted from a beginning, each later one from the one before it.

    The last of them is the one that is due next.

    :param codes: of the limits of the first and of the later ones.
    """
    found, since, code = [], began, codes[0]
    for day in [*sorted(each for each in done if each >= began), None]:
        limit = limits.time_limit(code, on=since)
        found.append(Due(limit=limit, counted_from=since, due_on=limit.due_on(since, calendar), done_on=day))
        since, code = day or since, codes[1]
    return found


def core_groups(
    began: date, met: Sequence[date], *, is_from_file: bool, limits: Limits, calendar: WorkingCalendar
) -> list[Due]:  # fmt: skip
    """
    What was due of a core group, and done, of a plan that began on a day.

    No file tells of core groups. Of a plan that came from one nothing is due, and nothing late, before the first that
    is written down here; from that one on they follow each other.
    """
    if not is_from_file:
        return chain(began, met, codes=CORE_GROUPS, limits=limits, calendar=calendar)
    if not met:
        return []
    first, later = min(met), CORE_GROUPS[1]
    after = [day for day in met if day > first]
    return chain(first, after, codes=(later, later), limits=limits, calendar=calendar)


def reviews(
    conference_on: date, reviewed_on: Iterable[date], *, born_on: date | None, limits: Limits,
    calendar: WorkingCalendar,
) -> list[Due]:  # fmt: skip
    """
    Each review conference of a plan, and the next one.

    Of a child who was unborn at the conference the first is due so long after the birth, where that is sooner.
    """
    first, *later = chain(conference_on, reviewed_on, codes=REVIEWS, limits=limits, calendar=calendar)
    if born_on is not None and conference_on < born_on <= first.due_on:
        limit = limits.time_limit("first_review_after_birth", on=born_on)
        after_birth = Due(
            limit=limit, counted_from=born_on, due_on=limit.due_on(born_on, calendar), done_on=first.done_on
        )
        first = min(first, after_birth, key=lambda each: each.due_on)
    return [first, *later]


# --- reports to the family --------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """Whether a family had a report in time to read it."""

    NOT_SHARED = "not_shared"
    IN_TIME = "in_time"
    LATE = "late"
    ON_THE_DAY = "on_the_day"

    @property
    def words(self) -> str:
        return {
            Standing.NOT_SHARED: "Not shared with the family", Standing.IN_TIME: "Shared in time",
            Standing.LATE: "Shared late", Standing.ON_THE_DAY: "Read in the waiting room",
        }[self]  # fmt: skip


REPORTS = {
    Kind.INITIAL: "conference_report", Kind.TRANSFER_IN: "conference_report", Kind.REVIEW: "review_report",
}  # fmt: skip


def report_standing(
    *, shared_on: date | None, how: Shared | None, meeting_on: date | None, limit: TimeLimit, calendar: WorkingCalendar
) -> Standing:
    """Late is shown and stops nothing. What is read on the day itself is read in the waiting room, wherever that is."""
    if shared_on is None:
        return Standing.NOT_SHARED
    if how is Shared.WAITING_ROOM or (meeting_on is not None and shared_on >= meeting_on):
        return Standing.ON_THE_DAY
    if meeting_on is None or shared_on <= limit.due_on(meeting_on, calendar):
        return Standing.IN_TIME
    return Standing.LATE


# --- who may chair, who may lead, who disagrees -----------------------------------------------------------------------


def why_not_chair(
    name: str, *, worker_id: int | None, holders: Collection[int], their_teams: Collection[int],
    holding_teams: Collection[int],
) -> str:  # fmt: skip
    """Why somebody is not independent of a case, in plain words; empty where they are."""
    if worker_id is not None and worker_id in holders:
        return f"{name} holds one of the children. Whoever holds a child does not chair the conference about them."
    if set(their_teams) & set(holding_teams):
        return f"{name} answers for the team that holds one of the children. The chair is independent of the case."
    return ""


def why_not_lead(name: str, *, swe_number: str) -> str:
    """Why somebody may not lead a child protection plan, in plain words; empty where they may."""
    if swe_number.strip():
        return ""
    return (
        f"A child protection plan is led by a social worker, and the staff list holds no Social Work England number for"
        f" {name}."
    )


def dissents(view: View, category: str, *, led_to_plan: bool, decided: str) -> bool:
    """
    Whether an agency disagrees with what the conference decided: on the plan or, where there is one, on its category.

    An agency that could not say, or named no category, disagrees with nothing.
    """
    if view is View.UNDECIDED:
        return False
    if (view is View.PLAN) != led_to_plan:
        return True
    return led_to_plan and bool(category) and category != decided


# --- what the reforms bring -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RoleNamed:
    """What the authority calls a role from a day on."""

    role: ReformRole
    title: str
    effective_from: date


def title_of(role: ReformRole, named: Iterable[RoleNamed], *, on: date) -> str:
    """What a role is called on a day: as the authority has it, else as it was before the reforms."""
    begun = [each for each in named if each.role is role and each.effective_from <= on]
    return max(begun, key=lambda each: each.effective_from).title if begun else CALLED_BEFORE[role]
