"""One line of the timeline of protection: what was due by when, on whose word, and when it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lintel.statute.calendar import WorkingCalendar, local_day
from lintel.statute.limits import Kind, TimeLimit
from lintel.steps.conferences.rules import Due, working_days_late

ENQUIRY = "enquiry_started"
ENQUIRY_SOURCE = "DfE children in need census, N00148: it starts on the day of the discussion that began it"


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """
    One step of protection for one child.

    :param code: of the time limit; of the start of an enquiry, which has none, `ENQUIRY`.
    :param due_at: the last moment in time, of a limit that is counted in hours.
    :param working_days_late: how late it was done or, while it is not, how late it is by now.
    """

    code: str
    name: str
    limit: TimeLimit | None
    kind: Kind
    source: str
    counted_from: date
    due_on: date
    due_at: datetime | None = None
    done_on: date | None = None
    working_days_late: int = 0

    @property
    def is_done(self) -> bool:
        return self.done_on is not None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The calendar and the day by which what is not done yet is judged."""

    calendar: WorkingCalendar
    today: date

    def by_due(self, due: Due) -> Milestone:
        """A line for what is counted in days."""
        limit = due.limit
        return Milestone(
            code=limit.code, name=limit.name, limit=limit, kind=limit.kind, source=limit.source,
            counted_from=due.counted_from, due_on=due.due_on, done_on=due.done_on,
            working_days_late=due.working_days_late(self.calendar, on=self.today),
        )  # fmt: skip

    def by_hours(
        self, limit: TimeLimit, began: datetime, *, done_on: date | None, not_before: date | None = None
    ) -> Milestone:  # fmt: skip
        """A line for what is counted in hours; lateness is in working days all the same."""
        due_at = limit.due_at(began)
        due_on = max(local_day(due_at), not_before or local_day(due_at))
        return Milestone(
            code=limit.code, name=limit.name, limit=limit, kind=limit.kind, source=limit.source,
            counted_from=local_day(began), due_on=due_on, due_at=due_at, done_on=done_on,
            working_days_late=working_days_late(due_on, done_on or self.today, self.calendar),
        )  # fmt: skip

    def enquiry_started(self, *, started_on: date, discussed_on: date) -> Milestone:
        """The start of an enquiry, due by definition on the day of the discussion that began it."""
        return Milestone(
            code=ENQUIRY, name="Section 47 enquiry started", limit=None, kind=Kind.HARD, source=ENQUIRY_SOURCE,
            counted_from=discussed_on, due_on=discussed_on, done_on=started_on,
            working_days_late=working_days_late(discussed_on, started_on, self.calendar),
        )  # fmt: skip
