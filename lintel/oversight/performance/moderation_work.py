"""What indicators count of moderated audits (K91 to K94, K96)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.oversight.moderation.counted import ModerationWork

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


def moderation_work_of(evidence: Evidence) -> ModerationWork:
    """Read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> ModerationWork:
    return evidence.reader.moderation_work()


def first_handed_in(evidence: Evidence) -> date | None:
    """The day the first audit was handed in."""
    return min((each.on for each in moderation_work_of(evidence).handed_in), default=None)


def none_moderated_yet(evidence: Evidence) -> str:
    return "" if moderation_work_of(evidence).moderated else "no audit has been moderated yet"
