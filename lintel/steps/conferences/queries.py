"""Asking for conferences and what followed; always only about children the viewer may see."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.workforce.models import Worker
from lintel.statute.calendar import local_day
from lintel.steps.conferences.codes import ReformRole, View
from lintel.steps.conferences.models import (
    AgencyView,
    ChildInConference,
    ConferenceRequest,
    CoreGroupMeeting,
    CoreGroupMember,
    PlanLead,
    RoleTitle,
)
from lintel.steps.conferences.permissions import (
    CARRY_OUT_PROTECTION,
    CHAIR_CONFERENCES,
    NAME_CHAIRS,
    NAME_ROLES,
    SEE_CONFERENCES,
)
from lintel.steps.conferences.reach import why_not_independent
from lintel.steps.conferences.rules import RoleNamed, dissents, title_of


def parts(*, viewer: User) -> QuerySet[ChildInConference]:
    """Each child's part of every conference that was asked for, of children this viewer may see; the latest first."""
    if not may(viewer, SEE_CONFERENCES):
        return ChildInConference.objects.none()
    found = ChildInConference.objects.filter(child__in=visible_children(viewer))
    return found.select_related("request__chair", "child", "decision", "conference").order_by(
        "-request__asked_at", "pk"
    )


def requests(*, viewer: User) -> QuerySet[ConferenceRequest]:
    """
    Conferences that were asked for, of which this viewer may see every child: what is said in one is said of all.
    """
    if not may(viewer, SEE_CONFERENCES):
        return ConferenceRequest.objects.none()
    of_it = ChildInConference.objects.filter(request=OuterRef("pk"), withdrawn_at__isnull=True)
    hidden = of_it.exclude(child__in=visible_children(viewer).values("pk"))
    return ConferenceRequest.objects.filter(Exists(of_it)).exclude(Exists(hidden)).order_by("asked_at", "pk")


def views_of(part: ChildInConference, *, viewer: User) -> list[tuple[AgencyView, bool]]:
    """What each agency thinks about a child, apart, and whether it dissents from what was decided."""
    seen = parts(viewer=viewer).filter(pk=part.pk).first()
    if seen is None:
        return []
    decision = getattr(seen, "decision", None)
    return [
        (
            view,
            decision is not None
            and dissents(View(view.view), view.category, led_to_plan=decision.led_to_plan, decided=decision.category),
        )
        for view in AgencyView.objects.filter(part=seen).order_by("written_at", "pk")
    ]


def leads_of(child_id: int, *, viewer: User) -> QuerySet[PlanLead]:
    """Who leads, and led, a child's protection plans; the latest first."""
    if not may(viewer, SEE_CONFERENCES):
        return PlanLead.objects.none()
    found = PlanLead.objects.filter(cp_plan__child__in=visible_children(viewer).filter(pk=child_id))
    return found.select_related("worker").order_by("-from_on", "-pk")


def core_group_of(child_id: int, *, viewer: User) -> QuerySet[CoreGroupMember]:
    """Who is in the core group of a child's protection plan now."""
    if not may(viewer, SEE_CONFERENCES):
        return CoreGroupMember.objects.none()
    seen = visible_children(viewer).filter(pk=child_id)
    return CoreGroupMember.objects.filter(cp_plan__child__in=seen, left_on__isnull=True).order_by("side", "name")


def core_group_meetings_of(child_id: int, *, viewer: User) -> QuerySet[CoreGroupMeeting]:
    """The meetings of a child's core groups, the first one first."""
    if not may(viewer, SEE_CONFERENCES):
        return CoreGroupMeeting.objects.none()
    seen = visible_children(viewer).filter(pk=child_id)
    return CoreGroupMeeting.objects.filter(cp_plan__child__in=seen).order_by("held_on", "pk")


def possible_chairs(request: ConferenceRequest, *, viewer: User, at: datetime) -> list[tuple[User, str]]:
    """Everybody on the staff list who chairs conferences, by name, each with why not this one; empty where they may."""
    if not may(viewer, NAME_CHAIRS):
        return []
    roles = RoleGrant.objects.filter(role__in=CHAIR_CONFERENCES.held_by, ended_at__isnull=True)
    found = User.objects.filter(is_active=True, worker__isnull=False, role_grants__in=roles).distinct()
    return [(user, why_not_independent(request, user, on=local_day(at))) for user in found.order_by("name", "pk")]


def may_lead(*, viewer: User) -> QuerySet[Worker]:
    """Everybody on the staff list with a number of Social Work England, for those who name who leads a plan."""
    if not may(viewer, CARRY_OUT_PROTECTION):
        return Worker.objects.none()
    return Worker.objects.exclude(swe_number="").order_by("name", "pk")


def role_titles(*, viewer: User) -> QuerySet[RoleTitle]:
    """What roles were and will be called and why, for those who name them; the latest first."""
    found = RoleTitle.objects.select_related("decided_by").order_by("role", "-effective_from")
    return found if may(viewer, NAME_ROLES) else found.none()


def titles(*, viewer: User, on: date) -> dict[ReformRole, str]:
    """What the roles in child protection are called on a day, for anybody who is signed in and active."""
    rows = RoleTitle.objects.all() if viewer.is_active else RoleTitle.objects.none()
    named = [RoleNamed(role=ReformRole(r.role), title=r.title, effective_from=r.effective_from) for r in rows]
    return {role: title_of(role, named, on=on) for role in ReformRole}
