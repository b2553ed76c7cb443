"""K63: initial conferences held within 15 working days of the discussion that began it all."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.records import Conference, Enquiry
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells

# An enquiry opened later than this after an unsettled one is taken for a new worry; the old one stays owed by itself.
ONE_WAIT = timedelta(days=90)


class ToConference(NamedTuple):
    """An enquiry, the day its clock started, the last day in time, and its conference if there was one."""

    enquiry: Enquiry
    started: date
    due: date
    conference: Conference | None


def conference_of(evidence: Evidence) -> dict[int, Conference]:
    """The first initial conference of each enquiry (by its id)."""
    found: dict[int, Conference] = {}
    for conference in sorted(evidence.conferences, key=lambda c: c.held_on):
        if conference.enquiry_id and not conference.is_transfer_in:
            found.setdefault(conference.enquiry_id, conference)
    return found


def all_to_conference(evidence: Evidence) -> list[ToConference]:
    conferences = evidence.once(conference_of)
    found = []
    for enquiries in evidence.enquiries_of.values():
        for place, enquiry in enumerate(enquiries):
            started = _initiated_on(evidence, enquiries[: place + 1])
            due = evidence.limits.time_limit("initial_conference", on=started).due_on(started, evidence.calendar)
            found.append(ToConference(enquiry, started, due, conferences.get(enquiry.pk)))
    return found


def _initiated_on(evidence: Evidence, enquiries: Sequence[Enquiry]) -> date:
    """
    The day of the discussion that began the last of these enquiries, or of the one it grew out of.

    Holding another discussion, or opening a second enquiry while the first has neither ended nor come to conference,
    must not buy more time while a child waits.
    """
    conferences = evidence.once(conference_of)
    started = _own_start(evidence, enquiries[-1])
    for earlier in reversed(enquiries[:-1]):
        is_settled = earlier.conference_not_required or earlier.pk in conferences
        if is_settled or (earlier.ended_on is not None and earlier.ended_on < started):
            break
        is_one_wait = started - earlier.started_on <= ONE_WAIT
        if is_one_wait and evidence.was_open_throughout(earlier.child_id, earlier.started_on, started):
            started = min(started, _own_start(evidence, earlier))
    return started


def _own_start(evidence: Evidence, enquiry: Enquiry) -> date:
    discussion = evidence.discussions.get(enquiry.begun_by_id or 0)
    return min(enquiry.started_on, discussion.held_on) if discussion else enquiry.started_on


def held(evidence: Evidence) -> list[Case]:
    cases = []
    for child in evidence.once(all_to_conference):
        if child.conference:
            on = child.conference.held_on
            days = evidence.calendar.working_days_between(min(child.started, on), on)
            cases.append(_case(evidence, child, on, on <= child.due, days, f"Held after {days} working days"))
    return cases


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Enquiries past the limit at the end of the day that still need a conference, or a decision that none is."""
    cases = []
    for place in evidence.once(_overdue_spells).on(day):
        child = evidence.once(all_to_conference)[place]
        days = evidence.calendar.working_days_between(child.started, day)
        cases.append(_case(evidence, child, day, False, days, f"Not held after {days} working days"))
    return cases


def _overdue_spells(evidence: Evidence) -> Spells:
    carried_on = _carried_on(evidence)
    return Spells(
        (child.due + timedelta(days=1), min(carried_on.get(child.enquiry.pk, FAR_AWAY), _settled_on(evidence, child)))
        for child in evidence.once(all_to_conference)
    )


def _carried_on(evidence: Evidence) -> dict[int, date]:
    """When a later enquiry of the same child took over the clock of an earlier one: nobody is overdue twice."""
    found = {}
    for children in evidence.once(_by_child).values():
        for earlier, later in pairwise(children):
            if earlier.conference is None and later.started <= earlier.started:
                found[earlier.enquiry.pk] = later.enquiry.started_on
    return found


def _by_child(evidence: Evidence) -> dict[int, list[ToConference]]:
    found: dict[int, list[ToConference]] = {}
    for child in evidence.once(all_to_conference):
        found.setdefault(child.enquiry.child_id, []).append(child)
    return found


def _settled_on(evidence: Evidence, child: ToConference) -> date:
    """The first day on which no conference was owed any more."""
    enquiry = child.enquiry
    if enquiry.conference_not_required:
        return date.min
    if child.conference:
        return child.conference.held_on
    # A conference that was required and never held stays owed, though the enquiry was ended.
    ended = FAR_AWAY if enquiry.conference_not_required is False else enquiry.ended_on or FAR_AWAY
    return min(ended, evidence.closed_after(enquiry.child_id, enquiry.started_on))


def _case(evidence: Evidence, child: ToConference, on: date, in_time: bool, days: int, label: str) -> Case:
    enquiry = child.enquiry
    return Case(
        kind="enquiries.section47enquiry", pk=enquiry.pk, child=evidence.children[enquiry.child_id], on=on,
        counts=in_time, value=float(days), team_id=enquiry.team_id, label=label,
        source_group=evidence.source_of(enquiry.referral_id), category="" if label[0] == "H" else "Not held",
    )  # fmt: skip


def how_many_are_owed(cases: Sequence[Case], _: Evidence) -> Also:
    return (("Past the limit and not held", number_in_words(sum(1 for case in cases if case.category))),)


def without_enquiries(evidence: Evidence) -> str:
    if not evidence.enquiries:
        return "no section 47 enquiry has been begun here or loaded (Annex A list 5)"
    if not evidence.conferences and not any(enquiry.is_begun_here for enquiry in evidence.enquiries):
        return "no conference has been held here or loaded (Annex A list 5)"
    return ""


INDICATOR = Indicator(
    code="K63",
    name="Initial conferences within 15 working days",
    short_name="Conference in time",
    question="Does a child thought to be at risk come to conference in time?",
    definition=(
        "Of the initial child protection conferences held in the period, and those past the limit and still owed at "
        "its end, the share held within 15 working days of the strategy discussion that initiated the enquiry. A "
        "later discussion, or a second enquiry opened before the first was settled, does not restart the clock."
    ),
    numerator="Initial conferences held within 15 working days",
    denominator="Initial conferences held in the period, and those past the limit and not held at its end",
    clock="From the initiating strategy discussion to the conference, in working days",
    unit="% of conferences",
    owner=Role.SERVICE_MANAGER,
    guard="Holding another discussion to restart the clock: the first one counts. Transfers in are not counted here.",
    findings=("S11",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_enquiries,
    flow=held,
    stock=overdue,
    also=how_many_are_owed,
)
