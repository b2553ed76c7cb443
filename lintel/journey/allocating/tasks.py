"""What the background worker does for children who wait for a worker."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lintel.journey.allocating.covering.actions import settle_cover
from lintel.journey.allocating.telling import actions
from lintel.statute.calendar import LONDON

IN_THE_MORNING = 7  # the clock that starts jobs knows no summer time, so every hour asks whether it is now


@app.periodic(cron="*/15 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="escalate waits")  # type: ignore[untyped-decorator]
def watch_over_waiting_children(timestamp: int) -> None:
    """Every quarter of an hour: who has waited too long, whose safety nobody checked, and who has not answered."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    actions.escalate_waits(by=None, at=at)
    actions.remind_of_unanswered(by=None, at=at)


@app.periodic(cron="0 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="tell of going above the ceiling")  # type: ignore[untyped-decorator]
def tell_in_the_morning(timestamp: int) -> None:
    """Every morning at seven in London, in summer and in winter: what was given above the ceiling the day before."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    if at.astimezone(LONDON).hour == IN_THE_MORNING:
        actions.tell_of_going_above(by=None, at=at)


@app.periodic(cron="1,16,31,46 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="settle cover")  # type: ignore[untyped-decorator]
def let_cover_begin_and_end(timestamp: int) -> None:
    """Just after midnight, and every quarter of an hour: who covers from today sees the children, and nobody else."""
    settle_cover(by=None, at=datetime.fromtimestamp(timestamp, tz=UTC))
