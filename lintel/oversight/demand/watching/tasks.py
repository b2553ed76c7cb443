"""The job of every Monday, so that a warning does not wait for somebody to open a page."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.oversight.demand.watching import actions


@app.periodic(cron="0 6 * * 1")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="hold what-ifs against the week")  # type: ignore[untyped-decorator]
def hold_against_the_week(timestamp: int) -> None:
    """Every Monday at six: each signed what-if is held against the week that is over."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    actions.hold_all_against_what_happened(on=timezone.localtime(at).date(), by=service_account(at=at), at=at)
