"""
How far a file has come, for the screen that waits for it.

Kept in a small file beside the one being read: the database shows nothing of a transaction before it ends, and the
whole point of storing a file is that it is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from lintel.journey.imports.models import Load, State

UNDER_WAY = (State.READING, State.STORING)


def _file(load: Load) -> Path:
    return Path(settings.MEDIA_ROOT) / "loads" / f"{load.pk}.progress"


@contextmanager
def of(load: Load) -> Iterator[Callable[[float], None]]:
    """A function to tell what share is done, from 0 to 1; what it was told is forgotten at the end."""
    told = -1

    def tick(share: float) -> None:
        nonlocal told
        per_cent = max(0, min(99, int(share * 100)))
        if per_cent != told:
            told = per_cent
            _file(load).parent.mkdir(parents=True, exist_ok=True)
            _file(load).write_text(str(per_cent))

    try:
        tick(0)
        yield tick
    finally:
        _file(load).unlink(missing_ok=True)


def per_cent(load: Load) -> int:
    """How far it is, in per cent of the present state."""
    return told(load) if load.state in UNDER_WAY else load.progress


def told(load: Load) -> int:
    """What was told last of a file that is being read or stored, in per cent."""
    try:
        return int(_file(load).read_text() or 0)
    except (OSError, ValueError):
        return load.progress
