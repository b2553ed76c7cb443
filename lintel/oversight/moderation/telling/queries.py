"""Asking whom it concerns that an audit waits. About those who are told, not for a viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.oversight.moderation import figures, permissions
from lintel.oversight.moderation.models import Moderation, Outsider

if TYPE_CHECKING:
    from django.db.models import QuerySet


def who_might_moderate(held: Moderation, *, but: User) -> list[User]:
    """
    Who is told that an audit waits: whoever moderates from outside, if it waits for them; else those whose work is
    auditing and, where there are none, everybody else who moderates. Never who audited the record.
    """
    twin = figures.twin_of(held.audit)
    not_they = [but.pk, *(each.auditor_id for each in (held.audit, twin) if each)]
    everybody = User.objects.filter(is_active=True, is_service_account=False).exclude(pk__in=not_they)
    if held.is_for_outside and (named := list(everybody.filter(pk__in=Outsider.objects.values("user")).order_by("pk"))):
        return named
    return _with_a_role(everybody, {Role.AUDITOR}) or _with_a_role(everybody, permissions.MODERATE.held_by)


def _with_a_role(everybody: QuerySet[User], roles: set[Role] | frozenset[Role]) -> list[User]:
    held = everybody.filter(role_grants__role__in=[str(role) for role in roles], role_grants__ended_at__isnull=True)
    return list(held.distinct().order_by("pk"))
