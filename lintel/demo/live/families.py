"""Whom this morning's contacts are about: children of ours, told well or badly, and children nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from lintel.demo import names
from lintel.demo.chance import Chance
from lintel.foundation.access.models import User
from lintel.foundation.people.codes import NameKind
from lintel.foundation.people.models import Address, Person
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.chronology.queries import children_of_the_same_household
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.referrals.models import Referral

CANDIDATES = 400
OLDEST_AT_THE_DOOR = 16 * 365
# As written, and as somebody would spell what they heard.
DIFFERENT_SPELLINGS = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("ll", "l"), ("ee", "ea"), ("c", "k"))


@dataclass(frozen=True)
class Family:
    """Children who are told of together, as somebody who knows them would name them."""

    children: tuple[TellsOf, ...]

    @property
    def first_name(self) -> str:
        return self.children[0].particulars.given or "the baby"


class Families:
    """Deals out families, each once; which ones follows from the day."""

    def __init__(self, *, viewer: User, day: date, chance: Chance) -> None:
        self.viewer, self.day, self.chance = viewer, day, chance
        self._told: set[int] = set()
        self._open = self._of_ours(self._has(Involvement, ended_on__isnull=True))
        self._closed = self._of_ours(
            self._has(Referral, closed_on__isnull=False), ~self._has(Referral, closed_on__isnull=True)
        )

    def open_to_us(self) -> Family:
        """Children with a worker."""
        return self._next(self._open)

    def known_to_us(self) -> Family:
        """Children we worked with, and do not now."""
        return self._next(self._closed)

    def told_badly(self) -> Family:
        """Children of ours in the words of somebody who spells them otherwise, or has a birthday wrong."""
        family = self.known_to_us()
        return Family(tuple(self._misspelt(told.particulars) for told in family.children))

    def unknown(self) -> Family:
        """Children nobody here has heard of."""
        chance = self.chance
        culture = names.NAMES_OF.get(chance.share(names.ETHNICITIES), "northern")
        surname, (lines, postcode) = names.family_name(culture, chance), names.address(chance)
        born = self.day - timedelta(days=chance.between(200, OLDEST_AT_THE_DOOR))
        told = []
        for _ in range(chance.one_of((1, 1, 2, 3))):
            sex = chance.one_of("MF")
            told.append(
                TellsOf(particulars=Particulars(
                    given=names.given_name(culture, sex, chance), family=surname, date_of_birth=born, sex=sex,
                    address=lines, postcode=postcode,
                ))
            )  # fmt: skip
            born = min(born + timedelta(days=chance.between(400, 1_100)), self.day - timedelta(days=30))
        return Family(tuple(told))

    def _next(self, children: Iterator[Person]) -> Family:
        for child in children:
            together = [child, *children_of_the_same_household(child, viewer=self.viewer)]
            if not self._told.intersection(each.pk for each in together):
                self._told.update(each.pk for each in together)
                told_of = together if self.chance.happens(0.5) else together[:1]
                return Family(tuple(self._as_we_know(each) for each in told_of if _is_born(each, self.day)))
        return self.unknown()

    def _of_ours(self, *which: Exists) -> Iterator[Person]:
        """Children of one kind, in an order that another day shuffles."""
        born_after = self.day - timedelta(days=OLDEST_AT_THE_DOOR)
        found = Person.objects.filter(
            *which, is_child=True, la_child_id__isnull=False, date_of_birth__range=(born_after, self.day)
        )
        children = list(found.prefetch_related("names").order_by("-pk")[:CANDIDATES])
        while children:
            yield children.pop(int(self.chance.uniform() * len(children)))

    @staticmethod
    def _has(model: type[Involvement] | type[Referral], **which: object) -> Exists:
        return Exists(model._default_manager.filter(child=OuterRef("pk"), **which))

    def _as_we_know(self, person: Person) -> TellsOf:
        name = next((each for each in person.names.all() if each.kind == NameKind.LEGAL), None)
        lives = Address.objects.filter(person=person, lived_until__isnull=True, is_confidential=False).first()
        return TellsOf(
            person=person,
            particulars=Particulars(
                given=name.given if name else "", family=name.family if name else "", sex=person.sex,
                date_of_birth=person.date_of_birth, address=lives.lines if lives else "",
                postcode=lives.postcode if lives else "",
            ),
        )  # fmt: skip

    def _misspelt(self, known: Particulars) -> TellsOf:
        kind = self.chance.between(0, 3)
        told = replace(known, family=_otherwise(known.family), address="")
        if kind == 1 and known.date_of_birth:
            told = replace(told, date_of_birth=_turned_round(known.date_of_birth))
        elif kind == 2:
            told = replace(told, date_of_birth=None, certainty=None)
        elif kind == 3:
            told = replace(known, given=_otherwise(known.given))
        return TellsOf(particulars=told)


def _is_born(person: Person, day: date) -> bool:
    return person.date_of_birth is not None and person.date_of_birth <= day


def _otherwise(name: str) -> str:
    """The name as somebody would write it who only ever heard it."""
    for written, heard in DIFFERENT_SPELLINGS:
        if written in name[1:]:
            return name[0] + name[1:].replace(written, heard, 1)
    return name[:-1] if len(name) > 4 else name + "e"


def _turned_round(day: date) -> date:
    """Day and month the other way about where that is a day, else the day before."""
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else day - timedelta(days=1)
