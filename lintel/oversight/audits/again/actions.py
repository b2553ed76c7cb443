"""Giving a withdrawn audit to another auditor: of the same cycle and stratum, and with the other of the same record."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audits import permissions
from lintel.oversight.audits.actions import Conflicted, plan_audit
from lintel.oversight.audits.again.queries import may_be_given_again
from lintel.oversight.audits.models import Audit, Grading

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotToGive(Exception):
    """It is not withdrawn, was given to somebody else already, or this person does not know of it."""


@transaction.atomic
def give_to_another(withdrawn: Audit, *, auditor: User, due_on: date, by: User, at: datetime) -> Audit:
    """
    Have a record audited by somebody else, whose audit was withdrawn: nothing of what was written is taken over.

    Of two audits of one record the other stays the other, unless its grade is open: then there is nothing left to be
    blind to, and this one stands alone.

    :raises NotAllowed: if this person plans no audits.
    :raises NotToGive: see there.
    :raises Conflicted, NotAnAuditor, NotOnStaffList: as for planning one.
    """
    require(by, permissions.PLAN_AUDITS)
    held = (
        Audit.objects.select_for_update(of=("self",)).select_related("child", "cycle", "twin_of").get(pk=withdrawn.pk)
    )
    if not may_be_given_again(held, viewer=by):
        raise NotToGive
    first = held.twin_of if held.twin_of and _is_blind(held.twin_of) else None
    second = Audit.objects.select_for_update().filter(twin_of=held).first()
    if auditor.pk in _who_knows(held, *(each for each in (first, second) if each is not None)):
        raise Conflicted("They have to do with another audit of this record.")
    if first is not None:
        held.twin_of = None
        held.save(update_fields=["twin_of"])
    audit = plan_audit(
        held.child, auditor=auditor, tool=held.tool, due_on=due_on, cycle=held.cycle, stratum=held.stratum,
        twin_of=first, by=by, at=at,
    )  # fmt: skip
    audit.instead_of = held
    audit.save(update_fields=["instead_of"])
    if second is not None and _is_blind(second):
        second.twin_of = audit
        second.save(update_fields=["twin_of"])
    note("withdrawn audit given to another", by=by, at=at, subject=audit, child_id=audit.child_id, instead_of=held.pk)
    return audit


def _who_knows(withdrawn: Audit, *others: Audit) -> set[int]:
    """Who may not audit the record now: whose audit was withdrawn, who audits it beside them, who moderates either."""
    audits = [withdrawn, *(each for each in others if _is_blind(each))]
    moderators = [pk for each in audits for pk in each.moderations.values_list("moderator", flat=True)]
    return {*(each.auditor_id for each in audits), *moderators}


def _is_blind(audit: Audit) -> bool:
    """Whether an audit is under way, or its grade is not open yet."""
    return audit.withdrawn_at is None and not Grading.objects.filter(audit=audit, sealed=False).exists()
