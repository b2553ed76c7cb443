"""
The twelve rules of drift. Plain values in; out comes nothing, or since when it stands so and one sentence.

Each fact is what the record says of one piece of work on one day. The numbers are the caller's (`codes.RULES` has those
each rule begins with). `since` does not depend on the first of them, so a standstill keeps its day when it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lintel.oversight.drift.codes import Rule
from lintel.statute.calendar import WorkingCalendar

Numbers = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Raised:
    """
    What a rule found.

    :param since: the day from which the work counts as standing still.
    :param measure: how much of what the rule's first number counts (days, times, reviews) there is.
    """

    since: date
    measure: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class VisitFact:
    """
    When a child under a plan was last seen, and by when a visit was due.

    :param due_on: of a protection plan, as the local limit has it; None of a child in need plan, which is counted here.
    """

    counted_from: date
    last_seen_on: date | None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ActionFact:
    """An action of a plan that is neither done nor dropped, with every day it was to be done by, in order."""

    words: str
    days: Sequence[date]


@dataclass(frozen=True, kw_only=True)
class PlanFact:
    """A plan that is worked on, and the last day a review said that something changed for the child."""

    started_on: date
    changed_on: date | None


@dataclass(frozen=True, kw_only=True)
class WorryFact:
    """One worry as the reviews spoke of it, in order: the day, and whether it was better or met."""

    words: str
    said: Sequence[tuple[date, bool]]


@dataclass(frozen=True, kw_only=True)
class AssessmentFact:
    """An assessment under way; a manager looked at it or not."""

    half_way_on: date
    looked_at_on: date | None


@dataclass(frozen=True, kw_only=True)
class EnquiryFact:
    """An enquiry under way, and the last day the child was seen or spoken to in it."""

    started_on: date
    last_contact_on: date | None


@dataclass(frozen=True, kw_only=True)
class NoticesFact:
    """The days of incidents the police told us of since the episode was opened, each incident once."""

    days: Sequence[date]


@dataclass(frozen=True, kw_only=True)
class StepDownFact:
    """A step-down that early help has neither accepted nor sent back."""

    asked_on: date


@dataclass(frozen=True, kw_only=True)
class AwayFact:
    """The worker who holds the child is away; `back_on` is the first day back, where it is known."""

    worker: str
    away_from: date
    back_on: date | None
    is_covered: bool


@dataclass(frozen=True, kw_only=True)
class DiscussionFact:
    """A strategy discussion that was asked for and not held, and the days on which it was put off."""

    asked_on: date
    put_off_on: Sequence[date]


@dataclass(frozen=True, kw_only=True)
class PromiseFact:
    """Something promised to a family that is neither kept nor explained."""

    words: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AuditActionFact:
    """Something agreed after an audit that nobody else has verified."""

    words: str
    due_on: date
    is_done: bool


Fact = (
    VisitFact | ActionFact | PlanFact | WorryFact | AssessmentFact | EnquiryFact | NoticesFact | StepDownFact | AwayFact
    | DiscussionFact | PromiseFact | AuditActionFact
)  # fmt: skip


def judged(rule: Rule, fact: Fact, *, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    """What a rule says of a fact on a day: nothing, where work does not stand still."""
    return _RULES[rule](fact, numbers, on, calendar)


def _visit(fact: VisitFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    counted_from = max(fact.last_seen_on or fact.counted_from, fact.counted_from)
    due_on = fact.due_on or calendar.due_on(trigger=counted_from, working_days=numbers["in_need"])
    late = (on - due_on).days
    if late <= numbers["days"]:
        return None
    last = f"No visit since {said(fact.last_seen_on)}" if fact.last_seen_on else "No visit yet"
    return Raised(since=due_on, measure=late, sentence=f"{last}; one was due by {said(due_on)}.")


def _action(fact: ActionFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    if not fact.days:
        return None
    slips = sum(later > earlier for earlier, later in pairwise(fact.days))
    due_on = fact.days[0] if slips >= numbers["slips"] else fact.days[-1]
    late = _working_days(due_on, on, calendar)
    if late < numbers["working_days"]:
        return None
    put_off = f", and its day was put off {_times(slips)}" if slips else ""
    return Raised(
        since=due_on, measure=late,
        sentence=f"“{short(fact.words)}” was due by {said(due_on)} and is not done{put_off}.",
    )  # fmt: skip


def _plan(fact: PlanFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    since = max(fact.changed_on or fact.started_on, fact.started_on)
    months = _whole_months(since, on)
    if months < numbers["months"]:
        return None
    words = (
        f"No review has said that anything changed for the child since {said(since)}."
        if fact.changed_on
        else f"The plan began on {said(since)}, and no review has said that anything changed for the child."
    )
    return Raised(since=since, measure=months, sentence=words)


def _worry(fact: WorryFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    run: list[date] = []
    for day, is_forward in reversed(fact.said):
        if is_forward:
            break
        run.append(day)
    if len(run) < numbers["reviews"]:
        return None
    return Raised(
        since=run[-1], measure=len(run),
        sentence=f"“{short(fact.words)}” was the same or worse at {len(run)} reviews in a row, "
        f"from {said(run[-1])} to {said(run[0])}.",
    )  # fmt: skip


def _assessment(fact: AssessmentFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    late = _working_days(fact.half_way_on, on, calendar)
    if fact.looked_at_on is not None or late <= numbers["working_days"]:
        return None
    return Raised(
        since=fact.half_way_on, measure=late,
        sentence=f"The assessment was half-way on {said(fact.half_way_on)}, and no manager has looked at it.",
    )  # fmt: skip


def _enquiry(fact: EnquiryFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    since = max(fact.last_contact_on or fact.started_on, fact.started_on)
    days = _working_days(since, on, calendar)
    if days <= numbers["working_days"]:
        return None
    last = f"since {said(since)}" if fact.last_contact_on else f"since the enquiry began on {said(since)}"
    return Raised(since=since, measure=days, sentence=f"The child was neither seen nor spoken to {last}.")


def _notices(fact: NoticesFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    lately = sorted(day for day in fact.days if on - timedelta(days=numbers["days"]) < day <= on)
    if len(lately) < numbers["notices"]:
        return None
    return Raised(
        since=lately[-1], measure=len(lately),
        sentence=f"The police told us of {len(lately)} incidents while the child was open to us, "
        f"from {said(lately[0])} to {said(lately[-1])}.",
    )  # fmt: skip


def _step_down(fact: StepDownFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    days = _working_days(fact.asked_on, on, calendar)
    if days <= numbers["working_days"]:
        return None
    return Raised(
        since=fact.asked_on, measure=days,
        sentence=f"Early help was asked on {said(fact.asked_on)} and has not answered; the child is held here.",
    )  # fmt: skip


def _away(fact: AwayFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    days = _working_days(fact.away_from, on, calendar)
    is_back = fact.back_on is not None and fact.back_on <= on
    if fact.is_covered or is_back or days < numbers["working_days"]:
        return None
    back = f"until {said(fact.back_on)}" if fact.back_on else "and no day of return is known"
    return Raised(
        since=fact.away_from, measure=days,
        sentence=f"{fact.worker} is away since {said(fact.away_from)}, {back}; nobody covers.",
    )  # fmt: skip


def _discussion(fact: DiscussionFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    times = len(fact.put_off_on)
    if times < numbers["times"]:
        return None
    return Raised(
        since=fact.asked_on, measure=times,
        sentence=f"The strategy discussion asked for on {said(fact.asked_on)} was put off {_times(times)}, last on "
        f"{said(max(fact.put_off_on))}, and is not held.",
    )  # fmt: skip


# A promise has no kind of its own: the worker’s words say what it is.
LETTER_BEFORE_PROCEEDINGS = re.compile(
    r"letter\s+before\s+proceedings|pre[- ]?proceedings|\bPLO\b|public\s+law\s+outline|letter\s+of\s+(intent|issue)",
    re.IGNORECASE,
)


def _promise(fact: PromiseFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    late = (on - fact.due_on).days
    if not LETTER_BEFORE_PROCEEDINGS.search(fact.words) or late <= numbers["days"]:
        return None
    return Raised(
        since=fact.due_on, measure=late,
        sentence=f"“{short(fact.words)}” was promised by {said(fact.due_on)}; nobody has said that it was sent.",
    )  # fmt: skip


def _audit_action(fact: AuditActionFact, numbers: Numbers, on: date, calendar: WorkingCalendar) -> Raised | None:
    late = _working_days(fact.due_on, on, calendar)
    if late <= numbers["working_days"]:
        return None
    stands = "is done and not verified by anybody else" if fact.is_done else "is not done"
    return Raised(
        since=fact.due_on, measure=late,
        sentence=f"After an audit: “{short(fact.words)}” was due by {said(fact.due_on)} and {stands}.",
    )  # fmt: skip


_RULES: Mapping[Rule, Callable[..., Raised | None]] = {
    Rule.NO_VISIT: _visit, Rule.ACTION_OVERDUE: _action, Rule.PLAN_UNCHANGED: _plan, Rule.SAME_WORRY: _worry,
    Rule.CHECKPOINT_PASSED: _assessment, Rule.NO_CONTACT: _enquiry, Rule.TOLD_AGAIN: _notices,
    Rule.NOT_PICKED_UP: _step_down, Rule.WORKER_AWAY: _away, Rule.POSTPONED_AGAIN: _discussion,
    Rule.LETTER_NOT_SENT: _promise, Rule.AUDIT_ACTION: _audit_action,
}  # fmt: skip


# --- whether it is raised again ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Answered:
    """
    The last answer to a flag about the same work.

    :param is_gone: whether the record has said since that it was no longer so.
    """

    answer: str
    since: date
    version: int
    act_by: date | None = None
    review_on: date | None = None
    is_gone: bool = False


def is_raised_again(found: Raised, last: Answered, *, version: int, on: date) -> bool:
    """
    Whether work that stands still is flagged once more after an answer.

    What was accepted is looked at again on its review day, and not before. What was to be done by a day is flagged the
    day after, if it still stands so. What was wrong stays quiet under the numbers it was said of. A new standstill of
    the same work is always flagged, unless it was accepted.
    """
    if last.answer == "accept":
        return last.review_on is not None and last.review_on <= on
    is_another = last.is_gone or found.since > last.since
    if last.answer == "wrong":
        return is_another or version > last.version
    return is_another or (last.act_by is not None and last.act_by < on)


# --- words ------------------------------------------------------------------------------------------------------------

LONGEST = 90


def said(day: date | None) -> str:
    """A day as it is read."""
    return f"{day:%-d %B %Y}" if day else "a day nobody knows"


def short(words: str) -> str:
    """The first words of a long text, whole, without the full stop of its end."""
    words = " ".join(words.split()).rstrip(".")
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _working_days(since: date, on: date, calendar: WorkingCalendar) -> int:
    """Working days after a day, up to and with another; nothing where it is still to come."""
    return calendar.working_days_between(since, on) if since < on else 0


def _whole_months(since: date, on: date) -> int:
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (on.day < since.day)
