"""What fits what was typed into the search box, and why, in words. Plain values; every word that is typed must fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from lintel.foundation.matching.keys import street_of
from lintel.foundation.matching.names import are_one_name, family_words, given_words, sound_of, words_of
from lintel.foundation.matching.scoring import Level, day_level
from lintel.foundation.matching.sought import place_of, sought_from_text
from lintel.foundation.people.codes import NameKind
from lintel.statute.identifiers import tidy

CLOSE = 0.86
NEARLY = (Level.SWAPPED, Level.SLIP, Level.CENTURY, Level.ABOUT, Level.DUE)
SHORTEST_NUMBER = 4


class Fit(IntEnum):
    """How a word fits a name, the best first."""

    SAME = 0
    BEGINS = 1
    STANDS_FOR = 2
    LIKE = 3
    NOT_THERE = 4


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One line of typing, read: words of names, a day of birth, a number, a postcode, a line of an address."""

    words: tuple[str, ...] = ()
    born_on: date | None = None
    is_estimated: bool = False
    is_expected: bool = False
    number: str = ""
    postcode: str = ""
    line: str = ""
    whole: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.number or self.postcode or self.line or self.born_on or any(len(w) > 1 for w in self.words))


@dataclass(frozen=True, kw_only=True)
class Name:
    """One of somebody's names, and what kind it is."""

    given: str
    family: str
    kind: str = NameKind.LEGAL

    @property
    def words(self) -> tuple[str, ...]:
        return (*given_words(self.given), *family_words(self.family))

    @property
    def whole(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, kw_only=True)
class Held:
    """What the record holds of one person; places that must be kept secret are not in it."""

    names: Sequence[Name] = ()
    born_on: date | None = None
    is_estimated: bool = False
    is_expected: bool = False
    places: Sequence[tuple[str, str]] = ()
    numbers: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """That somebody fits, and why. `worth`: the least fits best; it orders those shown and is never shown."""

    whys: tuple[str, ...]
    worth: int


def typed_of(text: str, *, today: date) -> Typed:
    """
    What a line of typing says.

    :param today: tells which century a year of two digits belongs to.
    """
    sought = sought_from_text(text, today=today)
    _, line = place_of("", sought.address)
    postcode, _ = place_of(sought.postcode, "")
    _, whole = place_of("", text)
    return Typed(
        words=tuple(dict.fromkeys((*words_of(sought.given), *words_of(sought.family)))), line=line, postcode=postcode,
        born_on=sought.date_of_birth or sought.expected_birth_date, is_estimated=sought.is_birth_date_estimated,
        is_expected=sought.expected_birth_date is not None, number=tidy("".join(sought.identifiers)), whole=whole,
    )  # fmt: skip


def fitting(typed: Typed, held: Held) -> Fitting | None:
    """Whether somebody fits all that was typed, and why; None where a part of it does not fit."""
    if typed.words and (street := _street(typed.whole, held)):
        return Fitting(whys=(street,), worth=Fit.SAME)
    found = [
        judge(typed, held)
        for said, judge in (
            (typed.words, _by_name), (typed.born_on, _by_birth), (typed.number, _by_number),
            (typed.postcode, _by_postcode), (typed.line, _by_line),
        )
        if said
    ]  # fmt: skip
    fits = [each for each in found if each is not None]
    if not fits or len(fits) < len(found):
        return None
    return Fitting(whys=tuple(why for each in fits for why in each.whys), worth=sum(each.worth for each in fits))


# --- names ------------------------------------------------------------------------------------------------------------


def _by_name(typed: Typed, held: Held) -> Fitting | None:
    """Every word fits one of the names; of three or more, one may be a name we do not hold."""
    best = [_best(word, held.names) for word in typed.words]
    missing = [word for word, (fit, _, _) in zip(typed.words, best, strict=True) if fit is Fit.NOT_THERE]
    if missing and (len(missing) > 1 or len(best) < 3):
        return None
    whys: list[str] = []
    for word, (fit, held_word, name) in zip(typed.words, best, strict=True):
        whys += _why(word, fit, held_word, name)
    return Fitting(whys=tuple(dict.fromkeys(whys)) or ("Name",), worth=sum(fit for fit, _, _ in best))


def _best(word: str, names: Sequence[Name]) -> tuple[Fit, str, Name | None]:
    """How a word fits best; of names it fits alike, the legal one."""
    found = [
        (_fit(word, held, is_given=held in given_words(name.given)), name.kind != NameKind.LEGAL, i, held)
        for i, name in enumerate(names)
        for held in name.words
    ]
    if not found:
        return Fit.NOT_THERE, "", None
    fit, _, i, held = min(found)
    return fit, held, names[i]


def _fit(word: str, held: str, *, is_given: bool) -> Fit:
    if word == held:
        return Fit.SAME
    if len(word) > 2 and held.startswith(word):
        return Fit.BEGINS
    if is_given and are_one_name(word, held):
        return Fit.STANDS_FOR
    if len(word) < 3 or len(held) < 3:
        return Fit.NOT_THERE
    begins_alike = word[0] == held[0]
    one_letter = OSA.distance(word, held) <= 1 and (len(word) > 3 or (begins_alike and len(word) == len(held)))
    is_close = JaroWinkler.similarity(word, held) >= CLOSE or one_letter
    is_heard = begins_alike and sound_of(word) == sound_of(held) and len(sound_of(word)) > 1
    return Fit.LIKE if is_close or is_heard else Fit.NOT_THERE


KINDS = {NameKind.FORMER: "Former name", NameKind.KNOWN_AS: "Known as", NameKind.ALIAS: "Also called"}


def _why(word: str, fit: Fit, held: str, name: Name | None) -> list[str]:
    if name is None or fit is Fit.NOT_THERE:
        return [f"“{word}” is not in the record"]
    said = [f"{KINDS[NameKind(name.kind)]} {name.whole}"] if name.kind in KINDS else []
    if fit is Fit.STANDS_FOR:
        said.append(f"“{word}” may stand for {held.capitalize()}")
    elif fit is Fit.LIKE:
        said.append(f"“{word}” is like {held.capitalize()}")
    return said


# --- the rest ---------------------------------------------------------------------------------------------------------


def _by_birth(typed: Typed, held: Held) -> Fitting | None:
    if held.born_on is None or typed.born_on is None:
        return Fitting(whys=("Date of birth not in the record",), worth=2) if len(typed.words) > 1 else None
    tolerance = "expected" if typed.is_expected or held.is_expected else ""
    if not tolerance and (typed.is_estimated or held.is_estimated):
        tolerance = "estimated"
    level = day_level(typed.born_on, held.born_on, tolerance)
    if level is Level.SAME:
        return Fitting(whys=("Same date of birth",), worth=0)
    if level in NEARLY:
        return Fitting(whys=(f"Nearly the same date of birth: {held.born_on:%-d %B %Y}",), worth=2)
    return None


def _by_number(typed: Typed, held: Held) -> Fitting | None:
    numbers = [tidy(number) for number in held.numbers]
    if typed.number in numbers:
        return Fitting(whys=(f"Number {typed.number}",), worth=0)
    if len(typed.number) >= SHORTEST_NUMBER and any(number.startswith(typed.number) for number in numbers):
        return Fitting(whys=(f"Number that begins {typed.number}",), worth=1)
    return None


def _by_postcode(typed: Typed, held: Held) -> Fitting | None:
    return Fitting(whys=("Postcode",), worth=0) if typed.postcode in _postcodes(held.places) else None


def _postcodes(places: Iterable[tuple[str, str]]) -> set[str]:
    return {postcode for postcode, _ in places if postcode}


def _by_line(typed: Typed, held: Held) -> Fitting | None:
    lines = [line for _, line in held.places if line]
    if typed.line in lines:
        return Fitting(whys=("Address",), worth=0)
    if any(JaroWinkler.similarity(typed.line, line) >= 0.92 and _same_number(typed.line, line) for line in lines):
        return Fitting(whys=("Nearly the same address",), worth=2)
    return None


def _same_number(one: str, other: str) -> bool:
    digits = [[word for word in line.split() if word[0].isdigit()] for line in (one, other)]
    return digits[0] == digits[1]


def _street(whole: str, held: Held) -> str:
    """A street, typed without a number: it reads like two names."""
    return "Street" if whole and " " in whole and any(street_of(line) == whole for _, line in held.places) else ""
