"""What a chair sees of a plan: what is kept, what is overdue, what does not move. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.statute.calendar import WorkingCalendar
from lintel.steps.conferences.rules import Due
from lintel.steps.plans.codes import Change

FORWARD = frozenset({Change.BETTER, Change.MET})
# From how many reviews in a row the same worry is pointed out.
SEVERAL = 2


@dataclass(frozen=True, kw_only=True)
class Kept:
    """
    How something that is due again and again was kept.

    :param missed: how often it was done late or is not done by its day.
    :param due: what is due next, or overdue; None once nothing is due any more.
    """

    in_time: int = 0
    missed: int = 0
    last_on: date | None = None
    due: Due | None = None
    is_over: bool = False
    working_days_late: int = 0


def kept(dues: Sequence[Due], *, calendar: WorkingCalendar, on: date) -> Kept:
    """How a chain of dues was kept until a day; of the last link nothing was done yet. Nothing, where none is due."""
    if not dues:
        return Kept()
    *done, due = dues
    in_time = sum(each.done_on is not None and each.done_on <= each.due_on for each in done)
    is_over = due.due_on < on
    return Kept(
        in_time=in_time, missed=len(done) - in_time + is_over, last_on=done[-1].done_on if done else None, due=due,
        is_over=is_over, working_days_late=due.working_days_late(calendar, on=on),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Worry:
    """One need as the reviews speak of it: how often in a row, up to the last, it was no better."""

    words: str
    said: Sequence[Change] = ()

    @property
    def reviews_without_progress(self) -> int:
        count = 0
        for change in reversed(self.said):
            if change in FORWARD:
                break
            count += 1
        return count

    @property
    def has_moved(self) -> bool:
        """Whether the last review says that it is better for the child, or met; what was done alone is no progress."""
        return bool(self.said) and self.said[-1] in FORWARD

    @property
    def is_the_same_again(self) -> bool:
        return self.reviews_without_progress >= SEVERAL


def overdue_first(overdue: Iterable[date], due: Iterable[date]) -> tuple[date, date]:
    """Where a plan stands in a list: by what has been overdue longest, then by what is due next."""
    return min(overdue, default=date.max), min(due, default=date.max)
