"""Reading what is due under plans: what was agreed, the next review, and asking after a child who moves away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from lintel.foundation.local_limits.limits import Limits
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.many import any_of
from lintel.statute.calendar import england, local_day
from lintel.steps.plans.codes import SCREEN
from lintel.steps.plans.models import CinPlan, PlanAction, PlanReview
from lintel.steps.plans.rules import review_due_on
from lintel.steps.referrals.models import Transfer

# What is due for a child: what, by when, in which words, and the record it is answered on.
Planned = tuple[What, date, str, tuple[int, ...]]


def planned_for(children: Collection[int], *, on: date, limits: Limits) -> dict[int, list[Planned]]:
    """What is due under these children's plans as they stand on a day, by child; four questions for all."""
    found: dict[int, list[Planned]] = defaultdict(list)
    live = PlanAction.objects.filter(done_on__isnull=True, dropped_on__isnull=True, due_on__isnull=False)
    for whose in ("cin_plan", "cp_plan"):
        under = live.filter(**{f"{whose}__child__in": any_of(children), f"{whose}__ended_on__isnull": True})
        for pk, child, words, due_on in under.values_list("pk", f"{whose}__child_id", "words", "due_on"):
            found[child].append((What.PLAN_ACTION, due_on, words, (pk,)))
    for child, day in _reviews_due(children, on=on, limits=limits):
        found[child].append((What.PLAN_REVIEW, day, "", ()))
    going = Transfer.objects.filter(child__in=any_of(children), accepted_on__isnull=True, called_off_at__isnull=True)
    for child, authority, begun_at in going.values_list("child_id", "authority", "begun_at"):
        begun = local_day(begun_at)
        found[child].append((What.TRANSFER, max(on, england().next_working_day(begun)), authority, ()))
    return found


def _reviews_due(children: Collection[int], *, on: date, limits: Limits) -> list[tuple[int, date]]:
    """Of the child in need plans made here; files say nothing of their reviews."""
    plans = CinPlan.objects.filter(child__in=any_of(children), screen=SCREEN, ended_on__isnull=True, started_on__lte=on)
    begun = list(plans.values_list("pk", "child_id", "started_on"))
    held: dict[int | None, list[tuple[date, date | None]]] = defaultdict(list)
    reviews = PlanReview.objects.filter(cin_plan__in=[pk for pk, _, _ in begun]) if begun else PlanReview.objects.none()
    for plan, held_on, next_on in reviews.values_list("cin_plan_id", "held_on", "next_on"):
        held[plan].append((held_on, next_on))
    first, later = (limits.time_limit(code, on=on) for code in ("child_in_need_first_meeting", "child_in_need_review"))
    return [
        (child, review_due_on(began_on=day, reviews=held[pk], first=first, later=later, calendar=england()))
        for pk, child, day in begun
    ]
