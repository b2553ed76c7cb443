"""
How alike two records are: each field compared by itself, with a weight for how it came out and the reason in words.

Plain Python, after Fellegi and Sunter: a weight is the logarithm (to base 2) of how much more often a field comes out
so between records of one person than between records of two. The weights stand in `weights.yml`, trained by Splink on
invented people (`python -m bench.training`); here numbers are only read. The sum orders what is offered and is never
shown: a person sees the reasons and one of three words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA, JaroWinkler

from lintel.foundation.matching.names import are_one_name, family_words, given_words, sound_of
from lintel.statute.identifiers import tidy

WEIGHTS = Path(__file__).parent / "weights.yml"
CLOSE = 0.86
EARLY = 70  # days


class Field(StrEnum):
    GIVEN = "given"
    FAMILY = "family"
    BORN = "born"
    PLACE = "place"
    SEX = "sex"
    NUMBER = "number"
    NEAR = "near"


class Level(StrEnum):
    """How the comparison of one field came out. A field that one side does not say is not compared at all."""

    SAME = "same"
    PART = "part"  # one word of several; the same postcode and another house
    STANDS_FOR = "stands_for"  # a nickname, or the same name in another language
    HEARD = "heard"
    CLOSE = "close"
    INITIAL = "initial"
    SWAPPED = "swapped"  # day and month; given and family name
    SLIP = "slip"  # one digit, or one part of the date
    CENTURY = "century"
    ABOUT = "about"  # as near as an estimated age can be
    DUE = "due"  # as near as an expected day can be
    YEAR = "year"  # within a year, and nothing was estimated
    DIFFERS = "differs"


class Likeness(StrEnum):
    """How alike, in the words of the screen."""

    SAME = "same in everything we can compare"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Facts:
    """One side of a comparison, folded: names as words, places as (postcode, first line), numbers without spaces."""

    names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    born_on: date | None = None
    is_estimated: bool = False
    is_expected: bool = False
    sex: str = ""
    places: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the fields came out, and the sum of their weights. `names`: which sought and which held name fit best."""

    levels: tuple[tuple[Field, Level], ...]
    weight: float
    names: tuple[int, int] = (0, 0)
    is_swapped: bool = False

    def level(self, field: Field) -> Level | None:
        return dict(self.levels).get(field)


@dataclass(frozen=True)
class Weights:
    """What was trained: a weight for each field and level, and the sums from which a record is likely or possible."""

    levels: dict[Field, dict[Level, float]]
    probabilities: dict[Field, dict[Level, tuple[float, float]]]
    likely: float
    possible: float
    swapped_names: float


@cache
def weights() -> Weights:
    """The weights that stand in the file."""
    read: dict[str, Any] = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    levels = {
        Field(field): {Level(level): float(one["weight"]) for level, one in found.items()}
        for field, found in read["fields"].items()
    }
    probabilities = {
        Field(field): {Level(level): (float(one["m"]), float(one["u"])) for level, one in found.items()}
        for field, found in read["fields"].items()
    }
    sums = (float(read[name]) for name in ("likely", "possible", "swapped_names"))
    return Weights(levels, probabilities, *sums)


def facts(
    *, names: Iterable[tuple[str, str]], born_on: date | None = None, is_estimated: bool = False,
    is_expected: bool = False, sex: str = "", places: Iterable[tuple[str, str]] = (), numbers: Iterable[str] = (),
) -> Facts:  # fmt: skip
    """One side of a comparison from what is written: names as (given, family), places folded already."""
    found = tuple((given_words(given), family_words(family)) for given, family in those_that_name(names))
    return Facts(
        names=found, born_on=born_on, is_estimated=is_estimated, is_expected=is_expected,
        sex=sex if sex in ("M", "F") else "", places=tuple(places), numbers=frozenset(filter(None, map(tidy, numbers))),
    )  # fmt: skip


def those_that_name(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The names that name somebody: not "unknown", not nothing."""
    return [(given, family) for given, family in names if given_words(given) or family_words(family)]


def compare(sought: Facts, held: Facts) -> Comparison:
    """Compare two records in every field that both speak of."""
    known = weights().levels
    names, which, is_swapped, total = _best_names(sought, held)
    levels = list(names)
    for field, level in (
        (Field.BORN, born_level(sought, held)),
        (Field.PLACE, place_level(sought.places, held.places)),
        (Field.SEX, (Level.SAME if sought.sex == held.sex else Level.DIFFERS) if sought.sex and held.sex else None),
        (Field.NUMBER, number_level(sought.numbers, held.numbers)),
    ):
        if level is not None:
            levels.append((field, level))
            total += known[field][level]
    return Comparison(tuple(levels), total, which, is_swapped)


def with_near(comparison: Comparison, level: Level | None) -> Comparison:
    """The same comparison, with the people around them compared too."""
    if level is None:
        return comparison
    weight = comparison.weight + weights().levels[Field.NEAR][level]
    return Comparison((*comparison.levels, (Field.NEAR, level)), weight, comparison.names, comparison.is_swapped)


def likeness(comparison: Comparison) -> Likeness | None:
    """How alike two records are, in one of three words; None where too little speaks for it to offer it at all."""
    found = dict(comparison.levels)
    known = weights()
    alike = all(level is Level.SAME for level in found.values()) and not comparison.is_swapped
    if alike and {Field.GIVEN, Field.FAMILY} <= found.keys() and len(found) >= 3:
        return Likeness.SAME
    # Brothers and sisters live together, and twins are born on one day: another first name is never more than possible.
    is_another = found.get(Field.GIVEN) is Level.DIFFERS and found.get(Field.NUMBER) is not Level.SAME
    if comparison.weight >= known.likely and not is_another:
        return Likeness.LIKELY
    return Likeness.POSSIBLE if comparison.weight >= known.possible else None


# --- names ------------------------------------------------------------------------------------------------------------

Names = tuple[tuple[tuple[Field, Level], ...], tuple[int, int], bool, float]


def _best_names(sought: Facts, held: Facts) -> Names:
    """The pair of names that fits best, in either order."""
    best: Names = ((), (0, 0), False, 0.0)
    is_first = True
    swapped = weights().swapped_names
    for asked, (given, family) in enumerate(sought.names):
        for recorded, (first, last) in enumerate(held.names):
            which = (asked, recorded)
            straight = _names(given, family, first, last)
            if is_first or straight[1] > best[3]:
                best, is_first = (straight[0], which, False, straight[1]), False
            if straight[0] and all(level is Level.SAME for _, level in straight[0]):
                return best
            turned = _names(family, given, first, last)
            # One word alone is either name, and nothing is in the wrong place.
            cost, is_turned = (swapped, True) if given and family else (0.0, False)
            if turned[1] + cost > best[3]:
                best = (turned[0], which, is_turned, turned[1] + cost)
    return best


def _names(
    given: tuple[str, ...], family: tuple[str, ...], first: tuple[str, ...], last: tuple[str, ...]
) -> tuple[tuple[tuple[Field, Level], ...], float]:
    known = weights().levels
    levels: list[tuple[Field, Level]] = []
    total = 0.0
    for field, mine, theirs in ((Field.GIVEN, given, first), (Field.FAMILY, family, last)):
        if mine and theirs:
            level = name_level(mine, theirs, may_stand_for=field is Field.GIVEN)
            levels.append((field, level))
            total += known[field][level]
    return tuple(levels), total


@lru_cache(maxsize=100_000)
def name_level(mine: tuple[str, ...], theirs: tuple[str, ...], *, may_stand_for: bool) -> Level:
    """How two names of one kind, as words, compare. Middle names that only one side has do not count against it."""
    if mine == theirs or "".join(mine) == "".join(theirs):
        return Level.SAME
    if may_stand_for and mine[0] == theirs[0] and len(mine[0]) > 1:
        return Level.SAME
    if not set(mine).isdisjoint(theirs) and max(map(len, set(mine) & set(theirs))) > 1:
        return Level.PART
    return min((_words_level(a, b, may_stand_for) for a in mine for b in theirs), key=_ORDER.__getitem__)


_ORDER = {
    level: i
    for i, level in enumerate((Level.SAME, Level.STANDS_FOR, Level.CLOSE, Level.HEARD, Level.INITIAL, Level.DIFFERS))
}


def _words_level(one: str, other: str, may_stand_for: bool) -> Level:
    if may_stand_for and are_one_name(one, other):
        return Level.STANDS_FOR
    if len(one) == 1 or len(other) == 1:
        return Level.INITIAL if one[0] == other[0] else Level.DIFFERS
    if JaroWinkler.similarity(one, other) >= CLOSE or (
        min(len(one), len(other)) >= 4 and OSA.distance(one, other) <= 1
    ):
        return Level.CLOSE
    return Level.HEARD if sound_of(one) == sound_of(other) and len(sound_of(one)) > 1 else Level.DIFFERS


# --- the rest ---------------------------------------------------------------------------------------------------------


def born_level(sought: Facts, held: Facts) -> Level | None:
    """How two days of birth compare; None where one is missing."""
    if sought.born_on is None or held.born_on is None:
        return None
    return day_level(sought.born_on, held.born_on, _tolerance(sought, held))


def _tolerance(sought: Facts, held: Facts) -> str:
    if sought.is_expected or held.is_expected:
        return "expected"
    return "estimated" if sought.is_estimated or held.is_estimated else ""


@lru_cache(maxsize=50_000)
def day_level(one: date, other: date, tolerance: str = "") -> Level:
    if one == other:
        return Level.SAME
    if tolerance == "expected":
        return Level.DUE if abs((other - one).days) <= EARLY else Level.DIFFERS
    if tolerance == "estimated":
        return Level.ABOUT if abs(one.year - other.year) <= 2 else Level.DIFFERS
    if one.day == other.day and one.month == other.month:
        return Level.CENTURY if abs(one.year - other.year) in (1, 10, 20, 100) else _digits_level(one, other)
    if (one.day, one.month) == (other.month, other.day) and abs(one.year - other.year) <= 1:
        return Level.SWAPPED
    if one.year == other.year and (one.day == other.day or one.month == other.month):
        return Level.SLIP
    return _digits_level(one, other)


def _digits_level(one: date, other: date) -> Level:
    if OSA.distance(f"{one:%d%m%Y}", f"{other:%d%m%Y}") == 1:
        return Level.SLIP
    return Level.YEAR if abs((one - other).days) <= 366 else Level.DIFFERS


@lru_cache(maxsize=50_000)
def place_level(mine: tuple[tuple[str, str], ...], theirs: tuple[tuple[str, str], ...]) -> Level | None:
    """How two lists of places compare: the nearest pair counts, since people move."""
    if not mine or not theirs:
        return None
    found = [level for a in mine for b in theirs if (level := _one_place(a, b)) is not None]
    order = (Level.SAME, Level.PART, Level.CLOSE, Level.DIFFERS)
    return min(found, key=order.index, default=None)


def _one_place(mine: tuple[str, str], theirs: tuple[str, str]) -> Level | None:
    (postcode, line), (other_postcode, other_line) = mine, theirs
    lines_fit = bool(line and other_line) and _are_one_line(line, other_line)
    if postcode and other_postcode:
        if postcode == other_postcode:
            return Level.SAME if lines_fit or not (line and other_line) else Level.PART
        return Level.CLOSE if lines_fit or OSA.distance(postcode, other_postcode) == 1 else Level.DIFFERS
    return (Level.CLOSE if lines_fit else Level.DIFFERS) if line and other_line else None


def _are_one_line(one: str, other: str) -> bool:
    """The same first line of an address, perhaps misspelt; the numbers of house and flat must agree."""
    if one == other:
        return True
    digits = [[word for word in line.split() if word[0].isdigit()] for line in (one, other)]
    return digits[0] == digits[1] and JaroWinkler.similarity(one, other) >= 0.9


def number_level(mine: frozenset[str], theirs: frozenset[str]) -> Level | None:
    """Whether any number is shared; numbers of other kinds differ and say nothing, so "differs" is not an outcome."""
    return Level.SAME if mine & theirs else None


def near_level(sought: Iterable[tuple[str, str]], held: Iterable[tuple[str, str]]) -> tuple[Level | None, str]:
    """Whether anybody around both is one and the same, and whom it is about, as the record calls them."""
    asked = [(given_words(given), family_words(family)) for given, family in sought]
    around = [(given_words(g), family_words(f), f"{g} {f}".strip()) for g, f in held]
    if not asked or not around:
        return None, ""
    for given, family in asked:
        for first, last, called in around:
            levels = [level for _, level in _names(given, family, first, last)[0]]
            if levels and Level.DIFFERS not in levels and (len(levels) > 1 or not family):
                return Level.SAME, called
    return Level.DIFFERS, ""
