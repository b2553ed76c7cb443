"""Asking about accounts."""

from __future__ import annotations

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, READ_AUDIT_LOG, may, require


def accounts(*, viewer: User) -> list[User]:
    """
    Every account of a person, by name, with the roles it holds now.

    :raises NotAllowed: if this person may not manage accounts.
    """
    require(viewer, MANAGE_ACCOUNTS)
    found = User.objects.filter(is_service_account=False).prefetch_related("role_grants__team")
    return list(found.order_by("name", "pk"))


def account(pk: int, *, viewer: User) -> User | None:
    """One account, for those who manage accounts or read what was done with them; None where there is none."""
    if not may(viewer, READ_AUDIT_LOG):
        require(viewer, MANAGE_ACCOUNTS)
    return User.objects.filter(pk=pk).first()
