"""The families of the story, as records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lintel.demo.events import Adult, Child, Family
from lintel.demo.staff_records import ORIGIN
from lintel.demo.story import Story
from lintel.foundation.people.codes import BirthDateCertainty, IdentifierScheme, NameKind, RelationshipKind
from lintel.foundation.people.models import (
    Address,
    Household,
    HouseholdMembership,
    Identifier,
    Person,
    PersonName,
    Relationship,
)
from lintel.journey.imports import keys
from lintel.statute.ages import age_on
from lintel.statute.identifiers import NhsNumberStatus

# One birth date in so many is only estimated.
ESTIMATED_ONE_IN = 211
SCHOOL_AGE = 5


class People:
    """Makes the records of families; children and adults are known by their numbers once they are laid down."""

    def __init__(self, families: list[Family], story: Story, assessed: set[int]) -> None:
        self.families = families
        self.story = story
        self._assessed = assessed
        self.children = {c.number: self._child(c) for family in families for c in family.children}
        self.adults = {a.number: self._adult(a) for family in families for a in family.adults}

    def persons(self) -> list[Person]:
        return [*self.children.values(), *self.adults.values()]

    def _child(self, child: Child) -> Person:
        is_unborn = child.born_on >= self.story.until
        is_known_well = child.number in self._assessed
        certainty = BirthDateCertainty.ESTIMATED if child.number % ESTIMATED_ONE_IN == 0 else BirthDateCertainty.KNOWN
        return Person(
            **ORIGIN, key=keys.person(child.la_child_id), la_child_id=child.la_child_id, is_child=True,
            date_of_birth=child.born_on, birth_date_certainty=BirthDateCertainty.EXPECTED if is_unborn else certainty,
            sex="U" if is_unborn else child.sex, ethnicity=child.ethnicity,
            disabilities=list(child.disabilities or ("NONE",)) if is_known_well and not is_unborn else [],
            has_disability=bool(child.disabilities) if is_known_well and not is_unborn else None,
            upn_unknown=self._why_no_upn(child) if is_known_well else "",
        )  # fmt: skip

    def _has_upn(self, child: Child) -> bool:
        return bool(child.upn) and age_on(child.born_on, self.story.until) >= SCHOOL_AGE

    def _why_no_upn(self, child: Child) -> str:
        if self._has_upn(child):
            return ""
        return "UN1" if age_on(child.born_on, self.story.until) < SCHOOL_AGE else "UN6"

    def _adult(self, adult: Adult) -> Person:
        return Person(
            **ORIGIN, key=f"adult:{adult.number}", is_child=False, date_of_birth=adult.born_on,
            birth_date_certainty=BirthDateCertainty.KNOWN, sex=adult.sex,
        )  # fmt: skip

    def names(self) -> Iterator[PersonName]:
        for family in self.families:
            for child in family.children:
                given = "" if child.born_on >= self.story.until else child.given
                yield self._name(self.children[child.number], NameKind.LEGAL, given, child.surname)
                if child.surname != family.surname and child.number % 3 == 0:
                    yield self._name(self.children[child.number], NameKind.KNOWN_AS, given, family.surname)
            for adult in family.adults:
                yield self._name(self.adults[adult.number], NameKind.LEGAL, adult.given, adult.surname)
                if adult.former_surname:
                    yield self._name(self.adults[adult.number], NameKind.FORMER, adult.given, adult.former_surname)

    @staticmethod
    def _name(person: Person, kind: NameKind, given: str, surname: str) -> PersonName:
        return PersonName(
            **ORIGIN, key=f"{person.key}:{kind}", person_id=person.pk, kind=kind, given=given, family=surname
        )

    def identifiers(self) -> Iterator[Identifier]:
        for family in self.families:
            for child in family.children:
                person = self.children[child.number]
                if child.nhs_number and child.born_on < self.story.until:
                    yield Identifier(
                        **ORIGIN, key=keys.identifier(child.la_child_id, IdentifierScheme.NHS_NUMBER, child.nhs_number),
                        person_id=person.pk, scheme=IdentifierScheme.NHS_NUMBER, value=child.nhs_number,
                        is_well_formed=True, status=NhsNumberStatus.UNVERIFIED,
                    )  # fmt: skip
                if self._has_upn(child):
                    yield Identifier(
                        **ORIGIN, key=keys.identifier(child.la_child_id, IdentifierScheme.UPN, child.upn),
                        person_id=person.pk, scheme=IdentifierScheme.UPN, value=child.upn, is_well_formed=True,
                    )  # fmt: skip

    def addresses(self) -> Iterator[Address]:
        """Where each child and each adult who lives elsewhere is at home."""
        for family in self.families:
            for child in family.children:
                yield self._address(self.children[child.number], family, family.address, family.postcode)
            for adult in family.adults:
                if adult.lives_elsewhere:
                    yield self._address(self.adults[adult.number], family, *family.other_address)

    @staticmethod
    def _address(person: Person, family: Family, lines: str, postcode: str) -> Address:
        return Address(
            **ORIGIN, key=f"{person.key}:address", person_id=person.pk, lines=lines, postcode=postcode,
            is_confidential=family.is_confidential and person.is_child, lived_from=family.moved_in_on,
        )  # fmt: skip

    def relationships(self) -> Iterator[Relationship]:
        for family in self.families:
            for adult in family.adults:
                for child in family.children:
                    if adult.role == "father" and self._has_another_father(child, family):
                        continue
                    kind = RelationshipKind(adult.role)
                    yield self._relationship(self.adults[adult.number], kind, self.children[child.number])
            for place, child in enumerate(family.children):
                for other in family.children[place + 1 :]:
                    kind = RelationshipKind.SIBLING if child.surname == other.surname else RelationshipKind.HALF_SIBLING
                    yield self._relationship(self.children[child.number], kind, self.children[other.number])

    @staticmethod
    def _has_another_father(child: Child, family: Family) -> bool:
        """Of brothers and sisters with different surnames, who are half, the father here is that of one surname."""
        names = [each.surname for each in family.children]
        return child.surname != (family.surname if family.surname in names else names[0])

    @staticmethod
    def _relationship(person: Person, kind: RelationshipKind, to_person: Person) -> Relationship:
        return Relationship(
            **ORIGIN,
            key=f"{person.key}:{kind}:{to_person.key}",
            person_id=person.pk,
            kind=kind,
            to_person_id=to_person.pk,
        )

    def households(self) -> dict[int, Household]:
        return {
            family.number: Household(**ORIGIN, key=f"household:{family.number}", name=f"{family.surname} household")
            for family in self.families
        }

    def memberships(self, households: dict[int, Household]) -> Iterator[HouseholdMembership]:
        for family in self.families:
            here = [self.children[child.number] for child in family.children if child.born_on < self.story.until]
            here += [self.adults[adult.number] for adult in family.adults if not adult.lives_elsewhere]
            for person in here:
                joined_on = max(family.moved_in_on, person.date_of_birth or family.moved_in_on)
                yield HouseholdMembership(
                    **ORIGIN, key=f"{person.key}:household", household_id=households[family.number].pk,
                    person_id=person.pk, joined_on=min(joined_on, self.story.until - timedelta(days=1)),
                )  # fmt: skip
