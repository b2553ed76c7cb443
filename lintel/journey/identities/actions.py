"""Saying who a child in a contact is, and making one record of the two."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.models import Merge
from lintel.foundation.people.models import Person
from lintel.journey.handovers.actions import tell_the_workers_of
from lintel.steps.front_door.codes import Identity
from lintel.steps.front_door.intake.actions import say_who_it_is
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.permissions import WORK_THE_DESK

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotThere(Exception):
    """There is no such record, or it is not this person's to see."""


class InTheContactAlready(Exception):
    """That child is in this contact already, told of twice: two lines are not made one here."""


@transaction.atomic
def say_who_a_child_is(line: ChildContact, *, known: int | None, by: User, at: datetime) -> ChildContact:
    """
    Say which of our children a child in a contact is, or (None) that it is nobody we know.

    The record made when the contact came is merged into the one that is known, and the worker of a child who is worked
    with is told at once. Said anew, the merge is taken back first: nothing of one child stays with another.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NotThere: if the record chosen is not theirs to see.
    :raises InTheContactAlready: if the child chosen is another line of the same contact.
    :raises: what `merge` and `unmerge` raise, where two records cannot be made one.
    """
    require(by, WORK_THE_DESK)
    line = ChildContact.objects.select_for_update().get(pk=line.pk)
    person = None
    if known is not None:
        person = visible_children(by).filter(pk=known, is_child=True).first()
        if person is None:
            raise NotThere
        if ChildContact.objects.filter(contact=line.contact_id, child=known).exclude(pk=line.pk).exists():
            raise InTheContactAlready
    own = _own_record(line, by=by, at=at)
    line = say_who_it_is(line, known=person, by=by, at=at)
    if person is None:
        return line
    if own is not None and own.pk != person.pk:
        merge(person, own, reason=f"The child in contact {line.contact.reference}", by=by, at=at)
    tell_the_workers_of(line, by=by, at=at)
    return line


def _own_record(line: ChildContact, *, by: User, at: datetime) -> Person | None:
    """
    The record that was made when this line was written down, standing for itself again; None where the contact came
    with somebody we knew.
    """
    # The key of a line ends in the record it was made with, however it was moved since.
    made = Person.objects.filter(pk=int(line.key.rpartition("/")[2] or 0), key__startswith="told/").first()
    if made is None:
        return None
    merged = Merge.objects.filter(absorbed=made, undone_at__isnull=True).first()
    if merged is not None:
        unmerge(merged, reason="Somebody else, as is now said at the front door", by=by, at=at)
    if line.child_id != made.pk:
        # What was taken to be the other child's clock is not this child's.
        line.child, line.continues, line.identity = made, None, Identity.NOT_CHECKED
        line.save(update_fields=["child", "continues", "identity"])
        note("child in contact is somebody else", by=by, at=at, subject=line, child_id=made.pk)
    return made
