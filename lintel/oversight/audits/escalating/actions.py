"""Stopping an audit because the child is not safe, and answering it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import say_answered, tell
from lintel.oversight.audits import permissions
from lintel.oversight.audits.actions import HandedIn, NothingSaid, Stopped
from lintel.oversight.audits.escalating.queries import escalations_to_answer, who_is_told
from lintel.oversight.audits.models import Audit, Escalation

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NobodyToTell(Exception):
    """No manager has an account here; it has to be said by telephone, now."""


class NotTheirsToAnswer(Exception):
    """They do not answer for this child, or it is their own finding."""


class AnsweredAlready(Exception):
    """Somebody answered first."""


@transaction.atomic
def stop_and_escalate(audit: Audit, *, what: str, by: User, at: datetime) -> Escalation:
    """
    Stop an audit because the child is not safe now. Whoever answers for the child is told at once.

    :raises NotAllowed: if this person audits nothing.
    :raises Audit.DoesNotExist: if it is somebody else's.
    :raises NothingSaid, HandedIn, NobodyToTell: see there.
    :raises Stopped: if it was stopped already and nobody has answered.
    """
    require(by, permissions.AUDIT)
    audit = Audit.objects.select_for_update().get(pk=audit.pk, auditor=by)
    if audit.withdrawn_at:
        raise HandedIn
    return raise_unsafe(audit, what=what, by=by, at=at)


def raise_unsafe(audit: Audit, *, what: str, by: User, at: datetime) -> Escalation:
    """
    Tell whoever answers for the child that they are not safe: for the auditor, and for who moderates the audit.

    It follows from an act that was allowed, so there is no permission of its own.

    :raises NothingSaid, NobodyToTell: see there.
    :raises Stopped: if this person said so already and nobody has answered; what another said is not told to them.
    """
    if not what.strip():
        raise NothingSaid
    if Escalation.objects.filter(audit=audit, raised_by=by, answered_at__isnull=True).exists():
        raise Stopped
    told = who_is_told(audit, viewer=by, at=at)
    if told is None:
        raise NobodyToTell
    raised = Escalation.objects.create(audit=audit, what=what.strip(), raised_at=at, raised_by=by, told=told)
    note("child found unsafe in an audit", by=by, at=at, subject=raised, child_id=audit.child_id)
    # It names no child, so that it is hidden from nobody who answers for one.
    tell(
        key=_told(raised), words="An audit found a child who is not safe. Read it now, and say what is done.",
        path=f"/audits/unsafe/{raised.pk}/", user=told, by=by, at=at,
    )  # fmt: skip
    return raised


@transaction.atomic
def answer_escalation(escalation: Escalation, *, what_was_done: str, by: User, at: datetime) -> Escalation:
    """
    Say what was done to make the child safe; the auditor is told and may go on.

    :raises NotAllowed: if this person answers for no child.
    :raises NotTheirsToAnswer, NothingSaid, AnsweredAlready: see there.
    """
    require(by, permissions.ANSWER_UNSAFE_CHILD)
    if not what_was_done.strip():
        raise NothingSaid
    escalation = Escalation.objects.select_for_update().select_related("audit").get(pk=escalation.pk)
    if escalation.answered_at is not None:
        raise AnsweredAlready
    if not escalations_to_answer(viewer=by).filter(pk=escalation.pk).exists():
        raise NotTheirsToAnswer
    escalation.answered_at, escalation.answered_by, escalation.what_was_done = at, by, what_was_done.strip()
    escalation.save(update_fields=["answered_at", "answered_by", "what_was_done"])
    note("unsafe child of an audit answered", by=by, at=at, subject=escalation, child_id=escalation.audit.child_id)
    say_answered(key=_told(escalation), by=by, at=at)
    tell(
        key=f"{_told(escalation)}/answered", words="A manager has answered where you found a child unsafe.",
        path=f"/audits/unsafe/{escalation.pk}/", user=escalation.raised_by, by=by, at=at,
    )  # fmt: skip
    return escalation


def _told(escalation: Escalation) -> str:
    return f"audit found unsafe/{escalation.pk}"
