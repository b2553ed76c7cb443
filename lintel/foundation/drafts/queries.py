"""Asking for one's own drafts; nobody's are anybody else's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.drafts.models import Draft, SavedForm
from lintel.foundation.drafts.rules import SAVED_FOR, digest_of_link

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lintel.foundation.access.models import User


def drafts(path: str, *, viewer: User) -> list[Draft]:
    """What this person typed at an address and did not send, newest first."""
    found = Draft.objects.filter(user=viewer, path=path, sent_at__isnull=True)
    return list(found.order_by("-kept_at", "-pk"))


def saved_form(link: str, *, viewer: User | AnonymousUser, at: datetime) -> SavedForm | None:
    """A form saved under this link, for whoever has it, until it runs out."""
    assert viewer is not None
    return SavedForm.objects.filter(token_sha256=digest_of_link(link), saved_at__gte=at - SAVED_FOR).first()
