"""What the background worker does about audits."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.oversight.audits.escalating import actions


@app.periodic(cron="4,14,24,34,44,54 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="watch over unsafe children of audits")  # type: ignore[untyped-decorator]
def watch_over_unsafe_children(timestamp: int) -> None:
    """Every ten minutes: where nobody answered for a child an audit found unsafe, the next manager is told."""
    actions.tell_the_next(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
