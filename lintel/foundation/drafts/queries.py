"""Asking for one's own drafts; nobody's are anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.drafts.models import Draft

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def drafts(path: str, *, viewer: User) -> list[Draft]:
    """What this person typed at an address and did not send, newest first."""
    found = Draft.objects.filter(user=viewer, path=path, sent_at__isnull=True)
    return list(found.order_by("-kept_at", "-pk"))
