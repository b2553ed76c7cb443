"""Naming agencies, and letting somebody sign in for one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.agencies import permissions
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.audit_log.actions import note

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AlreadyForAnAgency(Exception):
    """This person signs in for an agency already."""


@transaction.atomic
def name_agency(
    *, key: str, name: str, kind: AgencyKind, email: str = "", rings_now: str = "", by: User, at: datetime
) -> Agency:
    """
    Name an agency, or say anew how it is reached.

    :raises NotAllowed: if this person may not name agencies.
    """
    require(by, permissions.NAME_AGENCIES)
    agency, _ = Agency.objects.select_for_update().update_or_create(
        key=key, defaults={"name": name, "kind": kind, "email": email, "rings_now": rings_now}
    )
    note("agency named", by=by, at=at, subject=agency, key=key)
    return agency


@transaction.atomic
def join_agency(agency: Agency, *, user: User, post: str = "", by: User, at: datetime) -> AgencyMember:
    """
    Let somebody answer for an agency.

    :raises NotAllowed: if this person may not name agencies.
    :raises AlreadyForAnAgency: if they answer for one already.
    """
    require(by, permissions.NAME_AGENCIES)
    if AgencyMember.objects.select_for_update().filter(user=user).exists():
        raise AlreadyForAnAgency
    member = AgencyMember.objects.create(agency=agency, user=user, post=post, began_at=at)
    note("agency joined", by=by, at=at, subject=member, agency=agency.key)
    return member
