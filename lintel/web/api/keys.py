"""The door of the API: a key in a header, good for what its scopes say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from lintel.foundation.access.permissions import Permission, may
from lintel.foundation.api_keys.actions import KeyExpired, KeyRevoked, NotAKey, use_key
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import ApiKey
from lintel.foundation.api_keys.permissions import BY_SCOPE
from lintel.foundation.audit_log.actions import note
from lintel.foundation.rates.actions import count_one_more
from lintel.web.api.problems import Refused
from lintel.web.components.proxies import address_of

View = TypeVar("View")
A_MINUTE = timedelta(minutes=1)
REFUSED_A_MINUTE = 60


class ApiKeyDoor(HttpBearer):
    """Lets a key in that has the scope; every refusal is an entry in the audit log."""

    def __init__(self, scope: KeyScope) -> None:
        super().__init__()
        self.scope = scope

    @property
    def permission(self) -> Permission:
        return BY_SCOPE[self.scope]

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        at = timezone.now()
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Refused(413, "Send at most 5 megabytes at once.")
        try:
            key = use_key(token, at=at)
        except (NotAKey, KeyExpired, KeyRevoked) as refusal:
            _count_refusal(request)
            words = (type(refusal).__doc__ or "").strip()
            note(f"API refused: {type(refusal).__name__}", by=None, at=at, path=request.path[:200])
            raise Refused(401, words) from refusal
        if self.scope not in key.scopes or not may(key.account, self.permission):
            note(f"API refused: {self.permission.name}", by=key.account, at=at, subject=key, path=request.path[:200])
            raise Refused(403, f"This key may not {self.permission.name}.")
        return key


class EachKey(SimpleRateThrottle):
    """How often one key may ask."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api/asked/{request.auth.prefix}"  # type: ignore[attr-defined]


def key_of(request: HttpRequest) -> ApiKey:
    """The key that was let in."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, ApiKey)
    return found


def _count_refusal(request: HttpRequest) -> None:
    """Whoever tries keys is slowed down, and does not fill the audit log; good keys are not counted here."""
    refused = count_one_more("api/refused", address=address_of(request), span=A_MINUTE, at=timezone.now())
    if refused > REFUSED_A_MINUTE:
        raise Refused(429, "Too many keys that are not good. Wait a minute, then try again.")
