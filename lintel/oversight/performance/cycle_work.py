"""What indicators count of cycles of audits (K90, K95), as light tuples. `cycle_reading.py` reads them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class PlannedAudit(NamedTuple):
    """An audit that was planned, whatever became of it."""

    pk: int
    child_id: int
    due_on: date
    handed_in_on: date | None
    is_withdrawn: bool
    stratum: str = ""


class AgreedAction(NamedTuple):
    """What was agreed for a child after an audit, and when somebody other than its owner verified it."""

    pk: int
    child_id: int
    due_on: date
    done_on: date | None
    verified_on: date | None


class CycleWork(NamedTuple):
    audits: tuple[PlannedAudit, ...] = ()
    actions: tuple[AgreedAction, ...] = ()


def cycle_work_of(evidence: Evidence) -> CycleWork:
    """Audits and what was agreed after them, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> CycleWork:
    return evidence.reader.cycle_work()
