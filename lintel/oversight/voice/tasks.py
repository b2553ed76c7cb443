"""What the background worker does for the worker's voice."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.oversight.voice.actions import count_weeks, escalate_waiting


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="count weeks of the pulse")
def count_weeks_that_are_over(timestamp: int) -> None:
    """Every hour: keep what may be shown of the weeks that are over, and throw the answers away."""
    count_weeks(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))


@app.periodic(cron="12 7-18 * * *")
@app.task(queueing_lock="escalate unsafe work")
def tell_that_somebody_waits(timestamp: int) -> None:
    """Every hour of the day: tell the head of service how many wait longer than agreed, once a working day."""
    escalate_waiting(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
