"""Asking about posts and the searches for their holders: those of the teams one answers for, or plans for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.workforce.models import Appointment, Post, Recruitment, Team, Worker
from lintel.foundation.workforce.permissions import RECRUIT, SEE_WORKFORCE
from lintel.foundation.workforce.reach import reaches_all, teams_in_reach
from lintel.foundation.workforce.recruiting.namesakes import namesakes

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.access.permissions import Permission


def teams_seen(*, viewer: User, doing: Permission = SEE_WORKFORCE) -> list[Team]:
    """
    The teams whose posts this person sees or, with `RECRUIT`, fills; by name.

    :raises NotAllowed: if they see none of any team.
    """
    require(viewer, doing)
    found = Team.objects.order_by("name")
    return list(found if reaches_all(viewer, doing) else found.filter(pk__in=teams_in_reach(viewer, doing)))


def posts(*, viewer: User) -> QuerySet[Post]:
    """Every post of those teams with its holders, earliest first, and its searches, latest first."""
    mine = [team.pk for team in teams_seen(viewer=viewer)]
    held = Appointment.objects.select_related("worker").order_by("starts_on", "pk")
    searched = Recruitment.objects.select_related("appointment").order_by("-pk")
    return (
        Post.objects.filter(team__in=mine)
        .select_related("team")
        .prefetch_related(Prefetch("appointments", held), Prefetch("recruitments", searched))
        .order_by("team__name", "title", "pk")
    )


def may_fill(post: Post, *, viewer: User) -> bool:
    """Whether this person may open, fill and close posts of its team."""
    if not viewer.holds(RECRUIT):
        return False
    return reaches_all(viewer, RECRUIT) or post.team_id in teams_in_reach(viewer, RECRUIT)


def to_take_over(post: Post, *, viewer: User, on: date) -> list[Appointment]:
    """Who is in the team of a post on a day and in no post so far: one of them may be who started in it."""
    if not may_fill(post, viewer=viewer):
        return []
    found = Appointment.objects.filter(team=post.team_id).filter(Q(post__isnull=True) | Q(post=post))
    if post.requisition_signed_on is not None:
        found = found.filter(starts_on__gte=post.requisition_signed_on)
    return list(found.in_force(on).filter(recruitment__isnull=True).select_related("worker").order_by("worker__name"))


def namesakes_in_words(name: str, post: Post, *, viewer: User, on: date) -> list[tuple[int, str]]:
    """The same with where each is or was last, to tell them apart by; for whoever fills the post."""
    if not may_fill(post, viewer=viewer):
        return []
    return [(each.pk, f"{each.name}, {_where(each, on)}") for each in namesakes(name)]


def _where(worker: Worker, on: date) -> str:
    last = worker.appointments.filter(starts_on__lte=on).select_related("team").order_by("-starts_on", "-pk").first()
    if last is None:
        return f"staff number {worker.staff_id}" if worker.staff_id else "in no team so far"
    if last.leaves_on is not None and last.leaves_on <= on:
        return f"in {last.team.name} until {last.leaves_on:%-d %B %Y}"
    return f"in {last.team.name} since {last.starts_on:%-d %B %Y}"


def supervisors_of(post: Post, *, viewer: User, on: date) -> list[tuple[int, str]]:
    """Who supervises in the team of a post on a day, whoever has most first: to offer, not to decide."""
    if not may_fill(post, viewer=viewer):
        return []
    held = Appointment.objects.in_force(on).filter(team=post.team_id, supervisor__isnull=False)
    names: dict[int, str] = {}
    under: dict[int, int] = {}
    for pk, name in held.values_list("supervisor_id", "supervisor__name"):
        if pk is not None:
            names[pk], under[pk] = str(name), under.get(pk, 0) + 1
    return sorted(names.items(), key=lambda each: (-under[each[0]], each[1]))
