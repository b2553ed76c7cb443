"""Plans with what was written of them: why one ended, what reviews said, which actions were dropped or slipped."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.journey.chronology.reading import work
from lintel.journey.chronology.reading.making import joined, origin, record_of, said, short
from lintel.journey.chronology.rules import Line
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.plans.codes import Change, EndOfPlan
from lintel.steps.plans.models import CinPlan, PlanAction, PlanReview
from lintel.steps.plans.permissions import SEE_PLANS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# The line of the closing, or of what early help was asked, tells why; it is not told twice.
TOLD_ELSEWHERE = frozenset({EndOfPlan.CLOSED, EndOfPlan.STEPPED_DOWN})


def cin_plans(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Child in need plans, and why one that was made here ended."""
    may_read = may(viewer, SEE_PLANS)
    for it in CinPlan.objects.filter(child__in=children).select_related("source_file"):
        yield work.cin_plan(it)
        if may_read and it.ended_on and it.end_reason:
            because = "" if it.end_reason in TOLD_ELSEWHERE else short(it.ended_because)
            yield Line(
                on=it.ended_on, what="Child in need plan ended",
                detail=joined(EndOfPlan(it.end_reason).words, because), came_from=origin(it), step="plan", pk=it.pk,
                whose=(it.child_id,), kinds=(ItemKind.PLAN,), records=(f"{record_of(it)}/ended",),
            )  # fmt: skip


def reviews(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Reviews of plans: what has changed for the child need by need, and what the child says."""
    if not may(viewer, SEE_PLANS):
        return
    held = PlanReview.objects.filter(_under_a_plan_of(children)).select_related("cin_plan", "cp_plan", "written_by")
    for it in held.prefetch_related("needs__need"):
        changed = [
            f"{short(each.need.words).rstrip('.')}: {Change(each.change).words}. {each.words}"
            for each in it.needs.all()
        ]
        view = f"The child says: {said(it.childs_view)}" if it.childs_view else ""
        yield Line(
            on=it.held_on, known_on=local_day(it.written_at), what="Plan reviewed",
            detail=joined(*changed, view, f"Present: {short(it.present)}"), step="plan", pk=it.pk,
            whose=_whose(it), kinds=(ItemKind.PLAN,), records=(record_of(it),), came_from=it.written_by.name,
        )  # fmt: skip


def actions_that_changed(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What was agreed under a plan and then dropped, or put off to another day. What is done is told by reviews."""
    if not may(viewer, SEE_PLANS):
        return
    agreed = PlanAction.objects.filter(_under_a_plan_of(children)).select_related("cin_plan", "cp_plan", "answered_by")
    for it in agreed.prefetch_related("dates__set_by"):
        dates = sorted(it.dates.all(), key=lambda date: (date.set_at, date.pk))
        for before, date in pairwise(dates):
            moved = f"From {before.due_on:%-d %B %Y} to {date.due_on:%-d %B %Y}: {short(date.because)}"
            yield Line(
                on=local_day(date.set_at), what="An action was put off" if date.due_on > before.due_on
                else "An action was brought forward", detail=joined(short(it.words), moved), step="plan", pk=it.pk,
                whose=_whose(it), kinds=(ItemKind.PLAN,), records=(record_of(date),), came_from=date.set_by.name,
            )  # fmt: skip
        if it.dropped_on:
            yield Line(
                on=it.dropped_on, what="An action was dropped",
                detail=joined(short(it.words), f"Why: {short(it.answer)}"), step="plan", pk=it.pk, whose=_whose(it),
                kinds=(ItemKind.PLAN,), records=(record_of(it),),
                came_from=it.answered_by.name if it.answered_by else "plans",
            )  # fmt: skip


def _under_a_plan_of(children: Collection[int]) -> Q:
    return Q(cin_plan__child__in=children) | Q(cp_plan__child__in=children)


def _whose(it: PlanReview | PlanAction) -> tuple[int, ...]:
    plan = it.cin_plan or it.cp_plan
    assert plan is not None
    return (plan.child_id,)
