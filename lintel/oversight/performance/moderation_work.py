"""What indicators count of moderated audits (K91 to K94, K96), as light tuples. `moderation_reading.py` reads them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class HandedIn(NamedTuple):
    """An audit that was handed in; `is_random` says that it was moderated because it was drawn at random."""

    pk: int
    child_id: int
    on: date
    is_moderated: bool
    is_random: bool


class Moderated(NamedTuple):
    """
    An audit whose two grades are both open. `stands_for` is how many audits it speaks for.

    `lacking` are the core questions that a moderator found wanting; `supports` and `judged_on` are None until judged.
    """

    pk: int
    child_id: int
    handed_in_on: date
    audited: int
    moderated: int
    stands_for: float
    judged_on: date | None
    supports: bool | None
    lacking: frozenset[str]


class AuditedTwice(NamedTuple):
    """A record that two people audited without knowing of each other, on the day the second handed in."""

    pk: int
    child_id: int
    on: date
    first: int
    second: int


class ModerationWork(NamedTuple):
    handed_in: tuple[HandedIn, ...] = ()
    moderated: tuple[Moderated, ...] = ()
    twice: tuple[AuditedTwice, ...] = ()


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
