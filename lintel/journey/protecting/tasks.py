"""What the background worker does for children who wait for a strategy discussion."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.journey.protecting import actions


@app.periodic(cron="2,7,12,17,22,27,32,37,42,47,52,57 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="watch over strategy discussions")  # type: ignore[untyped-decorator]
def watch_over_discussions(timestamp: int) -> None:
    """Every five minutes: who waits too long for a discussion, what must be held again, whose minutes are late."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    actions.climb_ladder(by=None, at=at)
    actions.ask_for_what_is_owed(by=None, at=at)
