"""What the background worker does for the measures of words."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.oversight.reading.together.actions import read_authorised


@app.periodic(cron="37 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="read authorised words")  # type: ignore[untyped-decorator]
def read_authorised_words(timestamp: int) -> None:
    """Every hour: keep the bars of what was authorised, so that no page has to read all texts."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    read_authorised(by=service_account(at=at), at=at)
