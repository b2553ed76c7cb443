"""Reading what leaders read and estimated, and the finding ledger. None of it names a leader."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from lintel.oversight.fanlight.keeping_back import is_kept_back
from lintel.oversight.fanlight.models import Estimate, WeeklyRecord
from lintel.oversight.ledger.models import Finding
from lintel.statute.calendar import local_day


class RecordRead(NamedTuple):
    """A record a leader opened, and the day on which they said what they saw."""

    pk: int
    child_id: int
    opened_on: date
    reflected_on: date | None


class Estimated(NamedTuple):
    """An estimate of a quarter; `points_off` is in percentage points, None until its leader opened the comparison."""

    pk: int
    quarter_from: date
    locked_on: date
    compared_on: date | None
    points_off: float | None


class Found(NamedTuple):
    """A finding: the days on which it was said, and the days from and until which it was closed."""

    pk: int
    words: str
    said_on: tuple[date, ...]
    closed: tuple[tuple[date, date | None], ...]

    def is_open_on(self, day: date) -> bool:
        return any(on <= day for on in self.said_on) and not self.is_closed_on(day)

    def is_closed_on(self, day: date) -> bool:
        return any(on <= day and (until is None or day < until) for on, until in self.closed)

    def times_said_by(self, day: date) -> int:
        return sum(on <= day for on in self.said_on)


class Leading(NamedTuple):
    """What leaders read, what they estimated, and what stands on the finding ledger."""

    read: tuple[RecordRead, ...]
    estimates: tuple[Estimated, ...]
    findings: tuple[Found, ...]


def read_leading(children: Collection[int], *, shown_until: date | None = None) -> Leading:
    """
    Records of these children that were opened, every estimate as they were compared, and every finding.

    :param shown_until: how far off estimates of a later quarter were is not in the answer; None for every quarter.
    """
    opened = WeeklyRecord.objects.filter(opened_at__isnull=False).order_by("opened_at")
    estimates = Estimate.objects.order_by("compared_at", "locked_at", "pk")
    return Leading(
        tuple(
            RecordRead(each.pk, each.child_id, local_day(each.opened_at), _day(each.reflected_at))
            for each in opened
            if each.child_id in children and each.opened_at
        ),
        tuple(
            Estimated(
                each.pk, each.quarter_from, local_day(each.locked_at), _day(each.compared_at),
                None if each.middle is None else 100 * (each.share - each.middle),
            )
            for each in estimates
            if not is_kept_back(each.quarter_from, shown_until=shown_until)
        ),
        tuple(_found(each) for each in Finding.objects.prefetch_related("said", "closures").order_by("pk")),
    )  # fmt: skip


def _found(finding: Finding) -> Found:
    return Found(
        finding.pk, finding.words, tuple(sorted(said.said_on for said in finding.said.all())),
        tuple((local_day(each.closed_at), _day(each.reopened_at)) for each in finding.closures.all()),
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
