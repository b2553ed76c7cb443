"""Stopping an audit because the child is not safe, and answering it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.foundation.notices.actions import say_over, tell
from lintel.oversight.audits import permissions
from lintel.oversight.audits.actions import HandedIn, NothingSaid, Stopped
from lintel.oversight.audits.escalating.queries import escalations_to_answer, who_is_told
from lintel.oversight.audits.models import AlsoTold, Audit, Escalation
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


_KEY = "audit found unsafe"


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
    Tell who answers for the child that they are not safe: for the auditor, and for who moderates the audit. The nearest
    manager who is at work is asked, and the next level knows of it at once.

    It follows from an act that was allowed, so there is no permission of its own.

    :raises NothingSaid, NobodyToTell: see there.
    :raises Stopped: if this person said so already and nobody has answered; what another said is not told to them.
    """
    if not what.strip():
        raise NothingSaid
    if Escalation.objects.filter(audit=audit, raised_by=by, answered_at__isnull=True).exists():
        raise Stopped
    told = who_is_told(audit, viewer=by, at=at)
    if not told:
        raise NobodyToTell
    raised = Escalation.objects.create(audit=audit, what=what.strip(), raised_at=at, raised_by=by, told=told[0])
    note("child found unsafe in an audit", by=by, at=at, subject=raised, child_id=audit.child_id)
    # It names no child, so that it is hidden from nobody who answers for one.
    tell(
        key=_told(raised, told[0]), words="An audit found a child who is not safe. Read it now, and say what is done.",
        path=_path(raised), user=told[0], by=by, at=at,
    )  # fmt: skip
    for above in told[1:2]:
        _tell_also(raised, above, f"An audit found a child who is not safe. {told[0].name} was told. Make sure that "
                   "somebody answers.", by=by, at=at)  # fmt: skip
    return raised


@transaction.atomic
def tell_the_next(*, by: User | None, at: datetime) -> int:
    """
    Where a child was found unsafe and nobody has answered in time: tell the next manager above, and say how many were
    told. They have as long again before the next is told.
    """
    waiting = Escalation.objects.select_for_update(of=("self",)).filter(answered_at__isnull=True)
    waiting = waiting.select_related("audit__child", "raised_by", "told").prefetch_related("also_told__user")
    return sum(_next_told(each, by=by, at=at) for each in waiting.order_by("raised_at", "pk"))


def _next_told(raised: Escalation, *, by: User | None, at: datetime) -> bool:
    also = list(raised.also_told.all())
    last = max([raised.raised_at, *(each.told_at for each in also)])
    if time_limit_in_force("unsafe_in_audit", on=local_day(raised.raised_at)).due_at(last) > at:
        return False
    known = {raised.told_id, *(each.user_id for each in also)}
    above = who_is_told(raised.audit, viewer=raised.raised_by, at=at)
    nobody_yet = next((user for user in above if user.pk not in known), None)
    if nobody_yet is not None:
        hours = int((at - raised.raised_at).total_seconds() // 3600)
        _tell_also(raised, nobody_yet, f"An audit found a child who is not safe, and nobody has answered for {hours} "
                   "hours. Read it now, and say what is done.", by=by, at=at)  # fmt: skip
    return nobody_yet is not None


def _tell_also(raised: Escalation, user: User, words: str, *, by: User | None, at: datetime) -> None:
    AlsoTold.objects.create(escalation=raised, user=user, told_at=at)
    note("next manager told of an unsafe child", by=by, at=at, subject=raised, child_id=raised.audit.child_id)
    tell(key=_told(raised, user), words=words, path=_path(raised), user=user, by=by, at=at)


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
    say_over(key=f"{_KEY}/{escalation.pk}", by=by, at=at)
    tell(
        key=f"{_KEY}/{escalation.pk}/answered", words="A manager has answered where you found a child unsafe.",
        path=_path(escalation), user=escalation.raised_by, by=by, at=at,
    )  # fmt: skip
    return escalation


def _told(escalation: Escalation, user: User) -> str:
    return f"{_KEY}/{escalation.pk}/{user.pk}"


def _path(escalation: Escalation) -> str:
    return f"/audits/unsafe/{escalation.pk}/"
