"""Asking what is in force. About numbers, not people: no viewer."""

from __future__ import annotations

from datetime import date

from lintel.foundation.local_limits.limits import Limits, LocalChange
from lintel.foundation.local_limits.models import LocalLimit
from lintel.statute.limits import LocalNumber, NoLimitInForce, TimeLimit
from lintel.statute.numbers import LOCAL_NUMBERS


def all_limits() -> Limits:
    """Every limit and number, read once, to be asked for many days."""
    rows = LocalLimit.objects.order_by("code", "effective_from")
    return Limits(tuple(LocalChange(row.code, float(row.amount), row.effective_from, row.source) for row in rows))


def limit_in_force(code: str, *, on: date) -> LocalNumber:
    """
    The agreed number (a ceiling, a span, a weight) in force on a day.

    :raises NoLimitInForce: if there is none.
    """
    return all_limits().number(code, on=on)


def time_limit_in_force(code: str, *, on: date) -> TimeLimit:
    """
    The time limit in force on a day: the authority's own where it has set one, else that of law or guidance.

    :raises NoLimitInForce: if there is none.
    """
    return all_limits().time_limit(code, on=on)


def changes_of(code: str) -> list[LocalLimit]:
    """Every number the authority set for one code, the one that holds last first."""
    return list(LocalLimit.objects.filter(code=code).select_related("decided_by").order_by("-effective_from", "-pk"))


def days_to_come(*, after: date) -> dict[str, date]:
    """By code: the next day on which the authority's number changes."""
    rows = LocalLimit.objects.filter(effective_from__gt=after).order_by("-effective_from")
    return dict(rows.values_list("code", "effective_from"))


def number_before(limit: LocalLimit) -> float | None:
    """What held the day before a number the authority set takes effect: its own, or the national one; else None."""
    limits, eve = all_limits(), limit.effective_from - date.resolution
    try:
        if any(each.code == limit.code for each in LOCAL_NUMBERS):
            return limits.number(limit.code, on=eve).value
        return limits.time_limit(limit.code, on=eve).amount
    except NoLimitInForce:
        return None
