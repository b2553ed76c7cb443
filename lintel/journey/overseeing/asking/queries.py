"""What chairs ask of managers, each with who was told last and by when they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.journey.overseeing.actions import as_told
from lintel.statute.calendar import england, local_day
from lintel.steps.conferences.escalating.queries import chairs_requests
from lintel.steps.conferences.escalating.rules import Rung, answer_due_on
from lintel.steps.conferences.models import ChairsRequest, ChairsRequestRung

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Asking:
    """
    Something a chair asks, as it stands.

    :param rungs: who was told, each with what it answered; the last one has the clock.
    :param is_over: nobody answered in time.
    :param is_past: the day by which the chair wants it done is over.
    :param is_ended: the plan it is about has ended, and with it the question.
    """

    request: ChairsRequest
    line: ChildLine
    rungs: Sequence[ChairsRequestRung]
    answer_by: date
    is_over: bool
    is_past: bool
    is_ended: bool

    @property
    def last(self) -> ChairsRequestRung:
        return self.rungs[-1]

    @property
    def rung(self) -> Rung:
        return Rung(self.last.rung)

    @property
    def is_open(self) -> bool:
        return self.request.closed_at is None and not self.is_ended

    @property
    def waits_for_an_answer(self) -> bool:
        return self.is_open and self.last.answered_at is None

    @property
    def told(self) -> list[tuple[ChairsRequestRung, str]]:
        return [(each, Rung(each.rung).words) for each in self.rungs]


def asked_by_chairs(*, viewer: User, at: datetime, child_id: int | None = None) -> list[Asking]:
    """What chairs asked about children this viewer may see, or about one of them; what waits longest stands first."""
    found = chairs_requests(viewer=viewer)
    requests = list(found.filter(child=child_id) if child_id else found)
    lines = child_lines([each.child_id for each in requests], viewer=viewer)
    limits, today = all_limits(), local_day(at)
    rows = [_row(each, lines[each.child_id], limits, today) for each in requests]
    return sorted(rows, key=lambda row: (not row.is_open, not row.waits_for_an_answer, row.answer_by, row.request.pk))


def _row(request: ChairsRequest, line: ChildLine, limits: Limits, today: date) -> Asking:
    rungs = sorted(request.rungs.all(), key=lambda each: each.rung)
    due_on, ended_on = answer_due_on(as_told(rungs[-1]), limits=limits, calendar=england()), request.cp_plan.ended_on
    is_ended = ended_on is not None and ended_on <= today
    is_open = request.closed_at is None and not is_ended
    return Asking(
        request=request, line=line, rungs=rungs, answer_by=due_on, is_ended=is_ended,
        is_over=is_open and rungs[-1].answered_at is None and due_on < today,
        is_past=is_open and request.by_when < today,
    )  # fmt: skip
