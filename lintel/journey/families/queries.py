"""Asking for a whole family, as far as the viewer may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.codes import BirthDateCertainty, RelationshipKind
from lintel.foundation.people.models import (
    Address,
    HouseholdMembership,
    Person,
    Professional,
    Relationship,
    SafeContact,
    SpokenLanguage,
    Telephone,
)
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.rules import age_in_words
from lintel.journey.families.children import OwnLine, own_lines
from lintel.journey.families.involved import Involved, involved_with
from lintel.journey.families.picture.genogram import Genogram, genogram
from lintel.journey.families.picture.people import Figure, Known, Tie
from lintel.journey.families.reading import Around, around, homes_to_be_kept_secret
from lintel.journey.families.rules import kinship

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SHORT = 15
Said = TypeVar("Said", Telephone, SpokenLanguage)


@dataclass(frozen=True, kw_only=True)
class Member:
    """
    Somebody in or around a family, with what is known of them.

    :param kin: what they are to the child the page is about; empty for the child, and where nobody said.
    :param may_open: whether the viewer may open their record; always false for grown-ups, who have none of their own.
    :param has_secret_address: a confidential address is recorded for them; it stands on a screen of its own.
    :param address: where they live now, where that is no secret of theirs or of anybody they live with.
    """

    pk: int
    name: str
    other_names: Sequence[str]
    kin: str
    age: str
    born_on: date | None
    is_child: bool
    is_about: bool
    died_on: date | None
    may_open: bool
    stays: Sequence[HouseholdMembership]
    is_home: bool
    address: str
    is_address_withheld: bool
    has_secret_address: bool
    telephones: Sequence[Telephone]
    languages: Sequence[SpokenLanguage]
    ties: Sequence[Relationship]
    line: OwnLine | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """Everybody in and around one child's household, each child's own line, who else is involved, and the picture."""

    child: Person
    members: Sequence[Member]
    rules: Sequence[SafeContact]
    involved: Sequence[Involved]
    ties: Sequence[Relationship]
    picture: Genogram

    @property
    def about(self) -> Member:
        return next(member for member in self.members if member.is_about)

    @property
    def home(self) -> list[Member]:
        """Those who live with the child now, the child first."""
        return [each for each in self.members if each.is_home or each.is_about]

    @property
    def lived_here(self) -> list[Member]:
        """Those who lived in one of the child's households and do not live with the child now."""
        return [each for each in self.members if each.stays and not each.is_home and not each.is_about]

    @property
    def elsewhere(self) -> list[Member]:
        return [each for each in self.members if not each.stays and not each.is_home and not each.is_about]

    @property
    def children(self) -> list[Member]:
        """The children whose record the viewer may open, each with their own line."""
        return [each for each in self.members if each.line is not None]

    def called(self, pk: int) -> str:
        return next((each.name for each in self.members if each.pk == pk), "")


def family(pk: int, *, viewer: User, on: date) -> Family | None:
    """
    The family of one child; None where there is no such child, or none this viewer may see: the answer is the same.

    Whoever is kept from the viewer is not in it: no name, no line, no figure, no count.
    """
    child = visible_children(viewer).prefetch_related("names").filter(pk=pk).first()
    if child is None:
        return None
    found = around(child, viewer=viewer)
    known = _known(found, child, on)
    members = _members(found, child, known, on)
    return Family(
        child=child, members=members, rules=_rules(found), ties=found.ties,
        involved=involved_with(sorted(found.seen), viewer=viewer), picture=genogram(known.figures.values(), known.ties),
    )  # fmt: skip


def own_line(child: int, *, viewer: User, on: date) -> OwnLine | None:
    """How far along one child is, who holds them and what is due; None where the viewer may not see the child."""
    return own_lines([child], on=on)[child] if visible_children(viewer).filter(pk=child).exists() else None


def confidential_addresses(child: int, person: int, *, viewer: User, on: date) -> tuple[str, list[Address]] | None:
    """
    The confidential addresses of somebody in a child's family, for the one screen that shows them; None where there
    are none, or the person is not in this family as the viewer may know it.
    """
    found = family(child, viewer=viewer, on=on)
    member = next((each for each in found.members if each.pk == person), None) if found else None
    if member is None or not member.has_secret_address:
        return None
    held = Address.objects.filter(person=person, is_confidential=True, lived_until__isnull=True)
    return member.name, list(held.order_by("-lived_from", "-pk"))


def professional(pk: int, *, viewer: User) -> Professional | None:
    """An entry about somebody from elsewhere, of a child this viewer may see."""
    return Professional.objects.filter(pk=pk, child__in=visible_children(viewer)).select_related("child").first()


# --- the people -------------------------------------------------------------------------------------------------------


def _known(found: Around, child: Person, on: date) -> Known:
    home = _at_home(found, child)
    figures = {pk: _figure(one, on, is_home=pk in home, is_about=pk == child.pk) for pk, one in found.people.items()}
    ties = [
        Tie(
            person=tie.person_id, kind=RelationshipKind(tie.kind), to_person=tie.to_person_id,
            has_ended=tie.ended_on is not None and tie.ended_on <= on,
        )
        for tie in found.ties
    ]  # fmt: skip
    return Known(figures, ties)


def _at_home(found: Around, child: Person) -> set[int]:
    now = [stay for stay in found.stays if stay.left_on is None]
    mine = {stay.household_id for stay in now if stay.person_id == child.pk}
    return {stay.person_id for stay in now if stay.household_id in mine}


def _figure(one: Person, on: date, *, is_home: bool, is_about: bool) -> Figure:
    name = _first_name(one)
    is_unborn = one.birth_date_certainty == BirthDateCertainty.EXPECTED
    age = _age(one, on)
    return Figure(
        pk=one.pk, sex=one.sex, born_on=one.date_of_birth, is_child=one.is_child, is_unborn=is_unborn,
        has_died=one.died_on is not None, is_home=is_home, is_about=is_about,
        words=tuple(_short(words) for words in (*name, age) if words),
    )  # fmt: skip


def _first_name(one: Person) -> tuple[str, str]:
    whole = name_of(one)
    given, _, last = whole.rpartition(" ")
    return (given, last) if given else (whole, "")


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _age(one: Person, on: date) -> str:
    if one.died_on is not None:
        return f"died {one.died_on:%-d %b %Y}"
    if one.date_of_birth is not None and one.birth_date_certainty == BirthDateCertainty.EXPECTED:
        return f"due {one.date_of_birth:%-d %b %Y}"
    return age_in_words(one.date_of_birth, certainty=one.birth_date_certainty, on=on) if one.date_of_birth else ""


def _members(found: Around, child: Person, known: Known, on: date) -> list[Member]:
    reached = [pk for pk, one in found.people.items() if not one.is_child or pk in found.seen]
    places, secret = _addresses(reached), homes_to_be_kept_secret(found.people)
    rung, spoken = _by_person(Telephone, reached), _by_person(SpokenLanguage, reached)
    lines, home = own_lines(found.seen, on=on), _at_home(found, child)
    members = []
    for pk, one in found.people.items():
        held = places.get(pk, [])
        members.append(
            Member(
                pk=pk, name=name_of(one), other_names=_other_names(one), kin=kinship(pk, child.pk, known),
                age=_age(one, on), born_on=one.date_of_birth, is_child=one.is_child, is_about=pk == child.pk,
                died_on=one.died_on, may_open=pk in found.seen, is_home=pk in home,
                stays=[stay for stay in found.stays if stay.person_id == pk],
                address=_in_one_line(held) if pk not in secret else "", is_address_withheld=pk in secret,
                has_secret_address=any(each.is_confidential for each in held),
                telephones=rung.get(pk, []), languages=spoken.get(pk, []), line=lines.get(pk),
                ties=[tie for tie in found.ties if pk in (tie.person_id, tie.to_person_id)],
            )
        )  # fmt: skip
    return sorted(members, key=lambda each: (not each.is_about, each.is_child, each.born_on or date.max, each.pk))


def _other_names(one: Person) -> list[str]:
    whole = [f"{name.given} {name.family}".strip() for name in one.names.all()]
    return [name for name in dict.fromkeys(whole) if name != name_of(one)]


def _addresses(people: Sequence[int]) -> dict[int, list[Address]]:
    found: dict[int, list[Address]] = defaultdict(list)
    for address in Address.objects.filter(person__in=people, lived_until__isnull=True).order_by("lived_from", "pk"):
        found[address.person_id].append(address)
    return found


def _in_one_line(held: Sequence[Address]) -> str:
    shown = [each for each in held if not each.is_confidential]
    return ", ".join(filter(None, (*shown[-1].lines.splitlines(), shown[-1].postcode))) if shown else ""


def _by_person(model: type[Said], people: Sequence[int]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for each in model._default_manager.filter(person__in=people, ended_at__isnull=True).order_by("pk"):
        found[each.person_id].append(each)
    return found


def _rules(found: Around) -> list[SafeContact]:
    """How each may be reached without danger, of everybody who is not kept from the viewer."""
    rules = SafeContact.objects.filter(person__in=found.people, ended_at__isnull=True)
    return list(rules.select_related("person").prefetch_related("person__names").order_by("-never_write", "pk"))
