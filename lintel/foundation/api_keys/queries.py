"""Asking about keys to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.foundation.api_keys.models import ApiKey
from lintel.foundation.api_keys.permissions import MANAGE_API_KEYS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def api_keys(*, viewer: User) -> list[ApiKey]:
    """
    Every key, the newest first.

    :raises NotAllowed: if this person may not give keys.
    """
    require(viewer, MANAGE_API_KEYS)
    return list(ApiKey.objects.select_related("agency", "made_by", "revoked_by").order_by("-made_at", "-pk"))


def api_key(pk: int, *, viewer: User) -> ApiKey | None:
    """
    One key; None where there is none.

    :raises NotAllowed: if this person may not give keys.
    """
    require(viewer, MANAGE_API_KEYS)
    return ApiKey.objects.select_related("agency").filter(pk=pk).first()
