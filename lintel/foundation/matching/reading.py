"""People as they stand in the record, read whole for indexing and comparing: nobody is asked here who may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from lintel.foundation.matching.keys import Findable
from lintel.foundation.matching.scoring import Facts, facts
from lintel.foundation.matching.sought import place_of
from lintel.foundation.people.codes import BirthDateCertainty, NameKind, RelationshipKind
from lintel.foundation.people.models import (
    Address,
    HouseholdMembership,
    Identifier,
    Person,
    PersonName,
    Relationship,
)
from lintel.statute.identifiers import NhsNumberStatus

PARENTS = (RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT)
# What a person is to somebody, seen from the other side.
TURNED = {
    RelationshipKind.SIBLING: "sibling", RelationshipKind.HALF_SIBLING: "half-sibling",
    RelationshipKind.PARTNER: "partner",
}  # fmt: skip


@dataclass
class Record:
    """One person with everything a search may compare; confidential addresses and withheld numbers left out."""

    person: Person
    names: list[PersonName] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    has_confidential_address: bool = False
    numbers: list[str] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every (given, family) there is, in an order that stays."""
        return [(name.given, name.family) for name in self.names]

    @property
    def places(self) -> list[tuple[str, str]]:
        return [place for a in self.addresses if any(place := place_of(a.postcode, a.lines))]

    def facts(self) -> Facts:
        """What is compared."""
        who = self.person
        return facts(
            names=self.pairs, born_on=who.date_of_birth, sex=who.sex, places=self.places, numbers=self.numbers,
            is_estimated=who.birth_date_certainty == BirthDateCertainty.ESTIMATED,
            is_expected=who.birth_date_certainty == BirthDateCertainty.EXPECTED,
        )  # fmt: skip

    def findable(self, parents: Iterable[tuple[str, str]]) -> Findable:
        """What the person is found by."""
        return Findable(
            names=tuple(self.pairs), born_on=self.person.date_of_birth, places=tuple(self.places),
            numbers=tuple(self.numbers), parents=tuple(parents),
        )  # fmt: skip


def records(ids: Iterable[int]) -> dict[int, Record]:
    """These people, by id. Four queries, however many."""
    return records_of(Person.objects.in_bulk(set(ids)))


def records_of(people: dict[int, Person]) -> dict[int, Record]:
    """The same, of people read already."""
    found = {pk: Record(person) for pk, person in people.items()}
    ids = found.keys()
    if not found:
        return found
    for name in PersonName.objects.filter(person__in=ids).order_by("pk"):
        found[name.person_id].names.append(name)
    for address in Address.objects.filter(person__in=ids).order_by("-lived_until", "-lived_from", "-pk"):
        if address.is_confidential:
            found[address.person_id].has_confidential_address = True
        else:
            found[address.person_id].addresses.append(address)
    for number in Identifier.objects.filter(person__in=ids).exclude(status=NhsNumberStatus.WITHHELD):
        found[number.person_id].numbers.append(number.value)
    for record in found.values():
        record.names.sort(key=lambda name: (name.kind != NameKind.LEGAL, name.pk))
        if record.person.la_child_id:
            record.numbers.append(record.person.la_child_id)
    return found


def parents_of(ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """The names of each child's parents, for finding an unborn or unnamed child by them."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    related = Relationship.objects.filter(to_person__in=ids, kind__in=PARENTS)
    for child, given, family in related.values_list("to_person_id", "person__names__given", "person__names__family"):
        if given or family:
            found[child].append((given, family))
    return found


def around(ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Who is around each of these people: the others' ids, with what they are to them in a word. Two queries."""
    ids = set(ids)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    related = Relationship.objects.filter(Q(person__in=ids) | Q(to_person__in=ids), ended_on__isnull=True)
    for person, kind, to_person in related.values_list("person_id", "kind", "to_person_id"):
        if to_person in ids:
            found[to_person][person] = str(RelationshipKind(kind)).replace("_", "-")
        if person in ids:
            found[person].setdefault(to_person, TURNED.get(RelationshipKind(kind), "child"))
    _add_household(ids, found)
    return found


def _add_household(ids: set[int], found: dict[int, dict[int, str]]) -> None:
    together = HouseholdMembership.objects.filter(left_on__isnull=True)
    mine = together.filter(person__in=ids).values("household")
    homes: dict[int, list[int]] = defaultdict(list)
    for household, person in together.filter(household__in=mine).values_list("household_id", "person_id"):
        homes[household].append(person)
    for people in homes.values():
        for person in ids.intersection(people):
            for other in people:
                if other != person:
                    found[person].setdefault(other, "same household")
