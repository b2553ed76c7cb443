"""
Reading planned audits, and what was agreed after them, for one viewer's children. No grade is read here, and nothing
that tells of one: that something is to be done after an audit says how it was graded, so that is left out while sealed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from lintel.oversight.audits.models import Audit, AuditAction
from lintel.oversight.performance.cycle_work import AgreedAction, CycleWork, PlannedAudit
from lintel.statute.calendar import local_day


def read_cycle_work(children: Collection[int]) -> CycleWork:
    """Every audit of these children, and every action after one whose grade is open."""
    audits = Audit.objects.values_list("pk", "child_id", "due_on", "submitted_at", "withdrawn_at", "stratum")
    actions = (
        AuditAction.objects.filter(audit__grading__sealed=False)
        .order_by("pk")
        .values_list("pk", "child_id", "due_on", "done_at", "verified_at")
    )
    return CycleWork(
        tuple(
            PlannedAudit(pk, child, due_on, _day(handed_in_at), withdrawn_at is not None, stratum)
            for pk, child, due_on, handed_in_at, withdrawn_at, stratum in audits
            if child in children
        ),
        tuple(
            AgreedAction(pk, child, due_on, _day(done_at), _day(verified_at))
            for pk, child, due_on, done_at, verified_at in actions
            if child in children
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
