"""Asking about agencies. Their names and telephone numbers are no secret within the service."""

from __future__ import annotations

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.agencies.permissions import NAME_AGENCIES


def agencies(*, viewer: User) -> list[Agency]:
    """Every agency by name, for anybody who is signed in and active."""
    return list(Agency.objects.order_by("name")) if viewer.is_active else []


def to_ring_now(*, viewer: User) -> list[Agency]:
    """Whom to ring when a child is in danger now: police and health first."""
    found = [agency for agency in agencies(viewer=viewer) if agency.rings_now]
    return sorted(found, key=lambda agency: (not AgencyKind(agency.kind).is_safeguarding_partner, agency.name))


def agency_of(*, viewer: User) -> Agency | None:
    """The agency this person answers for, if any."""
    member = AgencyMember.objects.filter(user=viewer, ended_at__isnull=True).select_related("agency").first()
    return member.agency if member else None


def members_of(agency: Agency, *, viewer: User) -> list[AgencyMember]:
    """
    Who signs in for an agency, and after them who did.

    :raises NotAllowed: if this person may not name agencies.
    """
    require(viewer, NAME_AGENCIES)
    found = AgencyMember.objects.filter(agency=agency).select_related("user")
    return sorted(found, key=lambda member: (member.ended_at is not None, member.user.name, member.pk))


def partners_for_no_agency(*, viewer: User) -> list[User]:
    """
    Who has the role of a partner agency and signs in for none now.

    :raises NotAllowed: if this person may not name agencies.
    """
    require(viewer, NAME_AGENCIES)
    partners = User.objects.filter(is_active=True, role_grants__role=Role.PARTNER, role_grants__ended_at__isnull=True)
    bound = AgencyMember.objects.filter(ended_at__isnull=True).values("user")
    return list(partners.exclude(pk__in=bound).distinct().order_by("name", "pk"))
