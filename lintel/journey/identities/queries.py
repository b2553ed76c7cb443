"""Asking which of our records a child in a contact, or on the telephone, may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lintel.foundation.matching.queries import Found, Sought, search
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person, PersonName
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.codes import Part
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.queries import adults_in, children_in

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def offered_for(line: ChildContact, *, viewer: User, at_most: int = 5) -> Found:
    """The records a child in a contact may be, from all that the contact says of them and of those around them."""
    mother, adults, siblings = "", [], []
    for adult in adults_in(line.contact, viewer=viewer):
        name = _whole_name(adult.person)
        mother = name if adult.part == Part.MOTHER else mother
        adults += [name] if adult.part != Part.MOTHER and name else []
    for other in children_in(line.contact, viewer=viewer):
        siblings += [_whole_name(other.child)] if other.pk != line.pk else []
    sought = _sought_as(_as_recorded(line.child), school=str(line.as_told.get("school", "")))
    sought = replace(sought, mother=mother, adults=tuple(adults), siblings=tuple(filter(None, siblings)))
    return _others(search([sought], viewer=viewer, at_most=at_most + 1)[0], line.child_id, at_most)


def offered_to(told: Sequence[Particulars], *, viewer: User, at_most: int = 3) -> list[Found]:
    """The children we know whom a caller may be speaking of, for each they speak of."""
    return [
        _others(found, None, at_most)
        for found in search([_sought_as(each) for each in told], viewer=viewer, at_most=at_most + 2)
    ]


def _sought_as(told: Particulars, *, school: str = "") -> Sought:
    """Whom to look for, from what is told."""
    expected = told.certainty == BirthDateCertainty.EXPECTED
    return Sought(
        given=told.given, family=told.family, date_of_birth=None if expected else told.date_of_birth,
        expected_birth_date=told.date_of_birth if expected else None, sex=told.sex if told.sex != "U" else "",
        is_birth_date_estimated=told.certainty == BirthDateCertainty.ESTIMATED, address=told.address,
        postcode=told.postcode, school=school, other_names=(told.known_as,) if told.known_as else (),
    )  # fmt: skip


def _others(found: Found, itself: int | None, at_most: int) -> Found:
    """Children only, and never the record that asks."""
    kept = [each for each in found.offered if each.is_child and each.person_pk != itself]
    return replace(found, offered=kept[:at_most])


def _as_recorded(child: Person) -> Particulars:
    name: PersonName | None = child.names.order_by("pk").first()
    # What is found by a confidential address says where it is.
    home = child.addresses.filter(lived_until__isnull=True, is_confidential=False).order_by("pk").first()
    return Particulars(
        given=name.given if name else "", family=name.family if name else "", date_of_birth=child.date_of_birth,
        certainty=BirthDateCertainty(child.birth_date_certainty), sex=child.sex,
        address=home.lines if home else "", postcode=home.postcode if home else "",
    )  # fmt: skip


def _whole_name(person: Person) -> str:
    name = person.names.order_by("pk").first()
    return f"{name.given} {name.family}".strip() if name else ""
