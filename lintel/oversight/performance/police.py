"""
What the police told us and what they declared, for the indicators of the partnership (K20 to K25).

A notice counts once, with the first of its contact's children whom the viewer may see; its times are those both
partners' dashboards are made of (`journey.notifications.timing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from lintel.steps.police_notifications.lags import Times

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class Notice(NamedTuple):
    """One notice in its first version: when we first knew."""

    pk: int
    child_id: int
    agency: str
    reference: str
    children_present: bool
    received_on: date
    times: Times

    def as_of(self, moment: datetime) -> Times:
        """Its times as they were known at a moment."""
        decided, seen = (
            at if at is not None and at <= moment else None for at in (self.times.decided_at, self.times.seen_at)
        )
        return replace(self.times, decided_at=decided, seen_at=seen)


class Exposure(NamedTuple):
    """That a notice tells of one child."""

    child_id: int
    notice: int
    occurred_on: date
    received_on: date


class Declared(NamedTuple):
    pk: int
    agency: str
    declared_on: date
    untriaged: int
    oldest_on: date | None


@dataclass(frozen=True)
class Police:
    """All of it, as one viewer may see it."""

    notices: tuple[Notice, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    declared: tuple[Declared, ...] = ()

    @property
    def begins_on(self) -> date | None:
        """The day of the first notice."""
        return min((notice.received_on for notice in self.notices), default=None)


NOTHING_CAME = "no police notification has come in here yet"


def police_of(evidence: Evidence) -> Police:
    """What the police told us and declared, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> Police:
    return evidence.reader.police()
