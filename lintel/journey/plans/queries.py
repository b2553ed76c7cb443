"""Asking for a child's plan as a page shows it: need, what is done about it, and what has changed for the child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.statute.calendar import england
from lintel.steps.assessments.models import Need
from lintel.steps.plans.codes import SCREEN, Change
from lintel.steps.plans.models import CinPlan, CpPlan, NeedReviewed, PlanAction, PlanReview
from lintel.steps.plans.permissions import SEE_PLANS
from lintel.steps.plans.queries import actions_under, last_plan, plans_in_force, reviews_of
from lintel.steps.plans.rules import Agreed, review_due_on, slips

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class ChildNotVisible(Exception):
    """There is no such child, or this viewer has no reason to see them; the answer is the same."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What somebody does, as the page shows it."""

    action: PlanAction
    agreed: Agreed
    slips: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a review said has changed for the child about one need."""

    on: date
    change: Change
    words: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The golden thread of one need: what is needed, what is done, what came of it."""

    need: Need
    lines: Sequence[Line]
    said: Sequence[Said]

    @property
    def now(self) -> Said | None:
        return self.said[-1] if self.said else None

    @property
    def is_met(self) -> bool:
        return self.now is not None and self.now.change is Change.MET


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """A child's plan as it stands on a day."""

    child: Person
    name: str
    plan: CinPlan | CpPlan | None
    is_in_force: bool
    threads: Sequence[Thread]
    untethered: Sequence[Line]
    reviews: Sequence[PlanReview]
    review_due_on: date | None
    is_review_late: bool

    @property
    def is_protection(self) -> bool:
        return isinstance(self.plan, CpPlan)

    @property
    def lines(self) -> list[Line]:
        return [*(line for thread in self.threads for line in thread.lines), *self.untethered]

    @property
    def live(self) -> list[Line]:
        return [line for line in self.lines if line.agreed.is_live]

    @property
    def needs(self) -> list[Need]:
        """What a new action can be for: what is still true, and not met."""
        return [each.need for each in self.threads if each.need.withdrawn_at is None and not each.is_met]


def child_seen(pk: int, *, viewer: User) -> Person:
    """
    A child whose plan this viewer may see.

    :raises ChildNotVisible: if there is none, or none they may see.
    """
    found = visible_children(viewer).prefetch_related("names").filter(pk=pk, is_child=True).first()
    if found is None or not may(viewer, SEE_PLANS):
        raise ChildNotVisible
    return found


def plan_page(child: Person, *, viewer: User, on: date) -> PlanPage:
    """The plan a child is under or, where they are under none, their last child in need plan."""
    plan, is_in_force = _plan_of(child, viewer=viewer, on=on)
    lines: dict[int | None, list[Line]] = defaultdict(list)
    reviews = list(reviews_of(plan, viewer=viewer)) if plan else []
    for action in actions_under(plan, viewer=viewer) if plan else ():
        lines[action.need_id].append(_line(action, on))
    said = _said(reviews)
    needs = Need.objects.filter(child=child).filter(Q(withdrawn_at__isnull=True) | Q(pk__in=[n for n in lines if n]))
    due_on = _review_due(plan, reviews) if is_in_force else None
    return PlanPage(
        child=child, name=name_of(child), plan=plan, is_in_force=is_in_force, untethered=lines[None], reviews=reviews,
        threads=[Thread(need=need, lines=lines[need.pk], said=said[need.pk]) for need in needs.order_by("pk")],
        review_due_on=due_on, is_review_late=due_on is not None and due_on < on,
    )  # fmt: skip


def plans_to_look_at(*, viewer: User, on: date) -> QuerySet[CinPlan]:
    """
    Child in need plans under way that are worked on here, of children this viewer may see: what is late first.

    Each with how much is late, how much traces to no need, what is due next, and when it was last reviewed.
    """
    if not may(viewer, SEE_PLANS):
        return CinPlan.objects.none()
    begun = CinPlan.objects.filter(child__in=visible_children(viewer), started_on__lte=on).exclude(ended_on__lte=on)
    live = Q(actions__done_on__isnull=True, actions__dropped_on__isnull=True, actions__isnull=False)
    worked_on = Exists(PlanAction.objects.filter(cin_plan=OuterRef("pk")))
    found = begun.filter(Q(screen=SCREEN) | worked_on).annotate(
        late=Count("actions", filter=live & Q(actions__due_on__lt=on), distinct=True),
        untethered=Count("actions", filter=live & Q(actions__need__isnull=True), distinct=True),
        next_on=Min("actions__due_on", filter=live), reviewed_on=Max("reviews__held_on"),
    )  # fmt: skip
    found = found.select_related("child", "team").prefetch_related("child__names")
    return found.order_by("-late", "-untethered", F("next_on").asc(nulls_last=True), "pk")


def plan_in_words(page: PlanPage) -> str:
    """A plan so far in a few lines, for whoever goes on with the family: needs, what was done, what changed."""
    found = []
    for thread in page.threads:
        found.append(f"{thread.need.words}")
        found += [f"– {line.action.words} ({line.action.owner}): {_came_to(line)}" for line in thread.lines]
        if thread.now:
            found.append(f"– {thread.now.change.words}, {thread.now.on:%-d %B %Y}: {thread.now.words}")
    return "\n".join(found)


def _came_to(line: Line) -> str:
    if line.action.done_on:
        return f"done {line.action.done_on:%-d %B %Y}. {line.action.answer}"
    return f"dropped. {line.action.answer}" if line.action.dropped_on else "not done yet"


def _plan_of(child: Person, *, viewer: User, on: date) -> tuple[CinPlan | CpPlan | None, bool]:
    protection = plans_in_force(CpPlan, [child.pk], viewer=viewer, on=on).first()
    plan = protection or plans_in_force(CinPlan, [child.pk], viewer=viewer, on=on).first()
    return (plan, True) if plan else (last_plan(child.pk, viewer=viewer), False)


def _line(action: PlanAction, on: date) -> Line:
    agreed = Agreed(
        owner=action.owner, due_on=action.due_on, need_id=action.need_id,
        is_measured=action.need is not None and bool(action.need.different.strip()),
        answered_on=action.done_on or action.dropped_on,
    )  # fmt: skip
    days = [each.due_on for each in sorted(action.dates.all(), key=lambda each: (each.set_at, each.pk))]
    return Line(action=action, agreed=agreed, slips=slips(days), is_late=agreed.is_late(on))


def _said(reviews: Sequence[PlanReview]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for review in reviews:
        each: NeedReviewed
        for each in review.needs.all():
            found[each.need_id].append(Said(on=review.held_on, change=Change(each.change), words=each.words))
    return found


def _review_due(plan: CinPlan | CpPlan | None, reviews: Sequence[PlanReview]) -> date | None:
    """Of a child in need plan; those of a child protection plan are conferences."""
    if not isinstance(plan, CinPlan):
        return None
    limits = all_limits()
    return review_due_on(
        began_on=plan.started_on, reviews=[(each.held_on, each.next_on) for each in reviews], calendar=england(),
        first=limits.time_limit("child_in_need_first_meeting", on=plan.started_on),
        later=limits.time_limit("child_in_need_review", on=plan.started_on),
    )  # fmt: skip
