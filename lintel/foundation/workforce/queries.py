"""Asking about teams and workers. Names of teams are no secret within the service."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.workforce import permissions
from lintel.foundation.workforce.models import Absence, Appointment, ProtectedTime, Team
from lintel.foundation.workforce.reach import reaches_all, teams_in_reach

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def teams(*, viewer: User) -> list[Team]:
    """Every team by name, for anybody who is signed in and active."""
    return list(Team.objects.order_by("name")) if viewer.is_active else []


def protected_time(*, viewer: User, on: date) -> list[ProtectedTime]:
    """Hours that are protected on a day: one's own, and those of the workers of one's teams, by name."""
    found = ProtectedTime.objects.in_force(on).select_related("worker").order_by("worker__name", "starts_on", "pk")
    if not viewer.is_active:
        return []
    if not reaches_all(viewer, permissions.PROTECT_TIME):
        mine = teams_in_reach(viewer, permissions.PROTECT_TIME)
        theirs = Appointment.objects.filter(team__in=mine).values("worker")
        found = found.filter(Q(worker__in=theirs) | Q(worker__isnull=False, worker=viewer.worker_id))
    return list(found)


def absences(*, viewer: User) -> QuerySet[Absence]:
    """When workers are away: oneself, and the workers of one's teams; earliest first."""
    found = Absence.objects.select_related("worker").order_by("starts_on", "pk")
    if not viewer.is_active:
        return found.none()
    if not reaches_all(viewer, permissions.PROTECT_TIME):
        mine = teams_in_reach(viewer, permissions.PROTECT_TIME)
        theirs = Appointment.objects.filter(team__in=mine).values("worker")
        found = found.filter(Q(worker__in=theirs) | Q(worker__isnull=False, worker=viewer.worker_id))
    return found
