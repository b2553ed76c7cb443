"""What the background worker does for supervision."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.oversight.supervision.observed.actions import forget_unanswered
from lintel.oversight.supervision.personal.actions import forget_personal_records


@app.periodic(cron="35 3 * * *")
@app.task(queueing_lock="forget personal parts of supervision")
def forget_what_was_kept_long_enough(timestamp: int) -> None:
    """Every night."""
    forget_personal_records(at=datetime.fromtimestamp(timestamp, tz=UTC))
    forget_unanswered(at=datetime.fromtimestamp(timestamp, tz=UTC))
