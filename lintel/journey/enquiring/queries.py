"""Asking for enquiries as their pages show them; always only of children the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.queries import story
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.chronology.rules import in_order
from lintel.journey.chronology.weighing import Coverage, Weighed, coverage, weighed
from lintel.journey.conferring.queries import enquiry_timeline
from lintel.journey.conferring.reading import enquiries_about_each
from lintel.journey.enquiring.page import Analysis, Begun, Beside, Listed, Page, Visited
from lintel.journey.enquiring.reading import (
    agreed_at,
    before_discussion,
    holders,
    state_of,
    still_open,
    thought_likely_at,
)
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.conferences.rules import Path, due
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.queries import decisions, meetings, outstanding_tasks
from lintel.steps.enquiries.models import ChildDecision, DiscussionTask, Section47Enquiry
from lintel.steps.enquiry_work.codes import Outcome, Section, State
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Passage
from lintel.steps.enquiry_work.permissions import SEE_ENQUIRIES
from lintel.steps.enquiry_work.queries import passages_of, signed_items_of, uses_of, works
from lintel.steps.enquiry_work.rules import missing
from lintel.steps.visits.models import Visit
from lintel.steps.visits.queries import of_child as visits_to

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SEEN, CONFERENCE = "child_seen_in_enquiry", "initial_conference"


def enquiries(*, viewer: User) -> QuerySet[Section47Enquiry]:
    """Every enquiry about a child this viewer may see, the latest begun first."""
    if not may(viewer, SEE_ENQUIRIES):
        return Section47Enquiry.objects.none()
    found = Section47Enquiry.objects.filter(child__in=visible_children(viewer))
    found = found.select_related("child", "worker", "team", "begun_by__meeting", "referral")
    return found.prefetch_related("child__names").order_by("-started_on", "-pk")


def enquiry_page(pk: int, *, viewer: User, at: datetime) -> Page | None:
    """One child's enquiry as its pages show it; None where there is none, or the child may not be seen."""
    enquiry = enquiries(viewer=viewer).filter(pk=pk).first()
    if enquiry is None:
        return None
    today, child = local_day(at), enquiry.child
    work = works(viewer=viewer).filter(enquiry=enquiry).first()
    timeline = {each.code: each for each in enquiry_timeline(enquiry, viewer=viewer, at=at)}
    seen = timeline.get(SEEN)
    is_over = not still_open(Section47Enquiry.objects.filter(pk=pk), on=today).exists()
    stands = state_of(enquiry, work, is_over=is_over)
    held = holders([child.pk], on=today).get(child.pk)
    given = _given(child)
    return Page(
        enquiry=enquiry, name=name_of(child), given=given, state=stands,
        holder=str(held.worker) if held else str(enquiry.worker or ""),
        begun=_begun(enquiry, viewer=viewer, today=today), seen=seen, conference=timeline.get(CONFERENCE),
        analysis=_analysis(enquiry, work, given, viewer=viewer, today=today, is_seen=seen is None or seen.is_done),
        asked=ChildInConference.objects.filter(enquiry=enquiry, withdrawn_at__isnull=True).order_by("pk").last(),
        signed_items=signed_items_of(work, viewer=viewer) if work is not None and work.signed_at is not None else [],
    )  # fmt: skip


def open_enquiries(*, viewer: User, at: datetime) -> list[Listed]:
    """Enquiries under way about children this viewer may see: with a manager first, then by the day they are due."""
    today = local_day(at)
    found = list(still_open(enquiries(viewer=viewer), on=today))
    children = {each.child_id for each in found}
    written = {each.enquiry_id: each for each in works(viewer=viewer).filter(enquiry__in=found)}
    held, about, seen = holders(children, on=today), enquiries_about_each(children), _seen(found, today)
    limits, calendar = all_limits(), england()
    rows = []
    for each in found:
        path = Path(kind=Kind.INITIAL, enquiry_on=each.started_on, enquiries=about[each.child_id])
        limit = limits.time_limit(SEEN, on=each.started_on)
        holding = held.get(each.child_id)
        worker = holding.worker if holding else each.worker
        by = due(path, limits=limits, calendar=calendar)
        rows.append(
            Listed(
                enquiry=each, name=name_of(each.child), state=state_of(each, written.get(each.pk), is_over=False),
                holder=str(worker or ""), is_mine=worker is not None and worker.pk == viewer.worker_id,
                seen_on=seen.get(each.pk), due_on=by.due_on, is_late=today > by.due_on,
                seen_by=None if _is_unborn(each.child) else limit.due_at(_began_at(each)),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.state is not State.WITH_MANAGER, row.due_on, row.enquiry.pk))


# --- a child's page ---------------------------------------------------------------------------------------------------


def enquiry_of_child(child_id: int, *, viewer: User, on: date) -> Section47Enquiry | None:
    """The enquiry about a child that is under way; None where there is none, or the child may not be seen."""
    return still_open(enquiries(viewer=viewer).filter(child=child_id), on=on).first()


def police_actions_outstanding(child_id: int, *, viewer: User) -> list[DiscussionTask]:
    """What discussions about a child agreed that the police do, and is not done; the earliest due first."""
    found = outstanding_tasks(viewer=viewer, party=Party.POLICE)
    return list(found.filter(meeting__discussions__child=child_id).distinct())


# --- raw facts for the indicators -------------------------------------------------------------------------------------


class VisitBefore(NamedTuple):
    """K67: a visit to a child made once harm was thought likely, before the agencies had talked, without urgency."""

    visit_id: int
    child_id: int
    enquiry_id: int
    team_id: int | None
    visited_on: date


def visits_before_discussion(*, viewer: User) -> list[VisitBefore]:
    """
    K67, of children this viewer may see: a row for each visit. An enquiry that a file tells of is left out, since a
    file does not say when harm was thought likely, nor who was at the discussion.
    """
    begun_here = list(enquiries(viewer=viewer).filter(begun_by__meeting__isnull=False))
    children = {each.child_id for each in begun_here}
    visits: dict[int, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(child__in=children).order_by("visited_on", "pk"):
        visits[visit.child_id].append(visit)
    agreed = agreed_at(children)
    rows = []
    for each in begun_here:
        early = before_discussion(each, visits[each.child_id], agreed[each.child_id])
        rows += [
            VisitBefore(visit.pk, each.child_id, each.pk, each.team_id, visit.visited_on)
            for visit in visits[each.child_id]
            if visit.pk in early
        ]
    return sorted(rows, key=lambda row: (row.visited_on, row.visit_id))


# --- what a page is put together from ---------------------------------------------------------------------------------


def _begun(enquiry: Section47Enquiry, *, viewer: User, today: date) -> Begun:
    decided = _decisions(enquiry, viewer=viewer)
    about = {each.discussion.meeting_id for each in decided if each.discussion.meeting_id}
    readable = set(meetings(viewer=viewer).filter(pk__in=about).values_list("pk", flat=True))
    tasks = DiscussionTask.objects.filter(meeting__in=readable).select_related("done_by")
    return Begun(
        decisions=decided, tasks=list(tasks.order_by("due_at", "pk")), hides_tasks=about != readable,
        visits=_visits(enquiry, viewer=viewer), beside=_beside(enquiry, viewer=viewer, today=today),
    )  # fmt: skip


def _decisions(enquiry: Section47Enquiry, *, viewer: User) -> list[ChildDecision]:
    """The first is of the discussion that began it; a later one about the child belongs to it while it is open."""
    found = decisions(viewer=viewer).filter(
        discussion__child=enquiry.child_id, discussion__held_on__gte=enquiry.started_on
    )
    if enquiry.ended_on is not None:
        found = found.filter(discussion__held_on__lte=enquiry.ended_on)
    return sorted(found, key=lambda each: (each.discussion_id != enquiry.begun_by_id, each.discussion.held_on, each.pk))


def _visits(enquiry: Section47Enquiry, *, viewer: User) -> list[Visited]:
    since = thought_likely_at(enquiry)
    first = min(enquiry.started_on, local_day(since)) if since else enquiry.started_on
    found = [
        visit
        for visit in visits_to(enquiry.child_id, viewer=viewer)
        if first <= visit.visited_on <= (enquiry.ended_on or date.max)
    ]
    early = before_discussion(enquiry, found, agreed_at([enquiry.child_id])[enquiry.child_id])
    return [Visited(visit=visit, is_single_agency=visit.pk in early) for visit in found]


def _beside(enquiry: Section47Enquiry, *, viewer: User, today: date) -> list[Beside]:
    if enquiry.begun_by is None or enquiry.begun_by.meeting_id is None:
        return []
    found = enquiries(viewer=viewer).filter(begun_by__meeting=enquiry.begun_by.meeting_id).exclude(pk=enquiry.pk)
    still = set(still_open(found, on=today).values_list("pk", flat=True))
    written = {each.enquiry_id: each for each in works(viewer=viewer).filter(enquiry__in=found)}
    return [
        Beside(
            enquiry=each, name=name_of(each.child),
            state=state_of(each, written.get(each.pk), is_over=each.pk not in still),
        )
        for each in found.order_by("child__date_of_birth", "pk")
    ]  # fmt: skip


def _analysis(
    enquiry: Section47Enquiry, work: EnquiryWork | None, given: str, *, viewer: User, today: date, is_seen: bool
) -> Analysis:
    passages = passages_of(work, viewer=viewer) if work is not None else {}
    if work is not None and work.signed_at is not None:
        # What is signed is read as it was signed: the chronology has gone on since.
        return Analysis(
            work=work, passages=passages, history=[], coverage=Coverage(used=[], set_aside=[], uncovered=[]),
            not_marked=[], missing=[],
        )  # fmt: skip
    told = story(enquiry.child, viewer=viewer, day=today)
    own = [record_of(each) for each in (enquiry, enquiry.begun_by) if each is not None]
    uses = uses_of(work, viewer=viewer) if work is not None else []
    items = weighed(in_order(told.lines, oldest_first=True), uses, own=own)
    written = {section for section, passage in passages.items() if passage.words.strip()}
    outcome = Outcome(work.outcome) if work is not None and work.outcome else None
    return Analysis(
        work=work, passages=passages, history=[each for each in items if each.line.mark is not None],
        coverage=_covered(items, passages), not_marked=[each.line for each in items if each.line.mark is None],
        missing=missing(given, written=written, outcome=outcome, is_seen=is_seen),
    )  # fmt: skip


def _covered(items: Sequence[Weighed[ItemUse]], passages: dict[Section, Passage]) -> Coverage[ItemUse]:
    """A link to a section in which nothing is written uses nothing; a word on how does."""
    written = {section.value for section, passage in passages.items() if passage.words.strip()}
    return coverage(items, is_used=lambda use: use.section in written or bool(use.how.strip()))


def _given(child: Person) -> str:
    """What a child is called among brothers and sisters: Mia; the baby, of one who is not born or has no name yet."""
    return next((name.given for name in child.names.all() if name.given), "") or "the baby"


def _is_unborn(child: Person) -> bool:
    return child.birth_date_certainty == BirthDateCertainty.EXPECTED


def _began_at(enquiry: Section47Enquiry) -> datetime:
    """From when the child is to be seen: the moment of the discussion, else the beginning of its day."""
    held_at = enquiry.begun_by.held_at if enquiry.begun_by else None
    return held_at or datetime.combine(enquiry.started_on, time.min, tzinfo=LONDON)


def _seen(found: Sequence[Section47Enquiry], today: date) -> dict[int, date]:
    """The first day on which the child of each enquiry was seen since it began, by the enquiry's number."""
    rows = Visit.objects.filter(child__in={each.child_id for each in found}, child_seen=True, visited_on__lte=today)
    days: dict[int, list[date]] = defaultdict(list)
    for child_id, day in rows.values_list("child_id", "visited_on"):
        days[child_id].append(day)
    first = {each.pk: min((d for d in days[each.child_id] if d >= each.started_on), default=None) for each in found}
    return {pk: day for pk, day in first.items() if day is not None}
