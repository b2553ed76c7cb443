"""What the background worker does for cycles of audits."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.oversight.audit_cycles.actions import remind_of_re_audits


@app.periodic(cron="15 5 * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="remind of re-audits")  # type: ignore[untyped-decorator]
def remind_every_morning(timestamp: int) -> None:
    """Every morning: tell whoever planned a cycle that its question was to be audited again by now."""
    remind_of_re_audits(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
