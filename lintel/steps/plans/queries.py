"""Asking for plans; always only those of children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.steps.plans.models import CinPlan, CpPlan, PlanAction, PlanReview
from lintel.steps.plans.permissions import SEE_PLANS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Plan = TypeVar("Plan", CinPlan, CpPlan)


def plans_in_force(
    model: type[Plan], children: Iterable[int], *, viewer: User, on: date
) -> QuerySet[Plan]:  # fmt: skip
    """The plans of this kind these children are under on a day, the latest first."""
    if not may(viewer, SEE_PLANS):
        return model._default_manager.none()
    seen = visible_children(viewer).filter(pk__in=list(children))
    begun = model._default_manager.filter(child__in=seen, started_on__lte=on).exclude(ended_on__lte=on)
    return begun.order_by("-started_on", "-pk")


def last_plan(child_id: int, *, viewer: User) -> CinPlan | None:
    """The last child in need plan of a child, over or not: nothing starts again where it is the second."""
    if not may(viewer, SEE_PLANS):
        return None
    seen = visible_children(viewer).filter(pk=child_id)
    return CinPlan.objects.filter(child__in=seen).order_by("-started_on", "-pk").first()


def actions_under(plan: CinPlan | CpPlan, *, viewer: User) -> QuerySet[PlanAction]:
    """What was agreed under a plan, in the order in which it is due, with every day it ever had."""
    found = PlanAction.objects.filter(_of(plan), _seen(viewer))
    people = ("agreed_by", "answered_by", "need")
    return found.select_related(*people).prefetch_related("dates").order_by("due_on", "pk")


def reviews_of(plan: CinPlan | CpPlan, *, viewer: User) -> QuerySet[PlanReview]:
    """The reviews of a plan, the first one first."""
    found = PlanReview.objects.filter(_of(plan), _seen(viewer))
    return found.select_related("written_by").prefetch_related("needs__need").order_by("held_on", "pk")


def _of(plan: CinPlan | CpPlan) -> Q:
    return Q(cin_plan=plan) if isinstance(plan, CinPlan) else Q(cp_plan=plan)


def _seen(viewer: User) -> Q:
    seen = visible_children(viewer)
    return Q(cin_plan__child__in=seen) | Q(cp_plan__child__in=seen)
