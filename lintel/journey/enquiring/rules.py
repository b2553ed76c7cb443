"""Whether somebody acted before the agencies had talked. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from lintel.statute.calendar import local_day


def is_single_agency(
    *, visited_on: date, visited_at: datetime | None, thought_likely_at: datetime, agreed_at: Iterable[datetime]
) -> bool:  # fmt: skip
    """
    Whether a visit was made once harm was thought likely and before the agencies had talked of it (K67).

    What the visit was for is not asked: once harm is thought likely, whoever goes acts on it. Where only the day of a
    visit is known, a discussion on the same day is given the benefit.

    :param agreed_at: when discussions were held that were quorate, or say why they could not wait to be.
    """
    if visited_at is not None:
        return thought_likely_at <= visited_at and not any(moment <= visited_at for moment in agreed_at)
    is_since = local_day(thought_likely_at) <= visited_on
    return is_since and not any(local_day(moment) <= visited_on for moment in agreed_at)
