"""What the address of a page asks for: the day, the period, the filters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def day_asked(request: HttpRequest) -> date:
    """The day the page is about: `?as_at=2025-03-03`, or today. The clock is read here and nowhere below."""
    return day_of(request.GET.get("as_at")) or timezone.localdate()


def day_of(text: str | None) -> date | None:
    """A day out of an address; None for anything that is not one."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def period_asked(request: HttpRequest) -> tuple[date, date] | None:
    """`?from=…&until=…`, both days counted; None where there is none or it ends before it starts."""
    start, end = day_of(request.GET.get("from")), day_of(request.GET.get("until"))
    if start is None or end is None or end < start or end - start > timedelta(days=3_700):
        return None
    return start, end


def as_at_query(request: HttpRequest) -> dict[str, Any]:
    """What to carry along from page to page so that the day asked for stays."""
    return {"as_at": request.GET["as_at"]} if day_of(request.GET.get("as_at")) else {}
