"""What the background worker does for accounts."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.foundation.access.actions import disable_unused_accounts


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="disable unused accounts")
def disable_what_nobody_uses(timestamp: int) -> None:
    """Every night. Signing in checks it too, so that an account does not wait for the night."""
    disable_unused_accounts(at=datetime.fromtimestamp(timestamp, tz=UTC))
