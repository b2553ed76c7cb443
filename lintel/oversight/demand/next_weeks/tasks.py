"""The job of every morning, so that no meeting waits for the rates of the day."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.oversight.demand.next_weeks.queries import rates


@app.periodic(cron="30 5 * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="fit the rates of the day")  # type: ignore[untyped-decorator]
def fit_the_rates_of_the_day(timestamp: int) -> None:
    """Every day at half past five: what the next weeks are reckoned from is worked out and kept for the day."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    rates(viewer=service_account(at=at), on=timezone.localtime(at).date())
