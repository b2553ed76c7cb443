"""The jobs that make forecasts, so that no request waits for them. They do what `actions` does, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.oversight.demand.calibration import actions
from lintel.oversight.demand.calibration.models import Forecast


@app.task(name="calibration.work_out")  # type: ignore[untyped-decorator]
def work_out(forecast_id: int) -> None:
    """Make a forecast that was asked for."""
    asked = Forecast.objects.get(pk=forecast_id)
    actions.work_out(asked, by=asked.asked_by, at=asked.asked_at)


@app.periodic(cron="0 5 * * 1")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="make the forecast of the week")  # type: ignore[untyped-decorator]
def forecast_of_the_week(timestamp: int) -> None:
    """Every Monday at five: a forecast is frozen, so that the weeks to come can be held against it."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    by = service_account(at=at)
    asked = actions.ask_for(timezone.localtime(at).date(), by=by, at=at)
    actions.work_out(asked, by=by, at=at)
