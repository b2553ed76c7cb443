"""Which signatures stand in one minute, and what was changed after an inspection was announced. Plain values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Brothers and sisters are signed for together; six in a minute were hardly read, unless it is a large family.
IN_BULK = 6
# An inspection is announced, prepared for and over within so long.
AROUND_INSPECTION = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class Minute:
    """So many signatures of one kind that somebody gave within one minute of the clock; not who."""

    at: datetime
    what: str
    times: int


def signed_in_bulk(signed: Iterable[tuple[int, str, datetime]]) -> list[Minute]:
    """
    The minutes in which one person gave `IN_BULK` or more signatures of one kind, the latest first.

    :param signed: who signed (a number), what it was, and when.
    """
    minutes = Counter((who, what, at.replace(second=0, microsecond=0)) for who, what, at in signed)
    found = [Minute(at=at, what=what, times=times) for (_, what, at), times in minutes.items() if times >= IN_BULK]
    return sorted(found, key=lambda each: (each.at, each.what, each.times), reverse=True)


def call_before(*, happened_at: datetime, changed_at: datetime, calls: Sequence[datetime]) -> datetime | None:
    """
    The announcement after which something from before it was changed; None where there is none, or it is long past.
    """
    between = [call for call in calls if happened_at < call < changed_at <= call + AROUND_INSPECTION]
    return max(between, default=None)
