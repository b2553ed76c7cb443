"""Saying who a child in a contact is, and letting the clock of a concern follow the child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching.permissions import MERGE_PEOPLE
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars, register_person
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import Identity
from lintel.steps.front_door.intake.earlier import earlier_line
from lintel.steps.front_door.models import ChildContact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@transaction.atomic
def say_who_it_is(line: ChildContact, *, known: Person | None, by: User, at: datetime) -> ChildContact:
    """
    Say which child of ours a child in a contact is, or (None) that it is nobody we know.

    The concern's clock is worked out anew: it may be the same concern, closed "awaiting information" days ago. The
    record made when the contact came is not thrown away here: the two are merged by the caller, and can be un-merged.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    line = ChildContact.objects.select_for_update().get(pk=line.pk)
    line.identity = Identity.KNOWN if known else Identity.NEW
    line.identity_checked_by, line.identity_checked_at = by, at
    if known is not None and not ChildContact.objects.filter(contact=line.contact_id, child=known).exists():
        line.child = known
        line.continues = line.continues or earlier_line(known, line.contact)
    line.save()
    note("child identified", by=by, at=at, subject=line, child_id=line.child_id, known=known is not None)
    return line


@transaction.atomic
def give_a_record_of_its_own(line: ChildContact, *, by: User, at: datetime) -> ChildContact:
    """
    Take a line away from the child it was wrongly said to be: it gets the record it would have had from the beginning.

    What was taken to be the other child's clock is not this child's.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    line = ChildContact.objects.select_for_update(of=("self",)).select_related("contact").get(pk=line.pk)
    made = Person.objects.filter(pk=line.registered_as or 0).first()
    if made is None:
        made = register_person(_particulars_of(line.as_told), screen=line.contact.screen, by=by, at=at)
    line.child, line.registered_as = made, made.pk
    line.continues, line.identity = None, Identity.NOT_CHECKED
    line.save(update_fields=["child", "registered_as", "continues", "identity"])
    note("child in contact is somebody else", by=by, at=at, subject=line, child_id=made.pk)
    return line


@transaction.atomic
def let_clocks_follow(children: Iterable[Person], *, by: User, at: datetime) -> None:
    """
    After records became one, or two again: a concern closed "awaiting information" runs on with its child, and with
    no other (S27).

    :raises NotAllowed: if this person may not say that records are one.
    """
    require(by, MERGE_PEOPLE)
    undecided = ChildContact.objects.filter(
        child__in=children, decided_on__isnull=True, contact__received_at__isnull=False
    )
    for line in undecided.select_for_update(of=("self",)).select_related("contact", "child", "continues"):
        before = line.continues
        line.continues = (
            before if before and before.child_id == line.child_id else earlier_line(line.child, line.contact)
        )
        if line.continues != before:
            line.save(update_fields=["continues"])
            note("clock follows the child", by=by, at=at, subject=line, child_id=line.child_id)


def _particulars_of(as_told: dict[str, Any]) -> Particulars:
    said = {each.name: as_told[each.name] for each in fields(Particulars) if each.name in as_told}
    if "date_of_birth" in said:
        said["date_of_birth"] = date.fromisoformat(said["date_of_birth"])
    if "certainty" in said:
        said["certainty"] = BirthDateCertainty(said["certainty"])
    return Particulars(**said)
