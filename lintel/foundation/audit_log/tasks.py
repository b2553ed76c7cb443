"""What the background worker does for the audit log."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.audit_log.actions import seal


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="seal the audit log")
def seal_what_is_finished(timestamp: int) -> None:
    """Every ten seconds: seal what was written, batch by batch, until nothing finished is left."""
    while seal(at=datetime.fromtimestamp(timestamp, tz=UTC)):
        pass
