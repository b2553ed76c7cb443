"""Writing down that a contact was opened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.audit_log.actions import note
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import children_in

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def note_opened(contact: Contact, *, by: User, at: datetime) -> None:
    """
    Write down, for each child of a contact whom this person sees, that they opened it.

    Every page that shows a contact or what was decided in it asks for this: whoever has seen the decision is not asked
    to decide a second time without knowing it.
    """
    for line in children_in(contact, viewer=by):
        note("contact opened", by=by, at=at, subject=contact, child_id=line.child_id)
