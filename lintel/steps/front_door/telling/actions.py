"""Telling whoever told us; and calls that are not referrals, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Address, Person, SafeContact
from lintel.foundation.people.rules import is_written_to
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import CallKind, InformantKind, Means, Outcome, Part
from lintel.steps.front_door.models import ChildContact, Contact, Informant, OneLine, Told
from lintel.steps.front_door.telling.models import PassedOn

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotSafeToWrite(Exception):
    """A safe-contact rule forbids a letter here (hard stop 11)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NothingSaid(Exception):
    """There is no text, or no reason for telling nothing."""


class NotDecidedYet(Exception):
    """There is nothing to tell before the contact is decided."""


class NotToPassOn(Exception):
    """Nothing is to be passed on of this child: it is not for another authority, or it went to it already."""


@transaction.atomic
def tell_informant(contact: Contact, *, means: Means, to: str, text: str, by: User, at: datetime) -> Told:
    """
    Write down that whoever told us was told what happens and why, and in which words.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NothingSaid: if there is no text.
    :raises NotDecidedYet: if a child in the contact is undecided.
    :raises NotSafeToWrite: if a letter or an e-mail would go where somebody in the contact must not be written to.
    """
    require(by, permissions.WORK_THE_DESK)
    if not text.strip() or not to.strip():
        raise NothingSaid
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.children.filter(decided_on__isnull=True).exists():
        raise NotDecidedYet
    if means in (Means.LETTER, Means.EMAIL):
        _refuse_where_not_safe(contact, means, to)
    told = Told.objects.create(
        contact=contact, means=means, to=to.strip()[:200], text=text.strip(), told_at=at, told_by=by
    )
    note("informant told", by=by, at=at, subject=contact, means=str(means))
    return told


@transaction.atomic
def send_and_tell(contact: Contact, *, to: str, text: str, by: User, at: datetime) -> Told:
    """
    Tell by e-mail and send it. It goes out once the record of it is safe; the subject holds the reference alone.

    :raises: what `tell_informant` raises.
    """
    told = tell_informant(contact, means=Means.EMAIL, to=to, text=text, by=by, at=at)
    letter = EmailMessage(subject=f"Your contact {contact.reference}", body=told.text, to=[told.to])
    transaction.on_commit(letter.send)
    return told


@transaction.atomic
def do_not_tell(contact: Contact, *, because: str, by: User, at: datetime) -> Told:
    """
    Write down that whoever told us is not told, and why: nobody left a name, or it would not be safe.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NothingSaid: if there is no reason.
    """
    require(by, permissions.WORK_THE_DESK)
    if not because.strip():
        raise NothingSaid
    told = Told.objects.create(contact=contact, not_told_because=because.strip(), told_at=at, told_by=by)
    note("informant not told", by=by, at=at, subject=contact)
    return told


@transaction.atomic
def pass_on(
    contact: Contact, lines: Sequence[ChildContact], *, authority: str, to: str, means: Means, text: str, by: User,
    at: datetime,
) -> PassedOn:  # fmt: skip
    """
    Write down that what we were told of children who live elsewhere went to the authority there, and in which words.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NothingSaid: if there is no child, no authority, nobody who took it, or no text.
    :raises NotToPassOn: if one of the children is not decided to another authority, or is passed on already.
    """
    require(by, permissions.WORK_THE_DESK)
    if not lines or not all(each.strip() for each in (authority, to, text)):
        raise NothingSaid
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    owed = contact.children.filter(outcome=Outcome.OTHER_AUTHORITY, decided_on__isnull=False, passed_on__isnull=True)
    children = list(owed.filter(pk__in=[line.pk for line in lines]))
    if len(children) < len(lines):
        raise NotToPassOn
    passed = PassedOn.objects.create(
        contact=contact, authority=authority.strip()[:120], to=to.strip()[:200], means=means, text=text.strip(),
        passed_at=at, passed_by=by,
    )  # fmt: skip
    passed.children.set(children)
    for line in children:
        note("passed on to another authority", by=by, at=at, subject=contact, child_id=line.child_id, means=str(means))
    return passed


@transaction.atomic
def record_one_line(
    *, kind: CallKind, words: str, received_at: datetime, said: str = "", child: Person | None = None, by: User,
    at: datetime,
) -> OneLine:  # fmt: skip
    """
    Write down a call that is not a referral.

    :param said: all that was written down while somebody talked, where it is more than the line.

    :raises NotAllowed: if this person may not work at the desk.
    :raises NothingSaid: if there is no word about it.
    """
    require(by, permissions.WORK_THE_DESK)
    if not words.strip():
        raise NothingSaid
    line = OneLine.objects.create(
        kind=kind, words=words.strip()[:500], said=said.strip(), child=child, received_at=received_at, recorded_at=at,
        recorded_by=by,
    )  # fmt: skip
    note("call noted", by=by, at=at, subject=line, child_id=child.pk if child else None, kind=str(kind))
    return line


def _refuse_where_not_safe(contact: Contact, means: Means, to: str) -> None:
    """
    Refuse where a rule of anybody in the contact forbids it: every letter, or whatever goes to this address; and
    always a letter to where somebody lives who is said to have harmed.

    A rule without an address is about letters, and about e-mail to the family itself: a school may still be written to.
    """
    people = [*contact.children.values_list("child", flat=True), *contact.adults.values_list("person", flat=True)]
    told_by = Informant.objects.filter(contact=contact).values_list("kind", flat=True).first()
    is_to_all = means == Means.LETTER or told_by in (InformantKind.FAMILY, InformantKind.CHILD)
    for rule in SafeContact.objects.filter(person__in=people, never_write=True, ended_at__isnull=True):
        if (not rule.address and is_to_all) or is_written_to(rule.address, to):
            raise NotSafeToWrite(rule.words)
    if means == Means.LETTER and any(is_written_to(lines, to) for lines in _where_the_accused_live(contact)):
        raise NotSafeToWrite("Somebody lives there who is said to have harmed. Ring, or ask where it is safe to write.")


def _where_the_accused_live(contact: Contact) -> list[str]:
    """The first line of each address of those said to have harmed, as told and as held."""
    accused = contact.adults.filter(part=Part.SAID_TO_HAVE_HARMED)
    told = [str(adult.as_told.get("address", "")) for adult in accused]
    held = Address.objects.filter(person__in=accused.values("person"), lived_until__isnull=True)
    return [*told, *held.values_list("lines", flat=True)]
