"""Asking about agencies. Their names and telephone numbers are no secret within the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


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
