"""After go-live: what was signed beside what happened, week by week, on the page of a what-if."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from lintel.foundation.access.permissions import may
from lintel.oversight.demand.calibration.backtest import Told
from lintel.oversight.demand.calibration.permissions import SEE_FORECASTS
from lintel.oversight.demand.what_if.afterwards import Afterwards, shown, speaks_up
from lintel.oversight.demand.what_if.fans import TITLES, told_chart
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.queries import afterwards_of, moved_in

HELD = ("waiting", "caseload_mean")


def what_happened(request: HttpRequest, asked: WhatIf) -> dict[str, Any]:
    """What was moved, in words; and, once it is signed and its first week is over, what happened since."""
    viewer: Any = request.user
    moved, _ = moved_in(asked, viewer=viewer)
    if asked.signed_at is None or not may(viewer, SEE_FORECASTS):
        return {"moved": moved, "since": None, "held_from": None}
    held_from = asked.starts_on + timedelta(weeks=1)
    found = afterwards_of(asked, viewer=viewer, on=timezone.localdate())
    return {"moved": moved, "since": _since(found, asked.starts_on) if found else None, "held_from": held_from}


def _since(found: Afterwards, starts_on: date) -> dict[str, Any]:
    return {
        "weeks": found.weeks, "until": starts_on + timedelta(weeks=found.weeks, days=-1), "says": speaks_up(found),
        "charts": [_chart(found, measure, starts_on) for measure in HELD if found.of(measure)],
    }  # fmt: skip


def _chart(found: Afterwards, measure: str, starts_on: date) -> dict[str, Any]:
    told = found.of(measure)
    title = f"{TITLES[measure]}: signed, and what happened"
    return {
        "measure": measure, "title": TITLES[measure], "inside": sum(each.is_inside for each in told),
        "weeks": len(told), "wide": told_chart(told, starts_on=starts_on, title=title),
        "narrow": told_chart(told, starts_on=starts_on, title=title, narrow=True),
        "rows": [(starts_on + timedelta(weeks=each.week), *_row(measure, each), each.is_inside) for each in told],
    }  # fmt: skip


def _row(measure: str, each: Told) -> tuple[str, str, str]:
    return (
        shown(measure, each.happened), shown(measure, each.median),
        f"{shown(measure, each.low)} to {shown(measure, each.high)}",
    )  # fmt: skip
