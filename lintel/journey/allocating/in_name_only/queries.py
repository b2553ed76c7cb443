"""Asking which children have a worker in name only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.workforce.models import Appointment
from lintel.journey.allocating.dues.reading import held_on, read_held
from lintel.journey.allocating.in_name_only.reading import NameOnly, read_in_name_only
from lintel.steps.allocation.permissions import SEE_WAITING

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def children_in_name_only(*, viewer: User, on: date) -> list[NameOnly]:
    """
    The children with a worker in name only, of workers in the viewer's line, and of the viewer themself; the longest
    with their worker first.
    """
    held = held_on(on).filter(child__in=visible_children(viewer, on=on))
    if not may(viewer, SEE_WAITING):
        if viewer.worker_id is None:
            return []
        held = held.filter(worker=viewer.worker_id)
    elif not sees_whole_service(viewer):
        # Also of those who have left: their children are the first to be looked at.
        in_line = Appointment.objects.filter(team__in=team_line(viewer), starts_on__lte=on)
        held = held.filter(worker__in=in_line.values("worker"))
    return read_in_name_only(read_held(held, on=on), on=on)
