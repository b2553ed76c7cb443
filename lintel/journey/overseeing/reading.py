"""Reading what is known of many child protection plans at once; the number of questions does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from lintel.foundation.people.models import Person
from lintel.journey.allocating.many import any_of
from lintel.journey.conferring.reading import was_seen
from lintel.steps.assessments.models import Need
from lintel.steps.conferences.models import ChildInConference, CoreGroupMeeting, PlanLead
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference
from lintel.steps.plans.codes import Change
from lintel.steps.plans.models import CpPlan, NeedReviewed, PlanAction
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass
class Known:
    """What is known of one plan until a day."""

    met: list[date] = field(default_factory=list)
    reviewed: list[date] = field(default_factory=list)
    seen: list[date] = field(default_factory=list)
    actions: list[PlanAction] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    said: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    lead: PlanLead | None = None
    parts: list[ChildInConference] = field(default_factory=list)

    @property
    def chair(self) -> User | None:
        """Who chairs the last conference about it that has a chair, held or asked for."""
        chairs = [part.request.chair for part in self.parts if part.request.chair_id is not None]
        return chairs[-1] if chairs else None

    @property
    def review(self) -> ChildInConference | None:
        """The review that is asked for and not held yet."""
        return next((part for part in self.parts if part.conference_id is None), None)


def known_of(plans: Sequence[CpPlan], *, on: date) -> dict[int, Known]:
    """By plan: everything that was written down about it and happened until a day."""
    found = {plan.pk: Known() for plan in plans}
    of_child = {plan.child_id: plan for plan in plans}
    _meetings(found, on=on)
    _visits(found, of_child, on=on)
    _what_was_agreed(found)
    _needs(found, of_child, on=on)
    for lead in PlanLead.objects.filter(cp_plan__in=any_of(found), until_on__isnull=True).select_related("worker"):
        found[lead.cp_plan_id].lead = lead
    _parts(found)
    return found


def _meetings(found: dict[int, Known], *, on: date) -> None:
    met = CoreGroupMeeting.objects.filter(cp_plan__in=any_of(found), held_on__lte=on)
    for plan, day in met.order_by("held_on").values_list("cp_plan_id", "held_on"):
        found[plan].met.append(day)
    reviewed = Conference.objects.filter(cp_plan__in=any_of(found), kind=ConferenceKind.REVIEW, held_on__lte=on)
    for plan, day in reviewed.order_by("held_on").values_list("cp_plan_id", "held_on"):
        found[plan or 0].reviewed.append(day)


def _visits(found: dict[int, Known], of_child: dict[int, CpPlan], *, on: date) -> None:
    seen = Visit.objects.filter(was_seen(), child__in=any_of(of_child), visited_on__lte=on)
    for child, day in seen.order_by("visited_on").values_list("child_id", "visited_on"):
        if of_child[child].started_on <= day:
            found[of_child[child].pk].seen.append(day)


def _what_was_agreed(found: dict[int, Known]) -> None:
    agreed = PlanAction.objects.filter(cp_plan__in=any_of(found)).prefetch_related("dates")
    for action in agreed.order_by(F("due_on").asc(nulls_last=True), "pk"):
        found[action.cp_plan_id or 0].actions.append(action)


def _needs(found: dict[int, Known], of_child: dict[int, CpPlan], *, on: date) -> None:
    for need in Need.objects.filter(child__in=any_of(of_child), withdrawn_at__isnull=True).order_by("pk"):
        found[of_child[need.child_id].pk].needs.append(need)
    said = NeedReviewed.objects.filter(review__cp_plan__in=any_of(found), review__held_on__lte=on)
    rows = said.order_by("review__held_on", "review_id").values_list("review__cp_plan_id", "need_id", "change")
    for plan, need_id, change in rows:
        found[plan or 0].said[need_id].append(Change(change))


def _parts(found: dict[int, Known]) -> None:
    """The conference that began each plan, and every review of it that was not called off; the first one first."""
    about = Q(reviewed_plan__in=any_of(found)) | Q(conference__cp_plan__in=any_of(found))
    rows = ChildInConference.objects.filter(about, withdrawn_at__isnull=True)
    for part in rows.select_related("request__chair", "conference").order_by("request__asked_at", "pk"):
        plan = part.reviewed_plan_id or (part.conference.cp_plan_id if part.conference else None)
        if plan in found:
            found[plan].parts.append(part)


def plans_of(children: QuerySet[Person], *, on: date) -> list[CpPlan]:
    """The child protection plan each of these children is under on a day: of two, the later."""
    begun = CpPlan.objects.filter(child__in=children, started_on__lte=on).exclude(ended_on__lte=on)
    found = {plan.child_id: plan for plan in begun.select_related("child", "team").order_by("started_on", "pk")}
    return list(found.values())
