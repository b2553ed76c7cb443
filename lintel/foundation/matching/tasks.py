"""What the background worker does for searching."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.matching.actions import index_waiting


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="index people for searching")
def index_who_changed(timestamp: int) -> None:
    """Every minute: the search keys of everybody whose record changed."""
    while index_waiting(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC)):
        pass
