"""What the background worker does for drafts."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.drafts.actions import forget_the_old


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="forget old drafts")
def forget_what_nobody_came_back_to(timestamp: int) -> None:
    """Every night."""
    forget_the_old(at=datetime.fromtimestamp(timestamp, tz=UTC))
