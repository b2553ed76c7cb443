"""Naming who leads a child protection plan and who is in its core group, writing down its meetings, naming roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.workforce.models import Worker
from lintel.statute.calendar import local_day
from lintel.steps.conferences import permissions
from lintel.steps.conferences.actions import NothingSaid, NotOnThatDay
from lintel.steps.conferences.codes import ReformRole, Side
from lintel.steps.conferences.models import CoreGroupMeeting, CoreGroupMember, PlanLead, RoleTitle
from lintel.steps.conferences.reach import NotTheirChild
from lintel.steps.conferences.rules import why_not_lead

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotASocialWorker(Exception):
    """A child protection plan is led by a social worker; says in plain words why this one may not."""


class WrittenAlready(Exception):
    """The core group's meeting of that day stands already."""


class NamedAlready(Exception):
    """The role has another name from that day on already."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A child protection plan, as far as its lead and its core group go."""

    pk: int
    child_id: int
    started_on: date


@transaction.atomic
def name_lead(plan: Plan, worker: Worker, *, by: User, at: datetime) -> PlanLead:
    """
    Name who leads a plan from today; whoever led it before stops today. Named again, nothing changes.

    :raises NotAllowed: if this person does not carry out protection plans.
    :raises NotTheirChild, NotASocialWorker: see there.
    """
    require(by, permissions.CARRY_OUT_PROTECTION)
    _refuse_a_stranger(plan, by)
    if why := why_not_lead(worker.name, swe_number=worker.swe_number):
        raise NotASocialWorker(why)
    today = local_day(at)
    before = PlanLead.objects.select_for_update().filter(cp_plan=plan.pk, until_on__isnull=True).first()
    if before is not None:
        if before.worker_id == worker.pk:
            return before
        before.until_on = max(today, before.from_on)
        before.save(update_fields=["until_on"])
    lead = PlanLead.objects.create(
        cp_plan_id=plan.pk, worker=worker, from_on=max(plan.started_on, today) if before else plan.started_on,
        named_at=at, named_by=by,
    )  # fmt: skip
    note("lead of a plan named", by=by, at=at, subject=lead, child_id=plan.child_id, worker=worker.pk)
    return lead


@transaction.atomic
def join_core_group(
    plan: Plan, *, side: Side, name: str, person_id: int | None = None, agency_id: int | None = None, by: User,
    at: datetime,
) -> CoreGroupMember:  # fmt: skip
    """
    Say who is in the core group. Named twice, the first holds.

    :raises NotAllowed: if this person does not carry out protection plans.
    :raises NotTheirChild, NothingSaid: see there.
    """
    require(by, permissions.CARRY_OUT_PROTECTION)
    _refuse_a_stranger(plan, by)
    if not name.strip():
        raise NothingSaid
    member, is_new = CoreGroupMember.objects.get_or_create(
        cp_plan_id=plan.pk, side=side, name=name.strip()[:120], left_on=None,
        defaults={"person_id": person_id, "agency_id": agency_id, "joined_on": local_day(at), "named_by": by},
    )  # fmt: skip
    if is_new:
        note("core group joined", by=by, at=at, subject=member, child_id=plan.child_id)
    return member


@transaction.atomic
def leave_core_group(member: CoreGroupMember, *, by: User, at: datetime) -> CoreGroupMember:
    """
    Say that somebody is no longer in the core group, from today. Said again, nothing changes.

    :raises NotAllowed: if this person does not carry out protection plans.
    :raises NotTheirChild: see there.
    """
    require(by, permissions.CARRY_OUT_PROTECTION)
    member = CoreGroupMember.objects.select_for_update(of=("self",)).select_related("cp_plan").get(pk=member.pk)
    child_id = member.cp_plan.child_id
    if not visible_children(by).filter(pk=child_id).exists():
        raise NotTheirChild
    if member.left_on is None:
        member.left_on = local_day(at)
        member.save(update_fields=["left_on"])
        note("core group left", by=by, at=at, subject=member, child_id=child_id)
    return member


@transaction.atomic
def write_core_group(
    plans: Sequence[Plan], *, held_on: date, present: str, words: str, by: User, at: datetime
) -> list[CoreGroupMeeting]:  # fmt: skip
    """
    Write down a core group that met about a child, or about brothers and sisters together: who came, what it came to.

    :raises NotAllowed: if this person does not carry out protection plans.
    :raises NotTheirChild, NothingSaid, NotOnThatDay, WrittenAlready: see there.
    """
    require(by, permissions.CARRY_OUT_PROTECTION)
    if not (present.strip() and words.strip()):
        raise NothingSaid
    made = []
    for plan in plans:
        _refuse_a_stranger(plan, by)
        if not plan.started_on <= held_on <= local_day(at):
            raise NotOnThatDay
        meeting, is_new = CoreGroupMeeting.objects.get_or_create(
            cp_plan_id=plan.pk, held_on=held_on,
            defaults={"present": present.strip(), "words": words.strip(), "written_at": at, "written_by": by},
        )  # fmt: skip
        if not is_new:
            raise WrittenAlready
        note("core group met", by=by, at=at, subject=meeting, child_id=plan.child_id, held_on=str(held_on))
        made.append(meeting)
    return made


@transaction.atomic
def name_role(
    role: ReformRole, *, title: str, effective_from: date, source: str, reason: str, by: User, at: datetime
) -> RoleTitle:  # fmt: skip
    """
    Say what a role in child protection is called from a day on, on whose word, and why.

    :raises NotAllowed: if this person does not name roles.
    :raises NothingSaid, NamedAlready: see there.
    """
    require(by, permissions.NAME_ROLES)
    if RoleTitle.objects.select_for_update().filter(role=role, effective_from=effective_from).exists():
        raise NamedAlready
    if not (title.strip() and source.strip() and reason.strip()):
        raise NothingSaid
    named = RoleTitle.objects.create(
        role=role, title=title.strip()[:80], effective_from=effective_from, source=source.strip()[:200],
        reason=reason.strip(), decided_at=at, decided_by=by,
    )  # fmt: skip
    note("role named", by=by, at=at, subject=named, title=named.title, from_day=str(effective_from))
    return named


def _refuse_a_stranger(plan: Plan, by: User) -> None:
    if not visible_children(by).filter(pk=plan.child_id).exists():
        raise NotTheirChild
