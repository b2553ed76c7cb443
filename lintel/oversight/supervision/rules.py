"""What supervision asks: what a direction is, when a record is late, when the next is due. Plain values in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lintel.foundation.local_limits.limits import Limits
from lintel.oversight.supervision.codes import Late
from lintel.statute.calendar import WorkingCalendar, local_day

WHO, WHAT, BY_WHEN, FOR_WHAT = "who does it", "what is done", "by when", "for what change in the child’s life"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wrote as a direction, complete or not."""

    what: str
    owner: int | None = None
    due_on: date | None = None
    for_what: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What it does not say, in words; a direction says everything."""
        said = {WHO: self.owner, WHAT: self.what.strip(), BY_WHEN: self.due_on, FOR_WHAT: self.for_what.strip()}
        return tuple(part for part, there in said.items() if not there)

    @property
    def is_a_direction(self) -> bool:
        return not self.missing

    @property
    def says_anything(self) -> bool:
        return bool(self.what.strip() or self.for_what.strip())


def interval_code(*, is_newly_qualified: bool) -> str:
    """Which of the agreed intervals holds for a worker."""
    return "supervision_newly_qualified" if is_newly_qualified else "supervision"


def next_due_on(
    last_on: date | None, *, began_on: date, is_newly_qualified: bool, limits: Limits, calendar: WorkingCalendar
) -> date:
    """
    The last day on which the next supervision is in time, by what was agreed on the day it is counted from.

    :param last_on: the last session; None where there was none, which is counted from the first day in the team.
    """
    since = max(last_on, began_on) if last_on else began_on
    return limits.time_limit(interval_code(is_newly_qualified=is_newly_qualified), on=since).due_on(since, calendar)


def late_marks(
    *, held_on: date, written_at: datetime, called_at: Sequence[datetime], limits: Limits, calendar: WorkingCalendar
) -> tuple[Late, ...]:
    """
    Why a record is late: after the days agreed, or after an inspection was announced that came after the talk.

    :param written_at: when the supervisor signed it: until then it could be changed.
    :param called_at: when inspections were announced.
    """
    limit = limits.time_limit("supervision_written_down", on=held_on).due_on(held_on, calendar)
    marks = [Late.DAYS] if local_day(written_at) > limit else []
    if any(held_on <= local_day(call) and call < written_at for call in called_at):
        marks.append(Late.AFTER_CALL)
    return tuple(marks)


def is_done_rightly(*, set_by: int, done_by: int, evidence: str) -> bool:
    """Whether a direction may be closed so: with evidence, or by somebody else than who gave it (K71)."""
    return bool(evidence.strip()) or set_by != done_by
