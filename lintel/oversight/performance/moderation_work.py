"""What indicators count of moderated audits (K91 to K94, K96), and what of it a leader is not shown yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.oversight.fanlight.keeping_back import KEPT_BACK
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
    return "" if moderation_work_of(evidence).moderated else _none(evidence, "no audit has been moderated yet")


def none_handed_in_yet(evidence: Evidence) -> str:
    return "" if moderation_work_of(evidence).handed_in else _none(evidence, "no audit has been handed in yet")


def none_audited_twice_yet(evidence: Evidence) -> str:
    said = "no record has been audited by two people yet"
    return "" if moderation_work_of(evidence).twice else _none(evidence, said)


def _none(evidence: Evidence, said: str) -> str:
    """Why there is nothing to say; to a leader from whom the quarter is kept back, that there is nothing before it."""
    until = evidence.reader.shown_until()
    return said if until is None else f"{said}, up to {until:%-d %B %Y}. {KEPT_BACK.removesuffix('.')}"


def last_day_shown(evidence: Evidence) -> date | None:
    """The last day this viewer is shown what moderators found of; None for every day."""
    return evidence.reader.shown_until()


def kept_back(evidence: Evidence) -> str:
    """What a leader reads beside such a number before they have locked an estimate of the running quarter."""
    return KEPT_BACK if evidence.reader.shown_until() else ""
