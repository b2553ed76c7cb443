"""When somebody who started in a post held their first case there. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def first_day_with_a_case(starts_on: date, spells: Iterable[tuple[date, date | None]]) -> date | None:
    """
    The first day in the post on which the worker held a child; None where there was none.

    Children a worker brings along from an earlier post are theirs from the first day in the new one.

    :param spells: from which day the worker held each child, and the first day they no longer did.
    """
    return min((max(began, starts_on) for began, over in spells if over is None or over > starts_on), default=None)
