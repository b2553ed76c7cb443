"""
Which notices of a batch speak of one household. Plain values in, groups out.

Two notices are one household's when they share a child or a victim (by whole name and date of birth), an address
together with a family name, or children we know to live together. A shared alleged perpetrator alone does not join
two families: one man with two partners is two households, and neither may read of the other's children.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lintel.steps.police_notifications.codes import Part


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person in a notice, as far as telling households apart goes."""

    part: str
    given: str = ""
    family: str = ""
    date_of_birth: date | None = None
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class ToGroup:
    """One notice: who is in it, and the households of ours its children are known to live in."""

    people: tuple[Somebody, ...]
    known_households: frozenset[int] = field(default_factory=frozenset)


def folded(text: str) -> str:
    """A name without accents, case, spaces and signs: Zoë O’Hara and zoe ohara are alike."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def likeness_of(given: str, family: str, born: date | None) -> str:
    """What two notices of one person share: the whole name and the date of birth; empty where either is missing."""
    first, last = folded(given), folded(family)
    return f"{first}|{last}|{born.isoformat()}" if first and last and born else ""


def place_of(address: str, postcode: str) -> str:
    """An address as it can be compared: the first line, and the postcode where it is told."""
    first = re.split(r"[,\n]", address.strip(), maxsplit=1)[0]
    return f"{folded(first)}|{folded(postcode)}" if folded(first) and folded(postcode) else ""


def households(notices: Sequence[ToGroup]) -> list[list[int]]:
    """The places of the notices of each household, in the order in which they stand."""
    root = list(range(len(notices)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    seen: dict[Hashable, int] = {}
    for place, notice in enumerate(notices):
        for mark in _marks(notice):
            if mark in seen:
                one, other = sorted((find(seen[mark]), find(place)))
                root[other] = one
            else:
                seen[mark] = place
    groups: dict[int, list[int]] = {}
    for place in range(len(notices)):
        groups.setdefault(find(place), []).append(place)
    return list(groups.values())


def _marks(notice: ToGroup) -> set[Hashable]:
    """What, shared with another notice, makes both one household's."""
    found: set[Hashable] = {("household", pk) for pk in notice.known_households}
    for who in notice.people:
        place = place_of(who.address, who.postcode)
        if place and folded(who.family) and who.part != Part.ALLEGED_PERPETRATOR:
            found.add(("lives", place, folded(who.family)))
        like = likeness_of(who.given, who.family, who.date_of_birth)
        if like and who.part in (Part.CHILD, Part.VICTIM):
            found.add(("person", like))
    return found


def same_people(people: Sequence[Somebody]) -> list[list[int]]:
    """
    Which of the people told of in one household are one person: the same whole name, and no other date of birth.

    Somebody without a date of birth is the one of that name only where there is exactly one. A name that differs in a
    letter is somebody else, and a child is never a grown-up: twins and brothers are never made one here.
    """
    by_name: dict[tuple[str, str, str], list[int]] = {}
    groups: list[list[int]] = []
    for place, who in enumerate(people):
        name = (str(who.part), folded(who.given), folded(who.family))
        if all(name):
            by_name.setdefault(name, []).append(place)
        else:
            groups.append([place])
    for places in by_name.values():
        by_birth: dict[date | None, list[int]] = {}
        for place in places:
            by_birth.setdefault(people[place].date_of_birth, []).append(place)
        not_said = by_birth.pop(None, [])
        said = list(by_birth.values())
        if len(said) == 1:
            said[0] += not_said
        elif not_said:
            said.append(not_said)
        groups += said
    return sorted(sorted(group) for group in groups)


def all_among(sought: Sequence[Somebody], people: Sequence[Somebody]) -> bool:
    """Whether everybody sought is among some people: by every name that is told of them, and no other date of birth."""
    return len(sought) <= len(people) and all(any(_may_be(one, other) for other in people) for one in sought)


def _may_be(one: Somebody, other: Somebody) -> bool:
    names = ((folded(one.given), folded(other.given)), (folded(one.family), folded(other.family)))
    born = {one.date_of_birth, other.date_of_birth} - {None}
    return all(name == another for name, another in names if name) and len(born) < 2
