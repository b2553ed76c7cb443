"""Pulling the next contact, and leaving one for a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.steps.front_door import permissions
from lintel.steps.front_door.desk.actions import pass_over, sit_down
from lintel.steps.front_door.desk.queries import my_desk, next_for, queue, together_with
from lintel.steps.front_door.models import Contact, OnDesk


@transaction.atomic
def pull_next(*, by: User, at: datetime) -> Contact | None:
    """
    Give this person the most urgent contact they are qualified for, with what is thought of together with it.

    Two people who pull at once never get the same: what a colleague has just locked is skipped. Whoever pulls is at the
    desk, and is counted as in the room.

    :return: the contact, or None when nothing waits for them.
    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    # One person in two windows is one person: the second waits for the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    desk = my_desk(viewer=by)
    if desk is not None and not OnDesk.objects.filter(user=by, ended_at__isnull=True).exists():
        sit_down(desk, by=by, at=at)
    waiting = queue(viewer=by, at=at)
    for row in next_for(waiting, viewer=by, desk=desk.pk if desk else None):
        contact = _held(row.pk, row.is_ready, by=by, at=at)
        if contact is None:
            continue
        for other in waiting.block_of(row):
            if other.pk != row.pk:
                _held(other.pk, other.is_ready, by=by, at=at)
        return contact
    return None


@transaction.atomic
def leave(contact: Contact, *, reason: str, by: User, at: datetime) -> None:
    """
    Leave a contact one holds, with those thought of together with it, and say why; they go back to the desk.

    :raises: what `pass_over` raises.
    """
    pass_over(contact, reason=reason, by=by, at=at)
    for other in together_with(contact, viewer=by):
        if other.held_by_id == by.pk:
            pass_over(other, reason=reason, by=by, at=at)


def _held(pk: int, is_ready: bool, *, by: User, at: datetime) -> Contact | None:
    """Hold a contact unless somebody is just taking it, or it is no longer what it was when the order was made."""
    free = Contact.objects.awaiting_decision().filter(pk=pk, held_by__isnull=True, ready_at__isnull=not is_ready)
    contact = free.select_for_update(skip_locked=True, of=("self",)).first()
    if contact is None:
        return None
    contact.held_by, contact.held_since = by, at
    contact.save(update_fields=["held_by", "held_since"])
    note("contact pulled", by=by, at=at, subject=contact)
    return contact
