"""What the background worker does for children on their way to another authority."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.journey.plans.moving import actions
from lintel.statute.calendar import LONDON

IN_THE_MORNING = 8  # the clock that starts jobs knows no summer time, so every hour asks whether it is now


@app.periodic(cron="3 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="chase transfers")  # type: ignore[untyped-decorator]
def ask_after_children_who_move(timestamp: int) -> None:
    """Every working day at eight in London: who has not been acknowledged or accepted by the other authority."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    if at.astimezone(LONDON).hour == IN_THE_MORNING:
        actions.chase_transfers(by=None, at=at)
