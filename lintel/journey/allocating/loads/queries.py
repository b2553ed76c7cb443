"""Asking what workers hold and who could take which children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import sees_whole_service, team_line
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Appointment
from lintel.journey.allocating.loads.fitting import Asked, Fit, fits
from lintel.journey.allocating.loads.load import Held, Load
from lintel.journey.allocating.loads.reading import districts_of, points_of, read_counts, read_loads
from lintel.journey.allocating.waiting.wait import Family
from lintel.steps.allocation.permissions import SEE_WAITING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lintel.foundation.access.models import User


def loads(*, viewer: User, on: date, team_id: int | None = None) -> list[Load]:
    """
    What the case-holding workers in the viewer's line hold on a day, by team and name; everybody's for those who see
    the whole service. Numbers only: which children they are is asked elsewhere, and only of those the viewer may see.
    """
    asked = _in_line(viewer, on)
    if team_id is not None:
        asked = asked.filter(team=team_id)
    return sorted(read_loads(asked, on=on), key=lambda load: (load.team, load.name, load.worker_id))


def how_many_held(*, viewer: User, on: date) -> list[Held]:
    """For each case-holding worker in the viewer's line how many children they hold, without a name."""
    return read_counts(_in_line(viewer, on), on=on)


def _in_line(viewer: User, on: date) -> QuerySet[Appointment]:
    """Case-holding appointments of the viewer's teams, or of all where the viewer sees the whole service."""
    asked = Appointment.objects.in_force(on).case_holding().select_related("worker", "team")
    if not may(viewer, SEE_WAITING):
        return asked.none()
    return asked if sees_whole_service(viewer) else asked.filter(team__in=team_line(viewer))


def own_load(*, viewer: User, on: date) -> Load | None:
    """What somebody holds themselves; None for who holds no cases that day."""
    mine = Appointment.objects.in_force(on).case_holding().filter(worker=viewer.worker_id)
    found = read_loads(mine.select_related("worker", "team"), on=on) if viewer.worker_id else []
    return found[0] if found else None


def asked_about(families: Sequence[Family], *, viewer: User, on: date) -> list[Asked]:
    """Families as the question who could take them needs them; the viewer has seen them wait already."""
    if not may(viewer, SEE_WAITING):
        return []
    children = {wait.child_id for family in families for wait in family.waits}
    points, districts = points_of(children, limits=all_limits(), on=on), districts_of(children)
    return [
        Asked(
            family=family.first.family, points={wait.child_id: points[wait.child_id] for wait in family.waits},
            districts={districts[wait.child_id] for wait in family.waits if wait.child_id in districts},
            team_id=family.first.team_id, working_days=family.working_days,
        )
        for family in families
    ]  # fmt: skip


def who_could_take(asked: Asked, workers: Sequence[Load], *, viewer: User, on: date) -> list[Fit]:
    """For one family, every worker with what they would then hold and what speaks for and against it, best first."""
    return fits(asked, workers, today=on) if may(viewer, SEE_WAITING) else []
