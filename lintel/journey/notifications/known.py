"""
Children of ours who are, in everything we can compare, a child the police tell of.

Exact and few: the whole name and the date of birth, and beside them the address or a parent's name. It is for telling
the child's worker at once; it files nothing, and whoever is only like somebody is offered to an officer instead. It
looks at every record, also at those kept from most people: the worker of a restricted child must hear of it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import HouseholdMembership, Person
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.codes import Identity
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.codes import Part
from lintel.steps.police_notifications.households import folded, likeness_of, place_of
from lintel.steps.police_notifications.reading.notices import Notice, PersonTold

AROUND = {
    RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT, RelationshipKind.STEP_PARENT,
    RelationshipKind.CARER, RelationshipKind.GRANDPARENT,
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A child of ours, why it is taken for the child told of, and everything that holds the child in work now."""

    child: Person
    because: str
    held_by: tuple[Involvement, ...] = ()


@dataclass(frozen=True)
class _Held:
    child: Person
    places: frozenset[str]
    parents: frozenset[str]


class KnownChildren:
    """Our children whom some notices may speak of, by name and date of birth; read once for all of them."""

    def __init__(self, notices: Iterable[Notice], *, on: date) -> None:
        told = [who for notice in notices for who in notice.children]
        self._by_likeness = _read({likeness_of(who.given, who.family, who.date_of_birth) for who in told} - {""})
        children = {held.child.pk for each in self._by_likeness.values() for held in each}
        self._households = _households_of(children)
        self._held_by: dict[int, list[Involvement]] = defaultdict(list)
        for involvement in Involvement.objects.in_force(on).filter(child__in=children):
            self._held_by[involvement.child_id].append(involvement)

    def of(self, who: PersonTold, notice: Notice) -> list[Known]:
        """The children of ours that a child of a notice is in everything we can compare: mostly none, rarely two."""
        like = likeness_of(who.given, who.family, who.date_of_birth)
        if not like:
            return []
        # Where a child lives is often told of the grown-ups only; the place where the accused lives says nothing.
        near = [who, *(other for other in notice.adults if other.part != Part.ALLEGED_PERPETRATOR)]
        places = {place for each in near if (place := place_of(each.address, each.postcode))}
        names = {folded(adult.given) + "|" + folded(adult.family) for adult in notice.adults if adult.name}
        found = []
        for held in self._by_likeness.get(like, ()):
            also = [
                words for words, same in (("address", held.places & places), ("a parent", held.parents & names)) if same
            ]
            if also:
                because = f"Same name, date of birth and {' and '.join(also)}"
                found.append(Known(held.child, because, tuple(self._held_by.get(held.child.pk, ()))))
        return found

    def households_of(self, notice: Notice) -> frozenset[int]:
        """The households of ours in which the known children of a notice live."""
        children = [known.child.pk for who in notice.children for known in self.of(who, notice)]
        return frozenset(household for child in children for household in self._households.get(child, ()))


def _read(told: set[str]) -> Mapping[str, Sequence[_Held]]:
    found: dict[str, list[_Held]] = defaultdict(list)
    born = {date.fromisoformat(like.rpartition("|")[2]) for like in told}
    not_looked_up = ChildContact.objects.filter(child=OuterRef("pk"), identity=Identity.NOT_CHECKED)
    people = Person.objects.filter(is_child=True, merged_into__isnull=True, date_of_birth__in=born).exclude(
        Exists(not_looked_up)
    )
    named: dict[int, set[str]] = {}
    for child in people.prefetch_related("names"):
        like = {likeness_of(name.given, name.family, child.date_of_birth) for name in child.names.all()}
        if like & told:
            named[child.pk] = like & told
    whole = people.filter(pk__in=named).prefetch_related("names", "addresses", "related_from__person__names")
    for child in whole:
        for each in named[child.pk]:
            found[each].append(_held(child))
    return found


def _held(child: Person) -> _Held:
    places = frozenset(place_of(a.lines, a.postcode) for a in child.addresses.all() if a.lived_until is None)
    parents = frozenset(
        f"{folded(name.given)}|{folded(name.family)}"
        for tie in child.related_from.all()
        if tie.kind in AROUND and tie.ended_on is None
        for name in tie.person.names.all()
    )
    return _Held(child, places - {""}, parents)


def _households_of(children: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    now = HouseholdMembership.objects.filter(person__in=set(children), left_on__isnull=True)
    for person, household in now.values_list("person_id", "household_id"):
        found[person].append(household)
    return found
