"""Who may be signed in as, on an installation where everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role


@dataclass(frozen=True)
class InventedPerson:
    """Somebody to sign in as, what they are, and what they come for."""

    name: str
    email: str
    role: str
    comes_for: str


def people_to_sign_in_as(*, viewer: User | AnonymousUser) -> list[InventedPerson]:
    """One invented person for each role, for whoever is not signed in; nobody where people are real."""
    if not settings.PEOPLE_ARE_INVENTED or viewer.is_authenticated:
        return []
    held = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True, user__is_service_account=False)
    first: dict[Role, User] = {}
    for grant in held.select_related("user").order_by("pk"):
        first.setdefault(Role(grant.role), grant.user)
    return [
        InventedPerson(name=who.name, email=who.email, role=role.title, comes_for=role.comes_for)
        for role in Role
        if (who := first.get(role))
    ]
