"""Which record a leader reads this week, which quarter an estimate is of, and how far off it was. Plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

WEEK = timedelta(days=7)
# What the leader's page counts over, where nothing is kept back: the year before.
LOOKS_BACK = timedelta(days=364)


def week_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def drawn(children: Sequence[int], *, seed: str, leader: int, week: date) -> int | None:
    """
    The record a leader reads in a week: one of these children, each as likely as any other; None where there is none.

    The same seed, leader, week and children always give the same record, whoever asks and when. Without the seed nobody
    can foresee it; with it everybody can check afterwards that nobody chose.
    """
    tickets = {
        child: hashlib.sha256(f"{seed}:{leader}:{week.isoformat()}:{child}".encode()).hexdigest() for child in children
    }
    return min(tickets, key=lambda child: tickets[child], default=None)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter a day lies in."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return first, following - date.resolution


def is_over(last: date, *, on: date) -> bool:
    """Whether a quarter with this last day is over."""
    return on > last


def eve_of_quarter(day: date) -> date:
    """The last day before the quarter a day lies in."""
    return quarter_of(day)[0] - date.resolution


def looked_at(as_at: date, *, shown_until: date | None) -> tuple[date, date]:
    """
    The days whose moderated audits a leader's page shows: a year, up to the day asked for.

    :param shown_until: the last day that may be shown; None where nothing is kept back.
    """
    until = as_at if shown_until is None else min(as_at, shown_until)
    return until - LOOKS_BACK + date.resolution, until


def shown_of(since: date, until: date, *, shown_until: date | None) -> tuple[date, date]:
    """The days out of those asked for that may be shown; where all of them are kept back, the year before them."""
    if shown_until is None or until <= shown_until:
        return since, until
    return (since, shown_until) if since <= shown_until else looked_at(shown_until, shown_until=shown_until)


def points_off(estimate: float, moderated: float) -> float:
    """An estimate minus what moderated audits say, in percentage points; above nought the leader thought it better."""
    return 100 * (estimate - moderated)


def how_far_off(points: float) -> str:
    """`12 points too high`, in words."""
    away = abs(round(points))
    if away == 0:
        return "as moderated audits say"
    return f"{away} point{'' if away == 1 else 's'} too {'high' if points > 0 else 'low'}"
