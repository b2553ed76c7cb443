"""What somebody looks for: all of it optional. Plain values, from a form, a file's row, or one line of typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lintel.foundation.matching.names import folded
from lintel.statute.identifiers import nhs_number_is_valid


@dataclass(frozen=True, kw_only=True)
class Sought:
    """
    A person as somebody has just described them.

    :param other_names: whole names they also go or went by, as "given family".
    :param expected_birth_date: of an unborn child; then `given` is usually empty and `mother` or `adults` says whose.
    :param identifiers: numbers of any kind, without their kind: NHS number, UPN, the authority's own.
    :param mother: her whole name. `adults` and `siblings`: whole names of others around the person.
    :param school: taken and kept by callers; the record holds no schools yet, so it is not compared.
    """

    given: str = ""
    family: str = ""
    other_names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    is_birth_date_estimated: bool = False
    expected_birth_date: date | None = None
    sex: str = ""
    address: str = ""
    postcode: str = ""
    identifiers: tuple[str, ...] = ()
    school: str = ""
    mother: str = ""
    adults: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()

    @property
    def names(self) -> list[tuple[str, str]]:
        """Every (given, family) they may be recorded under."""
        return [(self.given, self.family), *map(parted, self.other_names)]

    @property
    def near(self) -> tuple[str, ...]:
        """The whole names of everybody around them."""
        return tuple(filter(None, (self.mother, *self.adults, *self.siblings)))


def parted(whole: str) -> tuple[str, str]:
    """A whole name as (given, family): "Mia Bell", and "Bell, Mia" as well."""
    if "," in whole:
        family, _, given = whole.partition(",")
        return given.strip(), family.strip()
    given, _, family = whole.strip().rpartition(" ")
    return given, family


MONTHS = dict(jan=1, feb=2, mar=3, apr=4, may=5, jun=6, jul=7, aug=8, sep=9, oct=10, nov=11, dec=12)
POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?)\s*([0-9][a-z]{2})\b", re.IGNORECASE)
WHOLE_DATE = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DATE_IN_WORDS = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(" + "|".join(MONTHS) + r")[a-z]*\.?,?\s+(\d{4}|\d{2})\b", re.IGNORECASE
)
EIGHT_DIGITS = re.compile(r"\b(\d{2})(\d{2})((?:19|20)\d{2})\b")
YEAR = re.compile(r"\b(?:b\.?|born|c\.?|about|circa)?\s*((?:19|20)\d{2})\b", re.IGNORECASE)
NHS_NUMBER = re.compile(r"\b(\d{3}[ -]?\d{3}[ -]?\d{4})\b")
UPN = re.compile(r"\b([a-z]\d{11}[a-z0-9])\b", re.IGNORECASE)
OWN_NUMBER = re.compile(r"\b([a-z]{1,8}-\d{1,9}|\d{5,9})\b", re.IGNORECASE)
DUE = re.compile(r"\b(edd|eddb?|due|expected|unborn)\b:?", re.IGNORECASE)
WORDS_ABOUT = re.compile(r"\b(dob|d\.o\.b\.?|born|nhs|upn|no\.?|aka|of|at)\b:?", re.IGNORECASE)
STREET = re.compile(r"\b(?:flat\s+\w+,?\s*)?\d{1,4}[a-z]?\s+[a-z].*$", re.IGNORECASE)


def sought_from_text(text: str, *, today: date) -> Sought:
    """
    What one line of typing looks for: "mia bell 2/9/13 rv1 2ab", "Bell, Mia 14 Mill Lane", "baby bell due 30/6/25".

    :param today: tells which century a year of two digits belongs to.
    """
    rest = text.replace("\0", " ")[:300]
    rest, postcode = _taken(POSTCODE, rest, lambda found: f"{found[1]} {found[2]}".upper())
    is_due = DUE.search(rest) is not None
    rest = DUE.sub(" ", rest)
    rest, number = _taken(UPN, rest, lambda found: found[1].upper())
    if not number:
        rest, number = _taken(NHS_NUMBER, rest, lambda found: found[1] if nhs_number_is_valid(found[1]) else None)
    rest, born = _born(rest, today, is_due=is_due)
    if not number:
        rest, number = _taken(OWN_NUMBER, rest, lambda found: found[1].upper())
    rest, year = (rest, None) if born else _taken(YEAR, rest, lambda found: date(int(found[1]), 7, 1))
    rest = WORDS_ABOUT.sub(" ", rest)
    rest, address = _taken(STREET, rest, lambda found: found[0].strip(" ,"))
    given, family = parted(" ".join(rest.split()).strip(" ,;"))
    found = Sought(
        given=given, family=family, postcode=postcode or "", address=address or "",
        date_of_birth=None if is_due else born or year, is_birth_date_estimated=bool(year) and not is_due,
        expected_birth_date=born if is_due else None, identifiers=(number,) if number else (),
    )  # fmt: skip
    # One word alone may be either name.
    return replace(found, family="", given=family) if family and not given and "," not in text else found


def _taken(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Any]) -> tuple[str, Any]:
    """The text without the first thing of this shape that can be read, and what was read."""
    for found in pattern.finditer(text):
        if (value := read(found)) is not None:
            return f"{text[: found.start()]} {text[found.end() :]}", value
    return text, None


def _born(text: str, today: date, *, is_due: bool) -> tuple[str, date | None]:
    shapes: list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, int, str]]]] = [
        (ISO_DATE, lambda found: (found[1], int(found[2]), found[3])),
        (WHOLE_DATE, lambda found: (found[3], int(found[2]), found[1])),
        (DATE_IN_WORDS, lambda found: (found[3], MONTHS[found[2][:3].lower()], found[1])),
        (EIGHT_DIGITS, lambda found: (found[3], int(found[2]), found[1])),
    ]
    for pattern, parts in shapes:
        for found in pattern.finditer(text):
            if born := _day(*parts(found), today, is_due=is_due):
                return f"{text[: found.start()]} {text[found.end() :]}", born
    return text, None


def _day(year: str, month: int, day: str, today: date, *, is_due: bool) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number <= today.year % 100 + is_due else 1900
    try:
        return date(number, month, int(day))
    except ValueError:
        return None


def place_of(postcode: str, address: str) -> tuple[str, str]:
    """A postcode without its space, and the first line of an address, both folded; empty where nothing was said."""
    first = re.split(r"[,\n]", address.strip(), maxsplit=1)[0]
    return "".join(postcode.split()).lower(), " ".join(re.findall(r"\w+", folded_with_numbers(first)))


def folded_with_numbers(line: str) -> str:
    """As `folded`, keeping the numbers of houses and flats."""
    return " ".join(word if any(c.isdigit() for c in word) else folded(word) for word in line.lower().split())
