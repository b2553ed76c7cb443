"""Asking where audits found children unsafe, and who answers for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.journey.allocating.answering import managers_on_each_level, team_to_allocate
from lintel.oversight.audits import permissions
from lintel.oversight.audits.models import AlsoTold, Audit, Escalation
from lintel.oversight.audits.queries import not_to_be_told
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def escalations(*, viewer: User) -> QuerySet[Escalation]:
    """
    Those this person raised, was told of, or answers for; what is not answered first, the oldest first.

    A manager who was told reads it whether or not anything else lets them see the child; who raised it does, unless the
    record was closed to them since. Whoever moderates the audit, or audits the same record without knowing of it, and
    neither raised it nor was told, reads it once their own grade is locked, or handed in.
    """
    theirs = (Q(raised_by=viewer) & ~Q(audit__child__in=kept_from(viewer))) | told_to(viewer)
    if may(viewer, permissions.ANSWER_UNSAFE_CHILD):
        theirs |= Q(audit__child__in=visible_children(viewer)) & ~Q(audit__in=not_to_be_told(viewer=viewer))
    found = Escalation.objects.filter(theirs).select_related("audit__child", "raised_by", "told", "answered_by")
    return found.prefetch_related("audit__child__names", "also_told__user").order_by("answered_at", "raised_at", "pk")


def escalations_to_answer(*, viewer: User) -> QuerySet[Escalation]:
    """Those that wait for this person, or for somebody else who answers for the child as well."""
    if not may(viewer, permissions.ANSWER_UNSAFE_CHILD):
        return Escalation.objects.none()
    return escalations(viewer=viewer).filter(answered_at__isnull=True).exclude(raised_by=viewer)


def told_to(viewer: User) -> Q:
    """Of escalations: those somebody was told of, first or later."""
    return Q(told=viewer) | Q(pk__in=AlsoTold.objects.filter(user=viewer).values("escalation"))


def who_is_told(audit: Audit, *, viewer: User, at: datetime) -> list[User]:
    """
    The managers who answer for the child now, other than the viewer, level by level: the nearest who is at work first,
    then who is told next. Empty where nobody has such an account.
    """
    on = local_day(at)
    held = Involvement.objects.in_force(on).filter(child=audit.child_id, team__isnull=False).select_related("team")
    last = held.order_by("-began_on", "-pk").first()
    team = last.team if last else team_to_allocate(audit.child, on=on)
    return managers_on_each_level(team, [audit.child_id], on=on, but=viewer)
