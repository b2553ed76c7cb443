"""Adding a remark to a contact."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.front_door import permissions
from lintel.steps.front_door.models import Contact, Remark

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NothingRemarked(Exception):
    """There are no words."""


@transaction.atomic
def remark_on(contact: Contact, *, words: str, by: User, at: datetime) -> Remark:
    """
    Add words to a contact, decided or not.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NothingRemarked: if there are none.
    """
    require(by, permissions.WORK_THE_DESK)
    if not words.strip():
        raise NothingRemarked
    remark = Remark.objects.create(contact=contact, words=words.strip(), made_at=at, made_by=by)
    note("remark added to contact", by=by, at=at, subject=contact)
    return remark
