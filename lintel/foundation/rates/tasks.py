"""What the background worker does for counts."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.rates.actions import forget_the_counts


@app.periodic(cron="40 * * * *")
@app.task(queueing_lock="forget counts")
def forget_what_was_counted(timestamp: int) -> None:
    """Every hour."""
    forget_the_counts(at=datetime.fromtimestamp(timestamp, tz=UTC))
