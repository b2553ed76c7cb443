"""What the background worker does for agency checks."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.steps.agency_checks.actions import escalate_overdue


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="escalate agency checks")
def remind_agencies_whose_time_is_over(timestamp: int) -> None:
    """Every five minutes: remind each agency that owes an answer, and tell whoever must know."""
    escalate_overdue(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
