"""
What becomes of a person on the telephone, on a form, in another system's file: several slips at once, each by chance.

What is asked for always carries at least two of name, date of birth and postcode; with less nobody could be found.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bench.matching_people.names import CULTURES, SHORT, SPELT
from bench.matching_people.people import City, Invented

NEIGHBOURS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u":
    "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa",
}  # fmt: skip
HEARD = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("y", "ie"), ("ie", "y"), ("ee", "ea"), ("ea", "ee"), ("ei", "ie"),
    ("ou", "oo"), ("oo", "u"), ("s", "z"), ("z", "s"), ("c", "k"), ("k", "c"), ("th", "t"), ("ai", "ay"),
    ("ay", "ai"), ("kh", "k"), ("sh", "s"), ("w", "v"), ("v", "w"), ("j", "g"), ("ll", "l"), ("l", "ll"),
    ("nn", "n"), ("n", "nn"), ("tt", "t"), ("mm", "m"), ("m", "mm"), ("ss", "s"), ("rr", "r"), ("a", "e"),
    ("e", "a"), ("i", "e"), ("o", "a"), ("u", "o"), ("gh", "g"), ("h", ""), ("sz", "sh"), ("cz", "ch"), ("q", "k"),
    ("x", "ks"), ("er", "ar"), ("ur", "er"), ("on", "en"),
)  # fmt: skip
SPELLINGS = {name: [other for other in group if other != name] for group in SPELT for name in group}


@dataclass
class Asked:
    """A person as somebody asks for them, with the names of the slips made."""

    truth: int
    given: str
    family: str
    born_on: date | None
    is_estimated: bool
    sex: str
    street: str
    postcode: str
    nhs_number: str
    mother: str
    slips: list[str] = field(default_factory=list)


class Mistakes:
    """Makes slips about people of one city."""

    def __init__(self, city: City, seed: int, people: dict[int, Invented]) -> None:
        self.luck = random.Random(seed)
        self.city = city
        self.people = people

    def about(self, who: Invented) -> Asked:
        slips: list[str] = []
        mother = self.people.get(who.mother)
        born, is_estimated = self._born(who.born_on, slips)
        given, family = self._names(who, slips)
        street, postcode = self._place(who, slips, is_needed=born is None)
        says_number = bool(who.nhs_number) and self._by_chance(0.06)
        mothers_name = f"{mother.given.split()[0]} {mother.family}" if mother and self._by_chance(0.15) else ""
        return Asked(
            truth=who.number, given=given, family=family, born_on=born, is_estimated=is_estimated,
            sex=self._sex(who.sex, slips), street=street, postcode=postcode,
            nhs_number=who.nhs_number if says_number else "",
            mother=mothers_name, slips=slips,
        )  # fmt: skip

    def _by_chance(self, share: float) -> bool:
        return self.luck.random() < share

    # --- names

    def _names(self, who: Invented, slips: list[str]) -> tuple[str, str]:
        given, family = who.given, who.family
        if " " in given and self._by_chance(0.7):
            slips.append("middle name left out")
            given = given.split()[0]
        given = self._given(given, slips)
        family = self._family(family, slips)
        if given and self._by_chance(0.03):
            slips.append("names swapped")
            given, family = family, given
        if self._by_chance(0.3):
            given, family = _plain(given), _plain(family)
        return given, family

    def _given(self, given: str, slips: list[str]) -> str:
        first, *rest = given.split(" ")
        roll = self.luck.random()
        if roll < 0.03:
            slips.append("first name not known")
            return self.luck.choice(("baby", "unknown", "", "child", "u/k"))
        if roll < 0.11 and first in SHORT:
            slips.append("nickname")
            return self.luck.choice(SHORT[first])
        if roll < 0.20 and first in SPELLINGS:
            slips.append("another spelling")
            first = self.luck.choice(SPELLINGS[first])
        elif roll < 0.26:
            slips.append("misheard")
            first = self.misheard(first)
        elif roll < 0.34:
            slips.append("mistyped")
            first = self.mistyped(first)
        elif roll < 0.35:
            slips.append("initial only")
            return first[0]
        return " ".join((first, *rest))

    def _family(self, family: str, slips: list[str]) -> str:
        roll = self.luck.random()
        if "-" in family and roll < 0.35:
            slips.append("half a double name")
            return self.luck.choice([part for part in family.split("-") if len(part) > 2] or [family])
        if roll < 0.09 and family in SPELLINGS:
            slips.append("another spelling")
            return self.luck.choice(SPELLINGS[family])
        if roll < 0.15:
            slips.append("misheard")
            return self.misheard(family)
        if roll < 0.22:
            slips.append("mistyped")
            return self.mistyped(family)
        if roll < 0.245:
            slips.append("another family name")
            return self.city.surname(self.luck.choice(CULTURES))
        return family

    def misheard(self, name: str) -> str:
        small = name.lower()
        possible = [(heard, written) for heard, written in HEARD if heard in small[1:]]
        for heard, written in self.luck.sample(possible, min(len(possible), 1 + self._by_chance(0.25))):
            at = small.find(heard, 1)
            if at > 0:
                small = small[:at] + written + small[at + len(heard) :]
        return small.title()

    def mistyped(self, name: str) -> str:
        if len(name) < 3:
            return name
        at = self.luck.randrange(1, len(name) - 1)
        kind = self.luck.randrange(4)
        if kind == 0:
            return name[:at] + name[at + 1 :]
        if kind == 1:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        wrong = self.luck.choice(NEIGHBOURS.get(name[at].lower(), "e"))
        return name[:at] + wrong + name[at + (kind == 2) :]

    # --- the rest

    def _born(self, born: date, slips: list[str]) -> tuple[date | None, bool]:
        roll = self.luck.random()
        possible: tuple[tuple[float, str, Callable[[], date | None]], ...] = (
            (0.08, "no date of birth", lambda: None),
            (0.04, "day and month swapped", lambda: _real(born.year, born.day, born.month)),
            (0.03, "day mistyped", lambda: _real(born.year, born.month, self.luck.randrange(1, 29))),
            (0.015, "month mistyped", lambda: _real(born.year, self.luck.randrange(1, 13), min(born.day, 28))),
            (0.02, "a year off", lambda: _in_year(born, born.year + self.luck.choice((-1, 1)))),
            (0.006, "ten years off", lambda: _in_year(born, born.year + self.luck.choice((-10, 10)))),
            (0.005, "wrong century", lambda: _in_year(born, born.year + (100 if born.year < 2000 else -100))),
        )  # fmt: skip
        for share, slip, change in possible:
            if roll < share:
                changed = change()
                slips.append(slip)
                return (changed or born) if slip != "no date of birth" else None, False
            roll -= share
        if roll < 0.03:
            slips.append("age estimated")
            return date(born.year + self.luck.choice((-1, 0, 0, 1)), 7, 1), True
        return born, False

    def _place(self, who: Invented, slips: list[str], *, is_needed: bool) -> tuple[str, str]:
        street, postcode = who.street, who.postcode
        if self._by_chance(0.15):
            slips.append("moved")
            street, postcode = self.city.another_address()
        if self._by_chance(0.06 if is_needed else 0.35):
            slips.append("no postcode")
            postcode = ""
        elif self._by_chance(0.03):
            slips.append("postcode mistyped")
            postcode = postcode[:-1] + self.luck.choice("ABDEFGHJ")
        return ("" if self._by_chance(0.4) else street), postcode

    def _sex(self, sex: str, slips: list[str]) -> str:
        roll = self.luck.random()
        if roll < 0.01:
            slips.append("sex wrong")
            return "M" if sex == "F" else "F"
        return "" if roll < 0.25 else sex


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(born: date, year: int) -> date:
    return date(year, born.month, min(born.day, 28))


def _plain(name: str) -> str:
    """As a hurried person types it: small letters, no accents, no apostrophe, a space for a hyphen."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.lower().replace("'", "").replace("-", " ")
