"""Saying who a child in a contact is, and making one record of the two."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.visibility import visible_children
from lintel.journey.handovers.actions import tell_the_workers_of
from lintel.steps.front_door.intake.actions import say_who_it_is
from lintel.steps.front_door.models import ChildContact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotThere(Exception):
    """There is no such record, or it is not this person's to see."""


@transaction.atomic
def say_who_a_child_is(line: ChildContact, *, known: int | None, by: User, at: datetime) -> ChildContact:
    """
    Say which of our children a child in a contact is, or (None) that it is nobody we know.

    The worker of a child who is worked with is told at once. The record made when the contact came is merged into the one that is known; that can be taken back.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NotThere: if the record chosen is not theirs to see.
    """
    if known is None:
        return say_who_it_is(line, known=None, by=by, at=at)
    person = visible_children(by).filter(pk=known, is_child=True).first()
    if person is None:
        raise NotThere
    line = say_who_it_is(line, known=person, by=by, at=at)
    tell_the_workers_of(line, by=by, at=at)
    return line
