"""
Offering records that may be the person somebody looks for. The matcher reads as the system; what comes back is only
what the viewer may see.

How: keys that two records of one person are likely to share (`keys`) find a few hundred records in one indexed
question; those are compared (`scoring`) from the copy in `SearchKeys`; the best dozen whom the viewer may see are read
again from the record, compared with the people around them, and the first few are offered with their reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction

from lintel.foundation.access.models import Exclusion, Restriction
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.matching.keys import Asked, keys_of, keys_sought
from lintel.foundation.matching.models import Waiting
from lintel.foundation.matching.permissions import KNOW_OF_RESTRICTED_RECORDS
from lintel.foundation.matching.reading import Record, around, parents_of, records, records_of
from lintel.foundation.matching.reasons import Reason, reasons
from lintel.foundation.matching.scoring import (
    Comparison,
    Facts,
    Field,
    Level,
    Likeness,
    compare,
    facts,
    likeness,
    near_level,
    weights,
    with_near,
)
from lintel.foundation.matching.sought import Sought, parted, place_of, sought_from_text
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.rules import called

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

__all__ = ["Found", "Offered", "Sought", "candidates", "candidates_for_many", "search", "sought_from_text"]

AT_MOST_NARROW, AT_MOST_WIDE, READ_AGAIN, COMPARED_UNINDEXED, AT_ONCE = 800, 600, 12, 500, 50
TWIN = "Born the same day with the same family name: they may be twins. Check the first name."
ANOTHER = "The first name differs: this may be a brother or sister."


@dataclass(frozen=True)
class Offered:
    """One record that may be the person. `likeness` is one of three words; there is no number to show."""

    person_pk: int
    name: str
    other_names: tuple[str, ...]
    date_of_birth: date | None
    is_unborn: bool
    is_birth_date_disputed: bool
    is_child: bool
    sex: str
    la_child_id: str
    address: str
    near: tuple[str, ...]
    reasons: tuple[Reason, ...]
    likeness: Likeness
    warning: str = ""


@dataclass(frozen=True)
class Found:
    """What a search found: whom it offers, and what the searcher must know besides."""

    offered: list[Offered] = field(default_factory=list)
    is_restricted_record_there: bool = False
    is_too_little: bool = False


@dataclass
class _Compared:
    """One sought person with everybody compared so far."""

    sought: Sought
    facts: Facts
    asked: Asked
    weighed: dict[int, Comparison] = field(default_factory=dict)

    def best(self) -> list[int]:
        """The ids worth reading again, the likeliest first."""
        floor = weights().possible - (weights().levels[Field.NEAR][Level.SAME] if self.sought.near else 0)
        good = [(one.weight, pk) for pk, one in self.weighed.items() if one.weight >= floor]
        return [pk for _, pk in sorted(good, key=lambda one: (-one[0], one[1]))[: 3 * READ_AGAIN]]

    @property
    def has_a_likely_one(self) -> bool:
        return any(likeness(one) in (Likeness.SAME, Likeness.LIKELY) for one in self.weighed.values())


def candidates(sought: Sought, *, viewer: User, at_most: int = 5) -> list[Offered]:
    """The records that may be this person, the likeliest first. Only a person decides whether one of them is."""
    return search([sought], viewer=viewer, at_most=at_most)[0].offered


def candidates_for_many(sought: Sequence[Sought], *, viewer: User, at_most: int = 5) -> list[list[Offered]]:
    """The same for a batch, in its order; about a dozen queries for every fifty."""
    return [found.offered for found in search(sought, viewer=viewer, at_most=at_most)]


def search(sought: Sequence[Sought], *, viewer: User, at_most: int = 5) -> list[Found]:
    """As `candidates_for_many`, and whether a restricted record is among those found (to those who may know that)."""
    found: list[Found] = []
    for start in range(0, len(sought), AT_ONCE):
        found += _search_some(sought[start : start + AT_ONCE], viewer, at_most)
    return found


def waiting_to_be_indexed(*, viewer: User) -> int:
    """How many changes are not in the search yet; up to some hundreds, a search compares them one by one."""
    return Waiting.objects.count() if viewer.is_active else 0


def _search_some(sought: Sequence[Sought], viewer: User, at_most: int) -> list[Found]:
    these = [_Compared(one, _facts_of(one), keys_sought(one)) for one in sought]
    _weigh(these, {i: one.asked.narrow for i, one in enumerate(these) if one.asked.narrow}, AT_MOST_NARROW)
    _weigh_unindexed(these)
    wide = {i: one.asked.wide for i, one in enumerate(these) if one.asked.wide and not one.has_a_likely_one}
    _weigh(these, wide, AT_MOST_WIDE)
    best = [one.best() for one in these]
    everybody = {pk for ids in best for pk in ids}
    seen = visible_children(viewer).filter(pk__in=everybody).in_bulk() if everybody else {}
    restricted = _restricted(everybody - seen.keys(), viewer)
    shown = [[pk for pk in ids if pk in seen][:READ_AGAIN] for ids in best]
    people = _People({pk: seen[pk] for ids in shown for pk in ids}, viewer)
    return [
        Found(
            offered=_offer(one, ids, people, at_most),
            is_restricted_record_there=any(
                likeness(one.weighed[pk]) in (Likeness.SAME, Likeness.LIKELY) for pk in restricted.intersection(all_ids)
            ),
            is_too_little=not one.asked,
        )
        for one, ids, all_ids in zip(these, shown, best, strict=True)
    ]


def _facts_of(sought: Sought) -> Facts:
    place = place_of(sought.postcode, sought.address)
    return facts(
        names=sought.names, born_on=sought.date_of_birth or sought.expected_birth_date, sex=sought.sex,
        is_estimated=sought.is_birth_date_estimated,
        is_expected=sought.date_of_birth is None and sought.expected_birth_date is not None,
        places=[place] if any(place) else [], numbers=sought.identifiers,
    )  # fmt: skip


# --- finding ----------------------------------------------------------------------------------------------------------

COLUMNS = "k.person_id, k.names, k.born_on, k.born_certainty, k.sex, k.places, k.numbers"


def _weigh(these: list[_Compared], keys: dict[int, tuple[str, ...]], at_most: int) -> None:
    """Compare whoever shares a key, in one question for all."""
    if not keys:
        return
    rows = ", ".join(["(%s, %s::text[])"] * len(keys))
    question = (
        f"SELECT q.n, {COLUMNS} FROM (VALUES {rows}) q (n, keys) CROSS JOIN LATERAL "  # noqa: S608 — only placeholders
        "(SELECT * FROM matching_searchkeys s WHERE s.keys && q.keys LIMIT %s) k"
    )
    asked = [*(part for n, wanted in keys.items() for part in (n, list(wanted))), at_most]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        # The planner cannot know how few records share two hundred keys and would rather read the whole table.
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(question, asked)
        found = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    for n, pk, *copied in found:
        one = these[n]
        if pk not in one.weighed:
            one.weighed[pk] = compare(one.facts, _copied(*copied))


def _copied(
    names: list[str], born_on: date | None, certainty: str, sex: str, places: list[str], numbers: list[str]
) -> Facts:
    return facts(
        names=[_halves(name) for name in names], born_on=born_on, sex=sex, numbers=numbers,
        is_estimated=certainty == BirthDateCertainty.ESTIMATED, is_expected=certainty == BirthDateCertainty.EXPECTED,
        places=[_halves(place) for place in places],
    )  # fmt: skip


def _halves(text: str) -> tuple[str, str]:
    one, _, other = text.partition("|")
    return one, other


def _weigh_unindexed(these: list[_Compared]) -> None:
    """Whoever changed since the last indexing is compared as they are: a record is found when it is written."""
    changed = list(Waiting.objects.order_by("-pk").values_list("person_id", flat=True)[: 4 * COMPARED_UNINDEXED])
    ids = list(dict.fromkeys(changed))[:COMPARED_UNINDEXED]
    if not ids:
        return
    parents = parents_of(ids)
    for pk, record in records(ids).items():
        keys = set(keys_of(record.findable(parents.get(pk, []))))
        for one in these:
            if not keys.isdisjoint(one.asked.narrow) or not keys.isdisjoint(one.asked.wide):
                one.weighed[pk] = compare(one.facts, record.facts())


def _restricted(hidden: set[int], viewer: User) -> set[int]:
    """Those of the hidden that are restricted; nothing of a child from whom the viewer is excluded."""
    if not hidden or not may(viewer, KNOW_OF_RESTRICTED_RECORDS):
        return set()
    excluded = Exclusion.objects.filter(child__in=hidden, user=viewer, lifted_at__isnull=True).values("child")
    live = Restriction.objects.filter(child__in=hidden, lifted_at__isnull=True, child__merged_into__isnull=True)
    return set(live.exclude(child__in=excluded).values_list("child_id", flat=True))


# --- offering ---------------------------------------------------------------------------------------------------------


class _People:
    """Everybody to be shown, with those around them whom the viewer may see as well."""

    def __init__(self, people: dict[int, Person], viewer: User) -> None:
        self.records = records_of(people)
        ties = around(people) if people else {}
        others = {other for tied in ties.values() for other in tied}
        seen: dict[int, Person] = {}
        if others:
            seen = visible_children(viewer).filter(pk__in=others).prefetch_related("names").in_bulk()
        self._names = {pk: [(n.kind, n.given, n.family) for n in one.names.all()] for pk, one in seen.items()}
        self._ties = {pk: {o: word for o, word in tied.items() if o in seen} for pk, tied in ties.items()}

    def near(self, pk: int) -> list[tuple[str, str]]:
        """The names of the people around one."""
        return [(given, family) for other in self._ties.get(pk, {}) for _, given, family in self._names[other]]

    def near_in_words(self, pk: int) -> tuple[str, ...]:
        """Ruth Bell (mother), Noah Bell (sibling)"""
        ties = self._ties.get(pk, {})
        return tuple(f"{called(self._names[o], la_child_id='')} ({word})" for o, word in ties.items() if self._names[o])


def _offer(one: _Compared, ids: list[int], people: _People, at_most: int) -> list[Offered]:
    asked_near = [parted(name) for name in one.sought.near]
    offered: list[tuple[float, Offered]] = []
    for pk in ids:
        if (record := people.records.get(pk)) is None:
            continue
        held = record.facts()
        level, whom = near_level(asked_near, people.near(pk))
        comparison = with_near(compare(one.facts, held), level)
        if (word := likeness(comparison)) is not None:
            why = reasons(
                comparison, sought=one.facts, held=held, asked=one.sought.names, recorded=record.pairs, near=whom
            )
            warning = ANOTHER if comparison.level(Field.GIVEN) is Level.DIFFERS else ""
            offered.append((comparison.weight, _offered(record, people, why, word, warning)))
    offered.sort(key=lambda each: (-each[0], each[1].person_pk))
    return _with_twins([each for _, each in offered], people, at_most)


def _offered(record: Record, people: _People, why: tuple[Reason, ...], word: Likeness, warning: str) -> Offered:
    who = record.person
    whole = [f"{given} {family}".strip() for given, family in record.pairs]
    name = called([(n.kind, n.given, n.family) for n in record.names], la_child_id=who.la_child_id or "")
    return Offered(
        person_pk=who.pk, name=name, other_names=tuple(dict.fromkeys(other for other in whole if other != name)),
        date_of_birth=who.date_of_birth, is_unborn=who.birth_date_certainty == BirthDateCertainty.EXPECTED,
        is_birth_date_disputed=who.birth_date_certainty == BirthDateCertainty.DISPUTED, is_child=who.is_child,
        sex=who.sex, la_child_id=who.la_child_id or "", address=_address(record),
        near=people.near_in_words(who.pk), reasons=why, likeness=word, warning=warning,
    )  # fmt: skip


def _address(record: Record) -> str:
    if record.has_confidential_address:
        return "Address withheld"
    current = [a for a in record.addresses if a.lived_until is None] or record.addresses
    return ", ".join(filter(None, (*current[0].lines.splitlines(), current[0].postcode))) if current else ""


def _with_twins(offered: list[Offered], people: _People, at_most: int) -> list[Offered]:
    """The first few; twins stand together, are both offered, and both say so."""
    kept = offered[:at_most]
    if not kept:
        return kept
    twins = {one.person_pk for one in offered for other in kept[:1] if _are_twins(one, other, people)}
    rest = [one for one in offered[1:] if one.person_pk not in twins]
    together = [one for one in offered[1:] if one.person_pk in twins]
    ordered = [offered[0], *together, *rest] if together else offered
    return [
        replace(one, warning=TWIN) if any(_are_twins(one, other, people) for other in ordered[:at_most]) else one
        for one in ordered[:at_most]
    ]


def _are_twins(one: Offered, other: Offered, people: _People) -> bool:
    if one.person_pk == other.person_pk or one.date_of_birth is None or one.date_of_birth != other.date_of_birth:
        return False
    mine, theirs = people.records[one.person_pk].facts(), people.records[other.person_pk].facts()
    return bool({family for _, family in mine.names} & {family for _, family in theirs.names})
