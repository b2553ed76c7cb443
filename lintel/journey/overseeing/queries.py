"""What a chair or a manager sees of child protection plans, and a child's protection on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.conferring.reading import born_on
from lintel.journey.overseeing.reading import Known, known_of, plans_of
from lintel.journey.overseeing.rules import Kept, Worry, kept, overdue_first
from lintel.statute.calendar import WorkingCalendar, england, local_day
from lintel.steps.conferences.models import ChildInConference, PlanLead
from lintel.steps.conferences.permissions import OVERSEE_PLANS, SEE_CONFERENCES
from lintel.steps.conferences.rules import VISITS, chain, core_groups, reviews
from lintel.steps.plans.codes import SCREEN
from lintel.steps.plans.models import CpPlan, PlanAction
from lintel.steps.plans.rules import slips

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Overseen:
    """
    One child protection plan as its chair sees it: facts, without a score.

    :param chair: of its last conference; None where nobody is known, as for a plan from a file.
    :param done, late, slipped: what was agreed: done, past its day and not done, and moved to a later day.
    :param worries: each need, and how the reviews speak of it.
    :param review: the review that is asked for, booked or not; None where nobody has asked for one.
    """

    plan: CpPlan
    line: ChildLine
    chair: User | None
    lead: PlanLead | None
    actions: Sequence[PlanAction]
    done: int
    late: Sequence[PlanAction]
    slipped: Sequence[PlanAction]
    worries: Sequence[Worry]
    visits: Kept
    core_groups: Kept
    is_from_file: bool
    reviewed: Kept
    review: ChildInConference | None

    @property
    def booked_on(self) -> date | None:
        booked = self.review.request.booked_for if self.review else None
        return local_day(booked) if booked else None

    @property
    def is_booked_late(self) -> bool:
        due = self.reviewed.due
        return self.booked_on is not None and due is not None and self.booked_on > due.due_on

    @property
    def without_progress(self) -> list[Worry]:
        return [worry for worry in self.worries if not worry.has_moved]

    @property
    def same_again(self) -> list[Worry]:
        return [worry for worry in self.worries if worry.is_the_same_again]

    @property
    def overdue(self) -> list[date]:
        """The days by which something should have been done that is not."""
        chains = [
            each.due.due_on for each in (self.visits, self.core_groups, self.reviewed) if each.due and each.is_over
        ]
        return [*chains, *(action.due_on for action in self.late if action.due_on)]


def plans_overseen(*, viewer: User, at: datetime) -> list[Overseen]:
    """
    Child protection plans in force, by what has been overdue longest: those a chair chairs; for everybody else who
    oversees plans, those of every child they may see.
    """
    if not may(viewer, OVERSEE_PLANS):
        return []
    found = _overseen(visible_children(viewer), viewer=viewer, at=at)
    if viewer.roles <= {Role.CHAIR, Role.SOCIAL_WORKER}:
        found = [each for each in found if each.chair == viewer]
    return sorted(found, key=_place)


def plan_overseen(child: Person, *, viewer: User, at: datetime) -> Overseen | None:
    """The child protection plan a child is under, for whoever may see the child and what conferences decided."""
    if not may(viewer, SEE_CONFERENCES):
        return None
    return next(iter(_overseen(visible_children(viewer).filter(pk=child.pk), viewer=viewer, at=at)), None)


@dataclass(frozen=True, kw_only=True)
class _Judging:
    """The limits, the calendar and the day by which many plans are judged."""

    limits: Limits
    calendar: WorkingCalendar
    on: date

    def chain(self, began: date, done: Sequence[date], codes: tuple[str, str]) -> Kept:
        dues = chain(began, done, codes=codes, limits=self.limits, calendar=self.calendar)
        return kept(dues, calendar=self.calendar, on=self.on)

    def core_groups(self, plan: CpPlan, met: Sequence[date]) -> Kept:
        dues = core_groups(
            plan.started_on, met, is_from_file=plan.screen != SCREEN, limits=self.limits, calendar=self.calendar
        )
        # Of a plan from a file the first that is written down answers nothing that was due, and was held all the same.
        return replace(kept(dues, calendar=self.calendar, on=self.on), last_on=max(met, default=None))

    def reviews(self, plan: CpPlan, done: Sequence[date]) -> Kept:
        dues = reviews(plan.started_on, done, born_on=born_on(plan.child), limits=self.limits, calendar=self.calendar)
        return kept(dues, calendar=self.calendar, on=self.on)


def _overseen(children: QuerySet[Person], *, viewer: User, at: datetime) -> list[Overseen]:
    judging = _Judging(limits=all_limits(), calendar=england(), on=local_day(at))
    plans = plans_of(children, on=judging.on)
    lines = child_lines([plan.child_id for plan in plans], viewer=viewer)
    known = known_of(plans, on=judging.on)
    return [
        _one(plan, lines[plan.child_id], known[plan.pk], judging=judging) for plan in plans if plan.child_id in lines
    ]


def _one(plan: CpPlan, line: ChildLine, known: Known, *, judging: _Judging) -> Overseen:
    live = [action for action in known.actions if action.done_on is None and action.dropped_on is None]
    return Overseen(
        plan=plan, line=line, chair=known.chair, lead=known.lead, actions=known.actions,
        done=sum(action.done_on is not None for action in known.actions),
        late=[action for action in live if action.due_on is not None and action.due_on < judging.on],
        slipped=[action for action in live if slips(_days_of(action))],
        worries=[Worry(words=need.words, said=known.said[need.pk]) for need in known.needs],
        visits=judging.chain(plan.started_on, known.seen, VISITS),
        core_groups=judging.core_groups(plan, known.met), is_from_file=plan.screen != SCREEN,
        reviewed=judging.reviews(plan, known.reviewed), review=known.review,
    )  # fmt: skip


def _days_of(action: PlanAction) -> list[date]:
    return [each.due_on for each in sorted(action.dates.all(), key=lambda each: (each.set_at, each.pk))]


def _place(each: Overseen) -> tuple[date, date, int]:
    due = [link.due.due_on for link in (each.visits, each.core_groups, each.reviewed) if link.due]
    return (*overdue_first(each.overdue, due), each.plan.pk)
