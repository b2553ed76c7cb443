"""The jobs that read and store files, so that no request waits for them. They do what `actions` does, and no more."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from lintel.foundation.access.models import User
from lintel.journey.imports import actions
from lintel.journey.imports.models import Load, State


@app.task(name="imports.read_load")  # type: ignore[untyped-decorator]
def read_load(load_id: int) -> None:
    """Read a file that was received. The time of its offer is the time of its reading."""
    load = Load.objects.get(pk=load_id)
    if load.state == State.READING:
        actions.read(load, by=load.offered_by, at=load.offered_at)


@app.task(name="imports.store_load")  # type: ignore[untyped-decorator]
def store_load(load_id: int, user_id: int) -> None:
    """Store a file that was read, as of the moment that somebody asked for it (`actions.begin_storing`)."""
    load = Load.objects.get(pk=load_id)
    if load.state == State.STORING:
        at = datetime.fromisoformat(load.findings["storing_since"])
        actions.store(load, by=User.objects.get(pk=user_id), at=at)
