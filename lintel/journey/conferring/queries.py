"""What was due and done for one child from the strategy discussion to the reviews; and when conferences are due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.journey.conferring.milestones import Clock, Milestone
from lintel.journey.conferring.reading import born_on, first_of_run, last_enquiry, path_of, was_seen
from lintel.statute.calendar import LONDON, england, local_day
from lintel.statute.limits import TimeLimit
from lintel.steps.conferences.codes import Kind, Shared
from lintel.steps.conferences.deciding.queries import held
from lintel.steps.conferences.models import (
    ChildInConference,
    ConferenceReport,
    ConferenceRequest,
    CoreGroupMeeting,
)
from lintel.steps.conferences.permissions import SEE_CONFERENCES
from lintel.steps.conferences.queries import parts, requests
from lintel.steps.conferences.rules import (
    REPORTS,
    VISITS,
    Due,
    Path,
    Standing,
    chain,
    core_groups,
    due,
    report_standing,
    reviews,
)
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, ReasonableCause, Section47Enquiry, StrategyDiscussion
from lintel.steps.plans.codes import SCREEN
from lintel.steps.plans.models import CpPlan
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One child who waits for a conference: by when it is due, for when it is booked, and how often it was moved."""

    part: ChildInConference
    due: Due
    booked_on: date | None
    is_booked_late: bool
    times_postponed: int


def waiting_for_conference(*, viewer: User, at: datetime) -> list[Waiting]:
    """Children this viewer may see who wait for a conference that was asked for; the earliest due first."""
    found = parts(viewer=viewer).filter(conference__isnull=True, withdrawn_at__isnull=True)
    limits = all_limits()
    rows = [
        _waiting(part, limits)
        for part in found.filter(request__asked_at__lte=at).select_related(
            "request", "child", "enquiry", "reviewed_plan"
        )
    ]
    return sorted(rows, key=lambda row: (row.due.due_on, row.part.pk))


def clocks_of(request_id: int, *, viewer: User) -> list[Waiting]:
    """By when a conference is or was due for each child in it whom this viewer may see, decided or not."""
    found = parts(viewer=viewer).filter(request=request_id, withdrawn_at__isnull=True)
    limits = all_limits()
    return [
        _waiting(part, limits)
        for part in found.select_related("request", "child", "enquiry", "reviewed_plan").order_by("pk")
    ]


def reports_of(request_id: int, *, viewer: User) -> list[tuple[ConferenceReport, Standing]]:
    """The reports for a conference, each with whether the family had it in time; late is seen, never hidden."""
    found = requests(viewer=viewer).filter(pk=request_id).first()
    # Who chaired it reads of the reports what they wrote down of them, also once they see the children no more.
    request = found or held(viewer=viewer).filter(pk=request_id).first()
    if request is None:
        return []
    meeting_on, limit = _met_on(request), _limit_of_reports(request)
    return [
        (
            report,
            report_standing(
                shared_on=report.shared_on, how=Shared(report.shared_how) if report.shared_how else None,
                meeting_on=meeting_on, limit=limit, calendar=england(),
            ),
        )
        for report in request.reports.select_related("shared_by").order_by("pk")
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReportsBy:
    """By when the family has the reports, and what says so; no day where the conference is not booked."""

    limit: TimeLimit
    on: date | None


def reports_by(request: ConferenceRequest, *, viewer: User) -> ReportsBy:
    """By when the reports for a conference are the family's; nothing about anybody is in it."""
    meeting_on, limit = _met_on(request), _limit_of_reports(request)
    on = limit.due_on(meeting_on, england()) if meeting_on and viewer.is_active else None
    return ReportsBy(limit=limit, on=on)


def protection_timeline(child: Person, *, viewer: User, at: datetime) -> list[Milestone]:
    """
    What was due and done for a child: discussion, enquiry, child seen, conference, core groups, reviews, next visit.

    Of the last enquiry about the child, counted from the first of an unbroken run, and of the last protection plan.
    Nothing for a viewer who may not see the child.
    """
    seen = visible_children(viewer).filter(pk=child.pk).exists()
    if not seen or not may(viewer, SEE_CONFERENCES):
        return []
    told = _Told(child=child, limits=all_limits(), clock=Clock(calendar=england(), today=local_day(at)))
    enquiry = last_enquiry(child, on=told.today)
    first = first_of_run(enquiry) if enquiry else None
    plan = CpPlan.objects.filter(child=child.pk, started_on__lte=told.today).order_by("started_on").last()
    lines = [*_discussions(told, first, at), *(_of_enquiry(told, first, enquiry) if first and enquiry else ())]
    lines += _moved_in(told, plan)
    if plan is not None and not _was_over_before(plan, first):
        lines += _of_plan(told, plan)
    return lines


def enquiry_timeline(enquiry: Section47Enquiry, *, viewer: User, at: datetime) -> list[Milestone]:
    """
    What was due and done for a child in one enquiry: its start, the child seen, and the conference where one is owed,
    counted from the first of an unbroken run. Nothing for a viewer who may not see the child.
    """
    child = visible_children(viewer).filter(pk=enquiry.child_id).first()
    if child is None:
        return []
    told = _Told(child=child, limits=all_limits(), clock=Clock(calendar=england(), today=local_day(at)))
    return _of_enquiry(told, first_of_run(enquiry), enquiry)


def _met_on(request: ConferenceRequest) -> date | None:
    return request.held_on or (local_day(request.booked_for) if request.booked_for else None)


def _limit_of_reports(request: ConferenceRequest) -> TimeLimit:
    return all_limits().time_limit(REPORTS[Kind(request.kind)], on=_met_on(request) or local_day(request.asked_at))


def _was_over_before(plan: CpPlan, first: Section47Enquiry | None) -> bool:
    """Whether a plan had ended when the enquiry began: it is another story, and stands in the chronology."""
    return first is not None and plan.ended_on is not None and plan.ended_on <= first.started_on


@dataclass(frozen=True, kw_only=True)
class _Told:
    child: Person
    limits: Limits
    clock: Clock

    @property
    def today(self) -> date:
        return self.clock.today


def _waiting(part: ChildInConference, limits: Limits) -> Waiting:
    path = path_of(part)
    found, booked = due(path, limits=limits, calendar=england()), path.is_booked_for
    return Waiting(
        part=part, due=found, booked_on=booked, is_booked_late=booked is not None and booked > found.due_on,
        times_postponed=path.times_postponed,
    )  # fmt: skip


def _discussions(told: _Told, first: Section47Enquiry | None, at: datetime) -> list[Milestone]:
    """The discussion that began the enquiry, and every one that is asked for and was not held yet."""
    began = []
    discussion = first.begun_by if first else None
    if discussion is not None:
        stamped = ReasonableCause.objects.filter(discussion=discussion).order_by("stamped_at").first()
        since = discussion.triggered_at or (stamped.stamped_at if stamped else None)
        began = [(since, discussion.held_on)] if since else []
    waiting = ReasonableCause.objects.filter(child=told.child, discussion__isnull=True, stamped_at__lte=at)
    rows = [*began, *((cause.stamped_at, None) for cause in waiting.order_by("stamped_at"))]
    return [
        told.clock.by_hours(told.limits.time_limit("strategy_discussion", on=local_day(since)), since, done_on=held_on)
        for since, held_on in rows
    ]


def _of_enquiry(told: _Told, first: Section47Enquiry, last: Section47Enquiry) -> list[Milestone]:
    lines = []
    discussion = first.begun_by
    if discussion is not None:
        lines.append(told.clock.enquiry_started(started_on=first.started_on, discussed_on=discussion.held_on))
    lines += _seen(told, last, last.begun_by)
    return lines + _conference(told, first, last)


def _seen(told: _Told, last: Section47Enquiry, discussion: StrategyDiscussion | None) -> list[Milestone]:
    """
    Since the last time harm was looked into: a visit for an earlier one does not answer it. Nobody can see a child
    before the birth.
    """
    child, born = told.child, born_on(told.child)
    if born is None and child.date_of_birth is not None:
        return []
    began = discussion.held_at if discussion else None
    since = began or datetime.combine(last.started_on, time.min, tzinfo=LONDON)
    visits = Visit.objects.filter(child=child, child_seen=True, visited_on__gte=last.started_on)
    done_on = visits.filter(visited_on__lte=told.today).order_by("visited_on").values_list("visited_on", flat=True)
    limit = told.limits.time_limit("child_seen_in_enquiry", on=last.started_on)
    return [told.clock.by_hours(limit, since, done_on=done_on.first(), not_before=born)]


def _conference(told: _Told, first: Section47Enquiry, last: Section47Enquiry) -> list[Milestone]:
    """Due while the enquiry is open or a conference was asked for; where none was required, there is none to be due."""
    held = Conference.objects.filter(child=told.child, kind=ConferenceKind.INITIAL, held_on__gte=first.started_on)
    held_on = held.filter(held_on__lte=told.today).order_by("held_on").values_list("held_on", flat=True).first()
    asked = ChildInConference.objects.filter(
        child=told.child, enquiry__started_on__gte=first.started_on, withdrawn_at__isnull=True
    )
    is_open = last.ended_on is None and not last.conference_not_required
    if held_on is None and not is_open and not asked.exists():
        return []
    path = Path(kind=Kind.INITIAL, enquiry_on=first.started_on)
    found = due(path, limits=told.limits, calendar=told.clock.calendar)
    return [told.clock.by_due(replace(found, done_on=held_on))]


def _moved_in(told: _Told, plan: CpPlan | None) -> list[Milestone]:
    """The conference about a child who moved here under another authority's plan: waited for, or of the plan now."""
    found = ChildInConference.objects.filter(
        child=told.child, request__kind=Kind.TRANSFER_IN, request__told_of_move_on__lte=told.today, withdrawn_at=None
    )
    part = found.select_related("request", "conference").order_by("request__asked_at").last()
    held = part.conference if part else None
    if part is None or (held is not None and plan is not None and held.cp_plan_id != plan.pk):
        return []
    path = Path(kind=Kind.TRANSFER_IN, told_of_move_on=part.request.told_of_move_on)
    found_due = due(path, limits=told.limits, calendar=told.clock.calendar)
    held_on = held.held_on if held and held.held_on <= told.today else None
    return [told.clock.by_due(replace(found_due, done_on=held_on))]


def _of_plan(told: _Told, plan: CpPlan) -> list[Milestone]:
    """Core groups, reviews and, while the plan is in force, the next visit; nothing is due once it has ended."""
    clock, limits = told.clock, told.limits
    met = CoreGroupMeeting.objects.filter(cp_plan=plan, held_on__lte=told.today).values_list("held_on", flat=True)
    reviewed = Conference.objects.filter(cp_plan=plan, kind=ConferenceKind.REVIEW, held_on__lte=told.today)
    seen = Visit.objects.filter(was_seen(), child=told.child, visited_on__range=(plan.started_on, told.today))
    visits = chain(
        plan.started_on, seen.values_list("visited_on", flat=True), codes=VISITS, limits=limits, calendar=clock.calendar
    )
    dues = [
        *core_groups(
            plan.started_on, list(met), is_from_file=plan.screen != SCREEN, limits=limits, calendar=clock.calendar
        ),
        *reviews(
            plan.started_on, reviewed.values_list("held_on", flat=True), born_on=born_on(told.child), limits=limits,
            calendar=clock.calendar,
        ),
        *visits[-1:],
    ]  # fmt: skip
    is_over = plan.ended_on is not None and plan.ended_on <= told.today
    return [clock.by_due(each) for each in dues if each.done_on is not None or not is_over]
