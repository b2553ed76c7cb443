"""The draw by the clock, so that it does not depend on anybody opening a page."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.oversight.alike.second_looks import actions


@app.periodic(cron="*/15 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="draw second looks")  # type: ignore[untyped-decorator]
def draw_second_looks(timestamp: int) -> None:
    """Every quarter of an hour."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    actions.draw(by=service_account(at=at), at=at)
