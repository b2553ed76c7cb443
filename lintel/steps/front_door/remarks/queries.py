"""Asking for what colleagues added to a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.steps.front_door.models import Contact, Remark
from lintel.steps.front_door.queries import contacts

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def remarks_on(contact: Contact, *, viewer: User) -> list[Remark]:
    """What was added to a contact, oldest first, for those who may read it."""
    if not contacts(viewer=viewer).filter(pk=contact.pk).exists():
        return []
    return list(contact.remarks.select_related("made_by").order_by("made_at", "pk"))
