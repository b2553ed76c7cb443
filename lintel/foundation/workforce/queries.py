"""Asking about teams and workers. Names of teams are no secret within the service."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.workforce import permissions
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Absence, Appointment, ProtectedTime, Team, Worker
from lintel.foundation.workforce.reach import reaches_all, reaches_worker, teams_in_reach

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def teams(*, viewer: User) -> list[Team]:
    """Every team by name, for anybody who is signed in and active."""
    return list(Team.objects.order_by("name")) if viewer.is_active else []


def teams_that_hold(*, viewer: User) -> list[Team]:
    """The teams whose workers hold children, and the services above them, by name."""
    everybody = {team.pk: team for team in teams(viewer=viewer)}
    found = {pk for pk, team in everybody.items() if team.kind in (TeamKind.ASSESSMENT, TeamKind.SAFEGUARDING)}
    above = {everybody[pk].part_of_id for pk in found}
    return [team for pk, team in everybody.items() if pk in found | above]


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


def protected_hours(*, viewer: User, on: date) -> dict[int, float]:
    """Hours a week that are protected on a day, by worker: of those whom the viewer sees as `SEE_WORKFORCE` reaches."""
    found: dict[int, float] = {}
    asked = ProtectedTime.objects.in_force(on)
    if not reaches_all(viewer, permissions.SEE_WORKFORCE):
        theirs = Appointment.objects.filter(team__in=teams_in_reach(viewer, permissions.SEE_WORKFORCE)).values("worker")
        asked = asked.filter(worker__in=theirs)
    for worker, hours in asked.values_list("worker_id", "hours_per_week"):
        found[worker] = found.get(worker, 0.0) + float(hours)
    return found


def worker_seen(pk: int, *, viewer: User) -> Worker | None:
    """Oneself, or a worker of one's teams for those who may protect their time; None for everybody else."""
    is_theirs = viewer.is_active and viewer.worker_id == pk
    if not is_theirs and not reaches_worker(viewer, pk, permissions.PROTECT_TIME):
        return None
    return Worker.objects.filter(pk=pk).first()


def protected_time_of(worker: Worker, *, viewer: User) -> list[ProtectedTime]:
    """Everything that is, was or will be protected of a worker this viewer may see, latest first."""
    if worker_seen(worker.pk, viewer=viewer) is None:
        return []
    return list(ProtectedTime.objects.filter(worker=worker).order_by("-starts_on", "-pk"))
