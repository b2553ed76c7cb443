"""Reasons for seeing a worker, in words a manager can check. Plain values in, sentences out; nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.steps.allocation.rules import Away


@dataclass(frozen=True, kw_only=True)
class Seen:
    """
    What stands about one worker's children on a day, as far as the question goes whether to see the worker.

    :param away_until: the first day back, where the worker is away and it is known.
    :param uncovered: how many of the children nobody covers for, today or once the worker goes.
    :param uncovered_later: for how many children cover that there is at first ends before the absence does.
    :param uncovered_from: the first day on which nobody covers for one of those.
    :param unanswered_late: how many children were given longer ago than agreed and are not answered about.
    :param not_reached: families whose worker has not reached them in the agreed time.
    :param unmoved: children without a visit or any entry for longer than agreed.
    :param late: things that are past their day.
    """

    is_away: bool = False
    away_until: date | None = None
    away_from: date | None = None
    uncovered: int = 0
    uncovered_later: int = 0
    uncovered_from: date | None = None
    over: tuple[int, float] | None = None
    unanswered_late: int = 0
    not_reached: int = 0
    unmoved: int = 0
    late: int = 0


def reasons_to_see(seen: Seen, *, unmoved_for: int) -> list[str]:
    """
    Why to see this worker; nothing where nothing asks for it.

    :param unmoved_for: after how many working days a child counts as not moving.
    """
    said = {
        f"Away{_until(seen)}, and nobody covers for {_children(seen.uncovered)}": seen.is_away and seen.uncovered > 0,
        f"Away from {seen.away_from:%-d %B}, and nobody covers for {_children(seen.uncovered)} yet"
        if seen.away_from else "": bool(seen.away_from) and not seen.is_away and seen.uncovered > 0,
        f"From {seen.uncovered_from:%-d %B} nobody covers for {_children(seen.uncovered_later)}, still away then"
        if seen.uncovered_from else "": seen.uncovered_from is not None,
        f"Holds {seen.over[0]} children, agreed: {seen.over[1]:g}" if seen.over else "": seen.over is not None,
        f"Has not answered about {_children(seen.unanswered_late)} in time": seen.unanswered_late > 0,
        f"Has not reached {_children(seen.not_reached)} in time": seen.not_reached > 0,
        f"Nothing written about {_children(seen.unmoved)} for {unmoved_for} working days": seen.unmoved > 0,
        f"{seen.late} thing{'' if seen.late == 1 else 's'} past the day": seen.late > 0,
    }  # fmt: skip
    return [words for words, holds in said.items() if holds and words]


def first_day_uncovered(away: Away, covers: Sequence[Away], *, today: date) -> date | None:
    """
    Of one child, the first day of an absence, today or later, on which nobody covers; None where every day is covered.

    :param covers: from when to when somebody covers.
    """
    day = max(away.starts_on, today)
    for each in sorted(covers, key=lambda each: each.starts_on):
        if each.covers(day):
            if each.ends_on is None:
                return None
            day = each.ends_on
    return day if away.covers(day) else None


def is_unmoved(last_entry_on: date | None, since: date, *, latest: date) -> bool:
    """
    Whether nothing was written about a child for too long.

    :param since: the day the child was taken on: nothing can be missing from before it.
    :param latest: the day on or after which something would have to stand in the record.
    """
    return max(last_entry_on or since, since) < latest


def last_days(entries: Sequence[dict[int, date]]) -> dict[int, date]:
    """The latest day of any kind of entry, by child."""
    found: dict[int, date] = {}
    for kind in entries:
        for child, day in kind.items():
            found[child] = max(day, found.get(child, day))
    return found


def _until(seen: Seen) -> str:
    return f" until {seen.away_until:%-d %B}" if seen.away_until else ", no day of return known"


def _children(count: int) -> str:
    return f"{count} {'child' if count == 1 else 'children'}"
