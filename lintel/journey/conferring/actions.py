"""Naming the chair so that they see the children, and what a conference's decision about each child begins or ends."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.naming import name_of
from lintel.foundation.workforce.models import Worker
from lintel.statute.calendar import local_day
from lintel.steps.conferences.actions import name_chair
from lintel.steps.conferences.carrying_out.actions import Plan, name_lead
from lintel.steps.conferences.codes import SCREEN, Kind
from lintel.steps.conferences.deciding.actions import decide
from lintel.steps.conferences.deciding.reach import Decided, to_decide
from lintel.steps.conferences.models import ChildInConference, ConferenceDecision, ConferenceRequest
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.protection.actions import (
    begin_protection_plan,
    end_protection_plan,
    go_on_with_protection_plan,
)
from lintel.steps.referrals.queries import open_episode

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def as_plan(plan: CpPlan) -> Plan:
    """A child protection plan as its lead and core group know it."""
    return Plan(pk=plan.pk, child_id=plan.child_id, started_on=plan.started_on)


@transaction.atomic
def give_to_chair(request: ConferenceRequest, chair: User, *, by: User, at: datetime) -> ConferenceRequest:
    """
    Name who chairs a conference; they see its children from now on, and whoever chaired it before does not.

    :raises: what `name_chair` raises.
    """
    before = _chairs_before(request)
    request = name_chair(request, chair, by=by, at=at)
    for part in request.children.filter(withdrawn_at__isnull=True).select_related("child"):
        for other in before.get(part.child_id, set()) - {chair.pk}:
            _end_reasons(part.child_id, other, by=by, at=at)
        give_reason(
            child_id=part.child_id, worker_id=chair.worker_id, basis="chairs the conference",
            key=_reason_of(part, chair.pk), begins_on=local_day(at), by=by, at=at,
        )  # fmt: skip
        tell(
            key=f"chair/{part.pk}/{chair.pk}", words=f"You chair the conference about {name_of(part.child)}",
            path=f"/conferences/{request.pk}/", child_id=part.child_id, user=chair, by=by, at=at,
        )  # fmt: skip
    return request


@transaction.atomic
def decide_about(
    part: ChildInConference, decided: Decided, *, lead: Worker | None = None, by: User, at: datetime
) -> ConferenceDecision:  # fmt: skip
    """
    Write down what a conference decided about one child. A plan it decides for begins on the day of the conference, a
    plan under review goes on or ends with it, and a child in need plan ends where protection begins.

    :param lead: the social worker the conference names to lead the plan.
    :raises: what `decide`, `name_lead` and the actions on child protection plans raise.
    """
    part = to_decide(part, decided, by=by)
    held_on = part.request.held_on
    assert held_on is not None
    conference = _held(part, decided, held_on, by=by, at=at)
    plan = _plan_of(part, decided, conference, by=by, at=at)
    if plan is not None and conference.cp_plan_id is None:
        conference.cp_plan = plan
        conference.save(update_fields=["cp_plan"])
    made = decide(part, decided, conference_id=conference.pk, cp_plan_id=plan.pk if plan else None, by=by, at=at)
    if lead is not None and plan is not None and decided.led_to_plan:
        name_lead(as_plan(plan), lead, by=by, at=at)
    _let_the_chair_go(part.request, by=by, at=at)
    return made


def let_chairs_go(child_id: int, *, by: User, at: datetime) -> None:
    """
    Let nobody see a child any longer for having chaired a conference about them: there is no plan left to oversee.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    theirs = ChildInConference.objects.filter(child=child_id, request__chair__isnull=False)
    for chair_id in theirs.values_list("request__chair", flat=True).distinct():
        end_reason(key=f"chairs/{child_id}/{chair_id}", ends_on=local_day(at), by=by, at=at)


def _held(part: ChildInConference, decided: Decided, held_on: date, *, by: User, at: datetime) -> Conference:
    """The conference about this child, as enquiries and the census keep it."""
    kind = ConferenceKind.REVIEW if part.request.kind == Kind.REVIEW else ConferenceKind.INITIAL
    conference = Conference.objects.create(
        key=f"live/conference/{uuid.uuid4()}", screen=SCREEN, recorded_at=at, child=part.child, kind=kind,
        enquiry_id=part.enquiry_id, cp_plan_id=part.reviewed_plan_id, held_on=held_on, led_to_plan=decided.led_to_plan,
        is_transfer_in=part.request.kind == Kind.TRANSFER_IN,
    )  # fmt: skip
    note("conference written down", by=by, at=at, subject=conference, child_id=part.child_id)
    return conference


def _plan_of(
    part: ChildInConference, decided: Decided, conference: Conference, *, by: User, at: datetime
) -> CpPlan | None:  # fmt: skip
    if part.reviewed_plan_id is None:
        return _begun(part, decided, conference, by=by, at=at) if decided.led_to_plan else None
    reviewed = CpPlan.objects.get(pk=part.reviewed_plan_id)
    if not decided.led_to_plan:
        return end_protection_plan(reviewed, conference_id=conference.pk, by=by, at=at)
    return go_on_with_protection_plan(reviewed, conference_id=conference.pk, category=decided.category, by=by, at=at)


def _begun(part: ChildInConference, decided: Decided, conference: Conference, *, by: User, at: datetime) -> CpPlan:
    episode = open_episode(part.child_id, viewer=by, on=conference.held_on)
    return begin_protection_plan(
        part.child, conference_id=conference.pk, category=decided.category,
        referral_id=episode.pk if episode else None, team_id=episode.team_id if episode else None, by=by, at=at,
    )  # fmt: skip


def _chairs_before(request: ConferenceRequest) -> dict[int, set[int]]:
    """By child: who has chaired a conference about them so far, this one included."""
    theirs = ChildInConference.objects.filter(child__in=request.children.values("child"), request__chair__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for child_id, chair_id in theirs.values_list("child_id", "request__chair"):
        found[child_id].add(chair_id)
    return found


def _let_the_chair_go(request: ConferenceRequest, *, by: User, at: datetime) -> None:
    """Once all is decided and no child is under a plan, there is nothing left for the chair to see."""
    parts = list(request.children.filter(withdrawn_at__isnull=True).select_related("decision"))
    decisions = [getattr(part, "decision", None) for part in parts]
    if any(decision is None or decision.led_to_plan for decision in decisions):
        return
    for part in parts:
        _end_reasons(part.child_id, by.pk, by=by, at=at)


def _end_reasons(child_id: int, chair_id: int, *, by: User, at: datetime) -> None:
    """Every reason a chair has for a child, also one that was given for a record since merged into the child's."""
    given = ReasonToSee.objects.filter(child=child_id, key__startswith="chairs/", key__endswith=f"/{chair_id}")
    for key in given.filter(ends_on__isnull=True).values_list("key", flat=True):
        end_reason(key=key, ends_on=local_day(at), by=by, at=at)


def _reason_of(part: ChildInConference, chair_id: int) -> str:
    """One for a child and a chair, whichever of the child's conferences it is: it lasts from the first to the last."""
    return f"chairs/{part.child_id}/{chair_id}"
