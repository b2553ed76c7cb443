"""Asking who holds whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def held_by(*, worker_id: int | None, viewer: User, on: date) -> list[Involvement]:
    """The children a worker holds at the end of a day, longest first; only those this viewer may see."""
    if worker_id is None:
        return []
    held = Involvement.objects.in_force(on).filter(worker=worker_id, child__in=visible_children(viewer, on=on))
    return list(held.order_by("began_on", "pk"))
