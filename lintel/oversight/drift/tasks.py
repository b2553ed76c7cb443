"""What the background worker does about drift."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.oversight.drift import actions
from lintel.statute.calendar import LONDON

BEFORE_THE_DAY = 5  # the clock that starts jobs knows no summer time, so every hour asks whether it is time


@app.periodic(cron="21 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="look for drift")  # type: ignore[untyped-decorator]
def look_for_drift_every_night(timestamp: int) -> None:
    """
    Once a day at five in London: look at the work of every child by the twelve rules. If nothing was running then, it
    is looked at in the first hour that does.
    """
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    if at.astimezone(LONDON).hour >= BEFORE_THE_DAY:
        actions.look_once_a_day(at=at)
