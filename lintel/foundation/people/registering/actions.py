"""Writing down a person, who they are to another, and how they may safely be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.people.codes import BirthDateCertainty, NameKind, RelationshipKind
from lintel.foundation.people.models import Address, Person, PersonName, Relationship, SafeContact
from lintel.foundation.people.permissions import REGISTER_PEOPLE

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """Who somebody is, as told; everything may be unknown."""

    given: str = ""
    family: str = ""
    known_as: str = ""
    date_of_birth: date | None = None
    certainty: BirthDateCertainty | None = None
    sex: str = ""
    ethnicity: str = ""
    address: str = ""
    postcode: str = ""
    is_address_confidential: bool = False
    is_child: bool = True


class NothingToSay(Exception):
    """A safe-contact rule says what it is."""


def register_person(told: Particulars, *, screen: str, by: User, at: datetime) -> Person:
    """
    Write down a person as told. Nobody is looked up: whether they are somebody we know is for a person to say.

    :raises NotAllowed: if this person may not write people down.
    """
    return register_people([told], screen=screen, by=by, at=at)[0]


@transaction.atomic
def register_people(told: Sequence[Particulars], *, screen: str, by: User, at: datetime) -> list[Person]:
    """
    The same for several people, in their order.

    :raises NotAllowed: if this person may not write people down.
    """
    require(by, REGISTER_PEOPLE)
    people = Person.objects.bulk_create(_person(each, screen=screen, at=at) for each in told)
    written = list(zip(people, told, strict=True))
    PersonName.objects.bulk_create(name for person, each in written for name in _names(person, each))
    Address.objects.bulk_create(
        _address(person, each) for person, each in written if each.address.strip() or each.postcode.strip()
    )
    note_each(
        "person written down", [(each, each.pk if each.is_child else None, {}) for each in people], by=by, at=at
    )  # fmt: skip
    return people


def _person(told: Particulars, *, screen: str, at: datetime) -> Person:
    born = told.certainty or (BirthDateCertainty.KNOWN if told.date_of_birth else BirthDateCertainty.NOT_KNOWN)
    return Person(
        key=f"told/{uuid4()}", screen=screen, recorded_at=at, is_child=told.is_child, date_of_birth=told.date_of_birth,
        birth_date_certainty=born, sex=told.sex, ethnicity=told.ethnicity,
    )  # fmt: skip


def _names(person: Person, told: Particulars) -> list[PersonName]:
    names = [(NameKind.LEGAL, told.given.strip(), told.family.strip()), (NameKind.KNOWN_AS, told.known_as.strip(), "")]
    return [
        PersonName(
            key=f"{person.key}/{kind}", screen=person.screen, recorded_at=person.recorded_at, person=person, kind=kind,
            given=given, family=family,
        )
        for kind, given, family in names
        if given or family
    ]  # fmt: skip


def _address(person: Person, told: Particulars) -> Address:
    return Address(
        key=f"{person.key}/address", screen=person.screen, recorded_at=person.recorded_at, person=person,
        lines=told.address.strip(), postcode=told.postcode.strip().upper()[:8],
        is_confidential=told.is_address_confidential,
    )  # fmt: skip


@transaction.atomic
def relate(
    person: Person, kind: RelationshipKind, to_person: Person, *, screen: str, by: User, at: datetime
) -> Relationship:
    """
    Write down that `person` is the `kind` of `to_person`; said again, it stays as it is.

    :raises NotAllowed: if this person may not write people down.
    """
    require(by, REGISTER_PEOPLE)
    relationship, is_new = Relationship.objects.get_or_create(
        person=person, kind=kind, to_person=to_person,
        defaults={"key": f"told/{uuid4()}", "screen": screen, "recorded_at": at},
    )  # fmt: skip
    if is_new:
        note("relationship written down", by=by, at=at, subject=relationship, child_id=to_person.pk)
    return relationship


@transaction.atomic
def set_safe_contact(
    person: Person, *, words: str, never_write: bool, address: str = "", by: User, at: datetime
) -> SafeContact:
    """
    Say how a person may safely be reached.

    :raises NotAllowed: if this person may not write people down.
    :raises NothingToSay: if no rule is written.
    """
    require(by, REGISTER_PEOPLE)
    if not words.strip():
        raise NothingToSay
    rule = SafeContact.objects.create(
        person=person, words=words.strip(), never_write=never_write, address=address.strip(), made_at=at, made_by=by
    )
    note("safe contact said", by=by, at=at, subject=rule, child_id=person.pk)
    return rule
