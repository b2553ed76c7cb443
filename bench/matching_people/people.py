"""
Invented families: parents, children, brothers and sisters, twins, at addresses in a made-up city.

Family names follow the order of the culture: one surname for all; a child's second name that is the father's first; an
ending that is another for women. Some couples have two surnames, some children both.
"""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.matching_people.names import CULTURES, Culture

TODAY = date(2025, 3, 3)
PER_POSTCODE = 15
STREETS = (
    "Mill", "Church", "Station", "Victoria", "Park", "Bridge", "Moss", "Canal", "Chapel", "Orchard", "Quarry", "Lime",
    "Elm", "Heron", "Foundry",
)  # fmt: skip
KINDS = ("Street", "Road", "Lane", "Avenue", "Close", "Drive", "Terrace", "Grove")
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass
class Invented:
    """One person, as the record has them."""

    number: int
    given: str
    family: str
    sex: str
    born_on: date
    is_child: bool
    home: int
    street: str
    postcode: str
    nhs_number: str = ""
    mother: int = 0
    father: int = 0
    siblings: list[int] = field(default_factory=list)
    is_twin: bool = False


class Frequent:
    """Draws from a list in which the first is the most frequent, as names are: by one over the place, softened."""

    def __init__(self, words: tuple[str, ...], *, power: float = 0.6) -> None:
        self.words = words
        self.sums = list(itertools.accumulate(1 / (place + 3) ** power for place in range(len(words))))

    def draw(self, luck: random.Random) -> str:
        return self.words[bisect.bisect(self.sums, luck.random() * self.sums[-1])]


class City:
    """Makes families until there are enough people."""

    def __init__(self, people: int, seed: int) -> None:
        self.luck = random.Random(seed)
        self.people = people
        self.number = 0
        self.home = 0
        self.shares = list(itertools.accumulate(culture.share for culture in CULTURES))
        self.girls = {c.name: Frequent(c.girls) for c in CULTURES}
        self.boys = {c.name: Frequent(c.boys) for c in CULTURES}
        self.families = {c.name: Frequent(c.families, power=0.5) for c in CULTURES}
        self.postcodes = max(10, people // (PER_POSTCODE * 3))

    def families_of_people(self) -> Iterator[list[Invented]]:
        while self.number < self.people:
            yield self._family()

    def _family(self) -> list[Invented]:
        luck = self.luck
        culture = CULTURES[bisect.bisect(self.shares, luck.random() * self.shares[-1])]
        home, street, postcode = self._address()
        mother_born = TODAY - timedelta(days=int(365.25 * luck.uniform(18, 58)))
        hers, his = self.surname(culture), self.surname(culture)
        mother = self._somebody(culture, "F", hers, mother_born, (home, street, postcode), is_child=False)
        found = [mother]
        father = None
        if luck.random() < 0.75:
            born = mother_born + timedelta(days=int(luck.gauss(-700, 1300)))
            father = self._somebody(culture, "M", his, born, (home, street, postcode), is_child=False)
            found.append(father)
            if luck.random() < 0.6 and culture.order != "father's name":
                mother.family = his
        children = self._children(culture, mother, father, mother_born, (home, street, postcode))
        if culture.order == "her ending":
            for one in (*found, *children):
                if one.sex == "F" and one.family.endswith("ski"):
                    one.family = one.family[:-1] + "a"
        return found + children

    def _children(
        self, culture: Culture, mother: Invented, father: Invented | None, mother_born: date,
        where: tuple[int, str, str],
    ) -> list[Invented]:  # fmt: skip
        luck = self.luck
        surname = self._childrens_name(culture, mother, father)
        born = mother_born + timedelta(days=int(365.25 * luck.uniform(17, 34)))
        children: list[Invented] = []
        for _ in range(luck.choices((1, 2, 3, 4, 5), (30, 38, 20, 8, 4))[0]):
            if born > TODAY:
                break
            for _ in range(2 if luck.random() < 0.016 else 1):
                child = self._somebody(culture, luck.choice("FM"), surname, born, where, is_child=True)
                if father and culture.order == "father's name":
                    child.given = f"{child.given} {father.given}"
                child.mother, child.father = mother.number, father.number if father else 0
                children.append(child)
            children[-1].is_twin = len(children) > 1 and children[-2].born_on == born
            if children[-1].is_twin:
                children[-2].is_twin = True
            born += timedelta(days=int(365.25 * luck.uniform(1.0, 5)))
        for child in children:
            child.siblings = [other.number for other in children if other is not child]
        return children

    def _childrens_name(self, culture: Culture, mother: Invented, father: Invented | None) -> str:
        if father is None:
            return mother.family
        if culture.order == "father's name":
            return father.family
        if mother.family != father.family and self.luck.random() < 0.2:
            return f"{mother.family}-{father.family}"
        return father.family if self.luck.random() < 0.8 else mother.family

    def surname(self, culture: Culture) -> str:
        if culture.starts and self.luck.random() < 0.55:
            return self.luck.choice(culture.starts) + self.luck.choice(culture.ends)
        return self.families[culture.name].draw(self.luck)

    def given(self, culture: Culture, sex: str) -> str:
        names = self.girls if sex == "F" else self.boys
        first = names[culture.name].draw(self.luck)
        return f"{first} {names[culture.name].draw(self.luck)}" if self.luck.random() < 0.3 else first

    def _address(self) -> tuple[int, str, str]:
        self.home += 1
        place = self.luck.randrange(self.postcodes)
        return self.home, f"{self.luck.randrange(1, 180)} {street_of(place)}", postcode_of(place)

    def another_address(self) -> tuple[str, str]:
        place = self.luck.randrange(self.postcodes)
        return f"{self.luck.randrange(1, 180)} {street_of(place)}", postcode_of(place)

    def _somebody(
        self, culture: Culture, sex: str, family: str, born: date, where: tuple[int, str, str], *, is_child: bool
    ) -> Invented:
        self.number += 1
        home, street, postcode = where
        return Invented(
            self.number, self.given(culture, sex), family, sex, born, is_child, home, street, postcode,
            nhs_number=nhs_number(4_000_000_00 + self.number) if self.luck.random() < 0.7 else "",
        )  # fmt: skip


def postcode_of(place: int) -> str:
    rest, last = divmod(place, 20)
    rest, before = divmod(rest, 20)
    district, sector = divmod(rest, 10)
    return f"RV{district + 1} {sector}{LETTERS[before]}{LETTERS[last]}"


def street_of(place: int) -> str:
    return f"{STREETS[place % len(STREETS)]} {KINDS[place // len(STREETS) % len(KINDS)]}"


def nhs_number(nine: int) -> str:
    """A number of the right shape; where no check digit exists, the last digit is 0 and the number is not valid."""
    digits = f"{nine:09d}"
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    return digits + str({11: 0, 10: 0}.get(check, check))
