"""When an agency's answer is late, who is told then, and how late an agency is altogether. Plain values, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One check as far as its clock goes. `escalated_at` is when the clock first reminded the agency."""

    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def ended_at(self) -> datetime | None:
        """When the agency no longer owed an answer: it gave one, or the question was taken back."""
        return min((at for at in (self.answered_at, self.withdrawn_at) if at is not None), default=None)

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None or self.ended_at > at

    def is_late(self, at: datetime) -> bool:
        """Whether it ran past its time: answered or taken back too late, or still open."""
        ended = self.ended_at
        return (at if ended is None or ended > at else ended) > self.due_at


@dataclass(frozen=True, kw_only=True)
class Lag:
    """How an agency answers. `judged` are the checks that could be judged: ended, or past their time."""

    asked: int
    open: int
    overdue: int
    judged: int
    in_time: int
    median_hours: float | None
    longest_open_hours: float | None
    median_hours_after_reminder: float | None

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.judged if self.judged else None


def lag_of(checks: Iterable[Asked], *, at: datetime) -> Lag:
    """
    How an agency answers, at a moment. The authority and the agency are both told what this says of the same checks.

    A check taken back in time says nothing about anybody and is left out; one taken back late was late. A check that
    is still within its time is not judged yet.
    """
    known = [each for each in checks if each.asked_at <= at]
    open_now = [each for each in known if each.is_open(at)]
    late = [each for each in known if each.is_late(at)]
    in_time = [each for each in known if _answered_by(each, at) and not each.is_late(at)]
    hours = [_hours(each.asked_at, each.answered_at) for each in known if _answered_by(each, at)]
    after = [_hours(each.escalated_at, each.answered_at) for each in known if _answered_after_reminder(each, at)]
    return Lag(
        asked=len(known), open=len(open_now), overdue=sum(each.is_late(at) for each in open_now),
        judged=len(late) + len(in_time), in_time=len(in_time), median_hours=median(hours) if hours else None,
        longest_open_hours=max((_hours(each.asked_at, at) for each in open_now), default=None),
        median_hours_after_reminder=median(after) if after else None,
    )  # fmt: skip


def _answered_by(check: Asked, at: datetime) -> bool:
    return check.answered_at is not None and check.answered_at <= at


def _answered_after_reminder(check: Asked, at: datetime) -> bool:
    return (
        _answered_by(check, at) and check.escalated_at is not None and check.escalated_at <= (check.answered_at or at)
    )


def _hours(start: datetime | None, end: datetime | None) -> float:
    assert start is not None
    assert end is not None
    return (end - start) / timedelta(hours=1)


# The ladder: rung 1 when the time is over, rung 2 when as much time again has gone.
RUNGS = (1, 2)


def rung_reached(check: Asked, *, at: datetime) -> int:
    """How far up the ladder an unanswered check is at a moment: 0 while it is in time."""
    if not check.is_open(at):
        return 0
    allowed = check.due_at - check.asked_at
    return sum(at > check.asked_at + rung * allowed for rung in RUNGS)
