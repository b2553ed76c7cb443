"""Opening the account of a channel."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.text import slugify

from lintel.foundation.access.actions import ACCOUNTS_LOCK
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note

CHANNELS = "channels.lintel.invalid"


@transaction.atomic
def channel_account(name: str, *, at: datetime) -> User:
    """
    The account of a channel nobody sits at (a form, a feed, a mailbox), made on first use; nobody signs in to it.

    :param name: what the channel is called in the record, such as "The public form".
    """
    email = f"{slugify(name)}@{CHANNELS}"
    if held := User.objects.filter(email=email).first():
        return held
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ACCOUNTS_LOCK])
    if held := User.objects.filter(email=email).first():
        return held
    user = User(email=email, name=name, joined_at=at, is_service_account=True)
    user.set_unusable_password()
    user.save()
    RoleGrant.objects.create(user=user, role=Role.INTAKE, granted_at=at)
    note("channel account opened", by=user, at=at, subject=user)
    return user
