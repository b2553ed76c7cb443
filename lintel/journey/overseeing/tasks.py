"""What the background worker does for what chairs ask of managers."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.journey.overseeing import actions


@app.periodic(cron="6 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="watch over what chairs ask")  # type: ignore[untyped-decorator]
def watch_over_what_chairs_ask(timestamp: int) -> None:
    """Every hour: who has not answered a chair in time. The limit ends with a day: the first hour after it tells."""
    actions.climb_for_chairs(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
