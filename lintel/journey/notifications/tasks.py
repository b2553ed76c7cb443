"""What the background worker does for police notices: takes batches in, and looks every five minutes for silence."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.cache import cache
from procrastinate.contrib.django import app

from lintel.foundation.access.actions import service_account
from lintel.foundation.access.models import User
from lintel.journey.notifications import actions
from lintel.journey.notifications.watching.actions import watch as look_around
from lintel.steps.police_notifications.codes import BatchState
from lintel.steps.police_notifications.models import Batch


@app.task(name="notifications.take_in")  # type: ignore[untyped-decorator]
def take_in(batch_id: int, user_id: int, at: str) -> None:
    """Take a batch in, as of the moment somebody asked for it."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.state == BatchState.TAKING_IN:
        actions.take_in_batch(
            batch,
            by=User.objects.get(pk=user_id),
            at=datetime.fromisoformat(at),
            tick=lambda share: _tell(batch, share),
        )


def _tell(batch: Batch, share: float) -> None:
    cache.set(f"police-batch-{batch.pk}", int(100 * share), timeout=3600)


def per_cent(batch: Batch) -> int:
    """How far a batch that is being taken in has come; the database shows nothing of it before all of it is in."""
    return int(cache.get(f"police-batch-{batch.pk}") or 0)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(queueing_lock="watch over police notifications")  # type: ignore[untyped-decorator]
def watch(timestamp: int) -> None:
    """Every five minutes: silences, limits that are broken, declarations that are missing, answers that are due."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    look_around(by=service_account(at=at), at=at)
