"""Saying who a child in a contact is, and making one record of the two."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.matching.merging.actions import PutBack, merge, unmerge
from lintel.foundation.matching.models import Merge
from lintel.foundation.people.models import Person
from lintel.journey.handovers.actions import tell_the_workers_of
from lintel.steps.enquiries.actions import reasonable_cause_is_of
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.identifying.actions import give_a_record_of_its_own, let_clocks_follow, say_who_it_is
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.permissions import WORK_THE_DESK

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotThere(Exception):
    """There is no such record, or it is not this person's to see."""


class InTheContactAlready(Exception):
    """That child is in this contact already, told of twice: two lines are not made one here."""


class DecidedForAnother(Exception):
    """Something was decided for the child this was said to be, and it began on that child's record."""


@transaction.atomic
def say_who_a_child_is(line: ChildContact, *, known: int | None, by: User, at: datetime) -> ChildContact:
    """
    Say which of our children a child in a contact is, or (None) that it is nobody we know.

    The record made when the contact came is merged into the one that is known, and the worker of a child who is worked
    with is told at once. Said anew, that merge is taken back first, or the line leaves the child it was said to be:
    nothing of one child stays with another, and nothing of another comes along.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NotThere: if the record chosen is not theirs to see.
    :raises InTheContactAlready: if the child chosen is another line of the same contact.
    :raises DecidedForAnother: if the line came with a child we know, and was decided for that child.
    :raises: what `merge` and `unmerge` raise, where two records cannot be made one.
    """
    require(by, WORK_THE_DESK)
    line = ChildContact.objects.select_for_update().get(pk=line.pk)
    person = _chosen(line, known, by=by)
    if person is None or person.pk != line.child_id:
        line = _standing_for_itself(line, by=by, at=at)
    own = line.child
    line = say_who_it_is(line, known=person, by=by, at=at)
    if person is None:
        return line
    if own.pk != person.pk:
        merge(person, own, reason=f"The child in contact {line.contact.reference}", by=by, at=at)
    tell_the_workers_of(line, by=by, at=at)
    return line


@transaction.atomic
def merge_records(
    survivor: Person, absorbed: Person, *, reason: str, leaving_behind: bool = False, by: User, at: datetime
) -> Merge:
    """
    Make one record of two that were found alike, and let the clock of a concern that came back run on in it.

    :raises: what `merge` raises.
    """
    made = merge(survivor, absorbed, reason=reason, leaving_behind=leaving_behind, by=by, at=at)
    let_clocks_follow([survivor], by=by, at=at)
    return made


@transaction.atomic
def unmerge_records(made: Merge, *, reason: str, by: User, at: datetime) -> PutBack:
    """
    Take a merge back, and with it what it did to clocks: none runs on in another child.

    :raises: what `unmerge` raises.
    """
    put_back = unmerge(made, reason=reason, by=by, at=at)
    let_clocks_follow([made.survivor, made.absorbed], by=by, at=at)
    return put_back


def _chosen(line: ChildContact, known: int | None, *, by: User) -> Person | None:
    if known is None:
        return None
    person = visible_children(by).filter(pk=known, is_child=True).first()
    if person is None:
        raise NotThere
    if ChildContact.objects.filter(contact=line.contact_id, child=known).exclude(pk=line.pk).exists():
        raise InTheContactAlready
    return person


def _standing_for_itself(line: ChildContact, *, by: User, at: datetime) -> ChildContact:
    """The line with a record of its own: the one made when it was written down, out of any merge, or a new one."""
    merged = Merge.objects.filter(absorbed=line.registered_as, undone_at__isnull=True).first()
    if merged is not None:
        unmerge(merged, reason="Somebody else, as is now said at the front door", by=by, at=at)
        line.refresh_from_db()
    if line.child_id == line.registered_as:
        return line
    if any(Outcome(made.outcome).opens_work for made in line.decisions.filter(returned_at__isnull=True)):
        raise DecidedForAnother
    line = give_a_record_of_its_own(line, by=by, at=at)
    reasonable_cause_is_of(line.child, child_contact_id=line.pk, by=by, at=at)
    return line
