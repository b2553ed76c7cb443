"""
What indicators count of strategy discussions, enquiries and unassessed risk (K60 to K62, K66 to K68), as light tuples.

`protection_reading.py` reads them for one viewer. Files say nothing of any of it: who was there, what was moved, and
since when harm was thought likely is known only of what is done here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lintel.oversight.performance.cases import Child
    from lintel.oversight.performance.evidence import Evidence
    from lintel.oversight.performance.records import Referral


class Trigger(NamedTuple):
    """A child's reasonable cause, and the first quorate discussion that began after it; None if there is none."""

    pk: int
    child_id: int
    triggered_at: datetime
    quorate_at: datetime | None


class Meeting(NamedTuple):
    """A discussion that was held, with the children of the viewer's it was about, who was present and who was not."""

    pk: int
    children: tuple[int, ...]
    held_at: datetime
    present: frozenset[str]
    missing: tuple[str, ...]


class Slot(NamedTuple):
    """
    A time that was set for a discussion: it was kept or it was postponed, and then by which party and why.

    `settled_at` is when it was held or, of a slot that was postponed, when somebody postponed it.
    """

    pk: int
    meeting_id: int
    children: tuple[int, ...]
    settled_at: datetime
    party: str = ""
    because: str = ""
    says_interim_safety: bool = False

    @property
    def is_postponed(self) -> bool:
        return bool(self.party)


class OnTheClock(NamedTuple):
    """One unbroken time of a child on the unassessed-risk clock; it runs on while it has no end."""

    child_id: int
    began_at: datetime
    ended_at: datetime | None


class HistoryItem(NamedTuple):
    """A significant item of a child's history when the enquiry was signed, and whether somebody covered it."""

    pk: int
    child_id: int
    enquiry_id: int
    signed_at: datetime
    is_covered: bool
    became: str


class EarlyVisit(NamedTuple):
    """A visit to a child made once harm was thought likely, before the agencies had talked, and without urgency."""

    pk: int
    child_id: int
    enquiry_id: int
    visited_on: date


class Protection(NamedTuple):
    triggers: list[Trigger]
    meetings: list[Meeting]
    slots: list[Slot]
    clocks: list[OnTheClock]
    history: list[HistoryItem]
    early_visits: list[EarlyVisit]
    # The days on which enquiries began that a discussion held here began.
    enquiries_begun_on: list[date]


def protection_of(evidence: Evidence) -> Protection:
    """What is done here to protect children; ask for it with `evidence.once`."""
    return evidence.reader.protection()


def episode_on(evidence: Evidence, child_id: int, day: date) -> Referral | None:
    """The child's episode of need that was under way at the end of a day, the last to begin."""
    under_way = [each for each in evidence.referrals_of.get(child_id, ()) if each.is_open_on(day)]
    return under_way[-1] if under_way else None


def team_on(evidence: Evidence, children: tuple[int, ...], day: date) -> int | None:
    """The team of the first of these children who had one on a day."""
    episodes = (episode_on(evidence, child, day) for child in children)
    return next((each.team_id for each in episodes if each is not None and each.team_id is not None), None)


def only_child(evidence: Evidence, children: tuple[int, ...]) -> Child | None:
    """The child a discussion was about, where it was about one."""
    return evidence.children[children[0]] if len(children) == 1 else None


def several(children: tuple[int, ...]) -> tuple[int, ...]:
    """The brothers and sisters a discussion was about, where it was about more than one child."""
    return children if len(children) > 1 else ()
