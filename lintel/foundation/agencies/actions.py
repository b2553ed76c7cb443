"""Naming agencies, and letting somebody sign in for one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies import permissions
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.audit_log.actions import note

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AlreadyForAnAgency(Exception):
    """This person signs in for an agency already."""


class LeftAlready(Exception):
    """This person does not sign in for the agency any more."""


@transaction.atomic
def name_agency(
    *, key: str, name: str, kind: AgencyKind, email: str = "", rings_now: str = "", is_asked: bool = True, by: User,
    at: datetime,
) -> Agency:  # fmt: skip
    """
    Name an agency, or say anew how it is reached.

    :param rings_now: whom to ring, in words, when a child is in danger now.
    :param is_asked: whether agency checks may be sent to it.
    :raises NotAllowed: if this person may not name agencies.
    """
    require(by, permissions.NAME_AGENCIES)
    agency, _ = Agency.objects.select_for_update().update_or_create(
        key=key, defaults={"name": name, "kind": kind, "email": email, "rings_now": rings_now, "is_asked": is_asked}
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
    type(user).objects.select_for_update().get(pk=user.pk)  # so that nobody joins two at once
    if AgencyMember.objects.filter(user=user, ended_at__isnull=True).exists():
        raise AlreadyForAnAgency
    member = AgencyMember.objects.create(agency=agency, user=user, post=post, began_at=at)
    note("agency joined", by=by, at=at, subject=member, agency=agency.key)
    return member


@transaction.atomic
def open_account_for(
    agency: Agency, *, email: str, name: str, password: str, post: str = "", by: User, at: datetime
) -> AgencyMember:
    """
    Open an account for somebody who answers for an agency, with the one role they need.

    :raises NotAllowed: if this person may not manage accounts, or not name agencies.
    :raises: what `open_account` raises.
    """
    user = open_account(email=email, name=name, password=password, by=by, at=at)
    grant_role(user, role=Role.PARTNER, by=by, at=at)
    return join_agency(agency, user=user, post=post, by=by, at=at)


@transaction.atomic
def leave_agency(member: AgencyMember, *, by: User, at: datetime) -> AgencyMember:
    """
    End that somebody answers for an agency: from now on they see nothing of it. They may join another.

    :raises NotAllowed: if this person may not name agencies.
    :raises LeftAlready: if they left before.
    """
    require(by, permissions.NAME_AGENCIES)
    member = AgencyMember.objects.select_for_update(of=("self",)).select_related("agency").get(pk=member.pk)
    if member.ended_at is not None:
        raise LeftAlready
    member.ended_at = at
    member.save(update_fields=["ended_at"])
    note("agency left", by=by, at=at, subject=member, agency=member.agency.key)
    return member
