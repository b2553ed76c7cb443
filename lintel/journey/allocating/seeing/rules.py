"""By when a child is to be seen for the first time. Plain values in, a day out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lintel.statute.calendar import WorkingCalendar, local_day
from lintel.statute.limits import TimeLimit


@dataclass(frozen=True, kw_only=True)
class ToBeSeen:
    """
    What the question by when a child is to be seen turns on.

    :param seen_on: the last day somebody saw the child.
    :param looked_into_since: since when harm to the child is looked into; None where it is not.
    :param born_on: the day of birth or, of an unborn child, the expected one.
    """

    referred_on: date
    seen_on: date | None = None
    looked_into_since: datetime | None = None
    born_on: date | None = None
    is_unborn: bool = False


@dataclass(frozen=True, kw_only=True)
class SeenBy:
    """The last day in time, and whether it is that of an enquiry."""

    on: date
    is_in_enquiry: bool = False


def seen_by(
    child: ToBeSeen, *, limit: TimeLimit, in_enquiry: TimeLimit, today: date, calendar: WorkingCalendar
) -> SeenBy | None:  # fmt: skip
    """
    The last day for seeing the child: from the referral and, where harm is looked into, so many hours after that
    began, whichever comes first. None for an unborn child, and for one who was seen since.
    """
    if child.is_unborn and (child.born_on is None or child.born_on > today):
        return None
    # Nobody can see a child before the birth.
    since = max(child.referred_on, child.born_on or child.referred_on)
    days = [] if _was_seen(child, since) else [SeenBy(on=limit.due_on(since, calendar))]
    began = child.looked_into_since
    if began is not None and not _was_seen(child, local_day(began)):
        days.append(SeenBy(on=max(since, local_day(in_enquiry.due_at(began))), is_in_enquiry=True))
    return min(days, key=lambda day: day.on, default=None)


def _was_seen(child: ToBeSeen, since: date) -> bool:
    return child.seen_on is not None and child.seen_on >= since
