"""Asking for anybody the viewer may see, by anything known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.models import Exclusion, Restriction
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.matching.permissions import KNOW_OF_RESTRICTED_RECORDS
from lintel.foundation.matching.reading import Record, records_of
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families.rules import IN_WORDS, turned
from lintel.foundation.people.models import HouseholdMembership, Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.rules import age_in_words, called
from lintel.journey.allocating.dues.reading import held_on
from lintel.journey.families.reading import homes_to_be_kept_secret
from lintel.journey.finding.reading import held_of, reach, those_who_fit
from lintel.journey.finding.rules import Fitting, fitting, typed_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SHOWN, READ = 12, 40
# So surely that nobody should make a second record: every word the same.
SURELY = 0


@dataclass(frozen=True, kw_only=True)
class Hit:
    """
    One person who fits, and why.

    :param family_of: the child whose family page they lead to: their own, or of a child they belong to.
    :param belongs: for a grown-up, to which children and how, in words.
    """

    pk: int
    name: str
    is_child: bool
    age: str
    la_child_id: str
    address: str
    worker: str
    whys: tuple[str, ...]
    family_of: int | None
    belongs: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found. `more`: others fit as well, and are not shown."""

    hits: Sequence[Hit] = field(default_factory=tuple)
    more: bool = False
    is_too_little: bool = False
    is_restricted_record_there: bool = False


def find(text: str, *, viewer: User, today: date) -> Finding:
    """
    Anybody this viewer may see by any name they have or had, a number, a date of birth, an address or a postcode.

    A confidential address is not searched and not shown, nor the address of anybody who lives with somebody who has
    one. A restricted record is not shown either; those who must know learn that there is one.
    """
    typed = typed_of(text, today=today)
    if not typed.says_something:
        return Finding(is_too_little=bool(text.strip()))
    among = reach(viewer)
    found = those_who_fit(text, typed, among=among, today=today)
    ordered = sorted(found, key=lambda pk: (found[pk].worth, pk))
    people = _seen(ordered[:READ] if among is None else ordered, viewer, among)
    secret = homes_to_be_kept_secret(people)
    fits: dict[int, tuple[Record, Fitting]] = {}
    for pk, record in records_of(people).items():
        again = fitting(typed, held_of(record, is_place_secret=pk in secret))
        if again is not None:
            fits[pk] = (record, again)
    best = sorted(fits, key=lambda pk: (fits[pk][1].worth, not fits[pk][0].person.is_child, pk))
    hits = _hits({pk: fits[pk] for pk in best[:SHOWN]}, secret, viewer=viewer, today=today)
    return Finding(
        hits=hits, more=len(best) > SHOWN or len(ordered) > READ,
        is_restricted_record_there=_is_restricted_there(
            {pk for pk in ordered[:READ] if pk not in people and found[pk].worth == SURELY}, viewer
        )
        and (len(typed.words) > 1 or bool(typed.number)),
    )  # fmt: skip


def _seen(ids: Sequence[int], viewer: User, among: Collection[int] | None) -> dict[int, Person]:
    """Those who may be seen; grown-ups whom a worker reaches by way of a child are among whom was searched already."""
    if among is None:
        return visible_children(viewer).filter(pk__in=ids).in_bulk()
    return Person.objects.filter(pk__in=set(ids[:READ]) & set(among), merged_into__isnull=True).in_bulk()


def _is_restricted_there(hidden: set[int], viewer: User) -> bool:
    if not hidden or not may(viewer, KNOW_OF_RESTRICTED_RECORDS):
        return False
    excluded = Exclusion.objects.filter(user=viewer, lifted_at__isnull=True).values("child")
    live = Restriction.objects.filter(child__in=hidden, lifted_at__isnull=True, child__merged_into__isnull=True)
    return live.exclude(child__in=excluded).exists()


# --- what is shown ----------------------------------------------------------------------------------------------------


def _hits(
    found: dict[int, tuple[Record, Fitting]], secret: set[int], *, viewer: User, today: date
) -> list[Hit]:  # fmt: skip
    children = [pk for pk, (record, _) in found.items() if record.person.is_child]
    belongs = _belongs([pk for pk in found if pk not in set(children)], viewer)
    held = held_on(today).filter(child__in=children).order_by("began_on", "pk")
    workers = dict(held.values_list("child_id", "worker__name"))
    hits = []
    for pk, (record, fits) in found.items():
        who, theirs = record.person, belongs.get(pk, [])
        hits.append(
            Hit(
                pk=pk, is_child=who.is_child, la_child_id=who.la_child_id or "", whys=fits.whys,
                name=called([(n.kind, n.given, n.family) for n in record.names], la_child_id=who.la_child_id or ""),
                age=age_in_words(who.date_of_birth, certainty=who.birth_date_certainty, on=today),
                address="Address withheld" if pk in secret else _address(record), worker=workers.get(pk, ""),
                family_of=pk if who.is_child else theirs[0][0] if theirs else None,
                belongs=_belonging(theirs),
            )
        )  # fmt: skip
    return hits


def _belonging(theirs: Sequence[tuple[int, str, str]]) -> str:
    """mother of Mia Bell, Noah Bell; in the household of Kit Hartley"""
    names: dict[str, list[str]] = {}
    for _, word, name in theirs:
        names.setdefault(word, []).append(name)
    return "; ".join(f"{word} of {', '.join(these)}" for word, these in names.items())


def _address(record: Record) -> str:
    now = [address for address in record.addresses if address.lived_until is None]
    return ", ".join(filter(None, (*now[0].lines.splitlines(), now[0].postcode))) if now else ""


def _belongs(adults: Sequence[int], viewer: User) -> dict[int, list[tuple[int, str, str]]]:
    """To which children each of these grown-ups belongs, and how; only children the viewer may see."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    if not adults:
        return {}
    ties = Relationship.objects.filter(Q(person__in=adults) | Q(to_person__in=adults)).order_by("ended_on", "pk")
    for person, kind, to_person in ties.values_list("person_id", "kind", "to_person_id"):
        if person in adults:
            found[person].setdefault(to_person, IN_WORDS[RelationshipKind(kind)])
        if to_person in adults:
            found[to_person].setdefault(person, turned(kind))
    homes = HouseholdMembership.objects.filter(left_on__isnull=True)
    mine = homes.filter(person__in=adults).values_list("household_id", "person_id")
    for household, adult in mine:
        for other in homes.filter(household=household).values_list("person_id", flat=True):
            found[adult].setdefault(other, "in the household")
    others = {pk for theirs in found.values() for pk in theirs}
    seen = visible_children(viewer).filter(pk__in=others, is_child=True).prefetch_related("names").in_bulk()
    return {
        adult: [(pk, word, name_of(seen[pk])) for pk, word in theirs.items() if pk in seen]
        for adult, theirs in found.items()
    }
