"""Agreeing what is to be done after an audit, doing it, and verifying that it was done: never the same person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import say_over, tell
from lintel.oversight.audits import permissions
from lintel.oversight.audits.acting.queries import (
    actions_of,
    done_by_ones_manager,
    may_agree,
    may_pass_on,
    to_do,
    to_do_after,
    to_verify,
)
from lintel.oversight.audits.actions import NothingSaid
from lintel.oversight.audits.models import Audit, AuditAction
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotHandedIn(Exception):
    """What is to be done is agreed once the audit is handed in."""


class NotTheirs(Exception):
    """It is somebody else's to do, or to agree."""


class InThePast(Exception):
    """The day by which it is to be done is over."""


class NotNow(Exception):
    """It was done, or verified, already; or it is not done yet."""


class OwnAction(Exception):
    """Whoever did it does not verify it."""


class DoneByTheirManager(Exception):
    """It was done by who manages this person: somebody else verifies it."""


@transaction.atomic
def agree_action(
    audit: Audit, *, what: str, for_what_change: str, owner: User, due_on: date, by: User, at: datetime
) -> AuditAction:
    """
    Agree something that is to be done for the child after an audit: what, for what change, by whom and by when.

    An owner who moderates the audit is accepted like any other, and told once their own grade is locked: to refuse them
    would say who moderates.

    :raises NotAllowed: if this person acts on no audits.
    :raises NotHandedIn, NotTheirs, NothingSaid, InThePast: see there.
    """
    require(by, permissions.ACT_ON_AUDITS)
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if audit.submitted_at is None:
        raise NotHandedIn
    if not may_agree(audit, viewer=by) or not owner.holds(permissions.ACT_ON_AUDITS):
        raise NotTheirs
    if not what.strip() or not for_what_change.strip():
        raise NothingSaid
    if due_on < local_day(at):
        raise InThePast
    agreed = AuditAction.objects.create(
        audit=audit, child_id=audit.child_id, what=what.strip(), for_what_change=for_what_change.strip(), owner=owner,
        due_on=due_on, agreed_at=at, agreed_by=by,
    )  # fmt: skip
    note("action after an audit agreed", by=by, at=at, subject=agreed, child_id=audit.child_id, owner=owner.pk)
    tell_owner(audit, owner=owner, by=by, at=at)
    return agreed


def tell_owner(audit: Audit, *, owner: User, by: User, at: datetime) -> None:
    """
    Tell somebody what is theirs to do after an audit, and after the other of its record, as far as they may know of it
    now. Told again, nothing.

    It follows from an act that was allowed, so there is no permission of its own.
    """
    for each in to_do_after(audit, viewer=owner):
        tell(
            key=f"audit action/{each.pk}/{owner.pk}", path="/audits/actions/", user=owner, by=by, at=at,
            words=f"After an audit something is yours to do by {each.due_on:%-d %B}.",
        )  # fmt: skip


@transaction.atomic
def do_action(action: AuditAction, *, evidence: str, by: User, at: datetime) -> AuditAction:
    """
    Say that it is done, and where that can be seen. Somebody else verifies it.

    :raises NotAllowed: if this person acts on no audits.
    :raises NotTheirs, NothingSaid, NotNow: see there.
    """
    require(by, permissions.ACT_ON_AUDITS)
    action = AuditAction.objects.select_for_update().get(pk=action.pk)
    if action.owner_id != by.pk:
        raise NotTheirs
    if action.done_at is not None:
        raise NotNow
    if not evidence.strip():
        raise NothingSaid
    action.done_at, action.evidence = at, evidence.strip()
    action.save(update_fields=["done_at", "evidence"])
    note("action after an audit done", by=by, at=at, subject=action, child_id=action.child_id)
    say_over(key=f"audit action/{action.pk}", by=by, at=at)
    can = to_verify(viewer=action.agreed_by).filter(pk=action.pk).exists()
    other = action.agreed_by if can else None
    tell(
        key=f"audit action done/{action.pk}/{at.isoformat()}", words="Something agreed after an audit is done.",
        path=f"/audits/actions/{action.pk}/", user=other,
        role=None if other else permissions.VERIFIES_WHERE_NOBODY_ELSE, by=by, at=at,
    )  # fmt: skip
    return action


@transaction.atomic
def pass_on(action: AuditAction, *, owner: User, by: User, at: datetime) -> AuditAction:
    """
    Give what is to be done to somebody else, whose owner has left or who does not come to it. Its day stays.

    :raises NotAllowed: if this person acts on no audits.
    :raises NotNow: if it was done already.
    :raises NotTheirs: if it is not this person's to give, or not somebody's who can do it.
    """
    require(by, permissions.ACT_ON_AUDITS)
    action = AuditAction.objects.select_for_update(of=("self",)).select_related("audit").get(pk=action.pk)
    if action.done_at is not None:
        raise NotNow
    if not may_pass_on(action, viewer=by) or not owner.is_active or not owner.holds(permissions.ACT_ON_AUDITS):
        raise NotTheirs
    before, action.owner = action.owner_id, owner
    action.save(update_fields=["owner"])
    note("action after an audit passed on", by=by, at=at, subject=action, child_id=action.child_id, before=before,
         owner=owner.pk)  # fmt: skip
    say_over(key=f"audit action/{action.pk}", by=by, at=at)
    if owner != by and to_do(viewer=owner).filter(pk=action.pk).exists():
        tell(
            key=f"audit action/{action.pk}/{at.isoformat()}", path="/audits/actions/", user=owner, by=by, at=at,
            words=f"After an audit something is yours to do by {action.due_on:%-d %B}.",
        )  # fmt: skip
    return action


@transaction.atomic
def verify_action(action: AuditAction, *, by: User, at: datetime) -> AuditAction:
    """
    Verify that it was done, having looked.

    :raises NotAllowed: if this person acts on no audits.
    :raises OwnAction, DoneByTheirManager, NotNow, NotTheirs: see there.
    """
    action = _to_verify(action, by=by)
    action.verified_at, action.verified_by = at, by
    action.save(update_fields=["verified_at", "verified_by"])
    note("action after an audit verified", by=by, at=at, subject=action, child_id=action.child_id)
    return action


@transaction.atomic
def send_back(action: AuditAction, *, because: str, by: User, at: datetime) -> AuditAction:
    """
    Say that it is not done yet, and why: it is its owner's again.

    :raises NotAllowed: if this person acts on no audits.
    :raises OwnAction, DoneByTheirManager, NotNow, NotTheirs, NothingSaid: see there.
    """
    if not because.strip():
        raise NothingSaid
    action = _to_verify(action, by=by)
    action.done_at, action.evidence, action.sent_back_because = None, "", because.strip()
    action.save(update_fields=["done_at", "evidence", "sent_back_because"])
    note("action after an audit sent back", by=by, at=at, subject=action, child_id=action.child_id)
    tell(
        key=f"audit action back/{action.pk}/{at.isoformat()}", words="What you did after an audit was sent back.",
        path=f"/audits/actions/{action.pk}/", user=action.owner, by=by, at=at,
    )  # fmt: skip
    return action


def _to_verify(action: AuditAction, *, by: User) -> AuditAction:
    require(by, permissions.ACT_ON_AUDITS)
    action = AuditAction.objects.select_for_update().get(pk=action.pk)
    if action.owner_id == by.pk:
        raise OwnAction
    if not actions_of(viewer=by).filter(pk=action.pk).exists():
        raise NotTheirs
    if AuditAction.objects.filter(done_by_ones_manager(by), pk=action.pk).exists():
        raise DoneByTheirManager
    if not to_verify(viewer=by).filter(pk=action.pk).exists():
        raise NotNow
    return action
