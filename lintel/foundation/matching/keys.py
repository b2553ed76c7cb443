"""
What a person can be found by: short texts, so that two records that may be one person share at least one of them.

Plain Python. A record is indexed under its own keys; a search asks for its own and for those of the slips people make:
day and month exchanged, a year or a century off, the names in the other order. How alike two records are is not decided
here but in `scoring`.

    d20130902         born that day
    s20130902:bl      born that day, and a name that is heard so
    y2013:bl:m        two names that are heard so, in either order, and the year
    n:bl:m            the two names alone
    p rv12ab          a postcode
    i9434765919       a number
    m:bl:rt           a parent's two names
    w:bl              one name alone
    b:bell            a name by its first four letters, as the search box asks while it is typed
    a:14 mill lane    the first line of an address, and the same without its number
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.foundation.matching.names import family_words, given_words, heads_of, sound_of
from lintel.foundation.matching.sought import Sought, parted, place_of
from lintel.statute.identifiers import tidy

FIRST_LETTERS = 4
MOST_WORDS = 4  # of one name; longer ones are found by their first and last
DAYS_EARLY, DAYS_LATE = 70, 21  # how far from the expected day a child may be born


@dataclass(frozen=True, kw_only=True)
class Findable:
    """What of a person can be found: names as (given, family), places as `place_of` folds them, parents' names."""

    names: tuple[tuple[str, str], ...] = ()
    born_on: date | None = None
    places: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """The keys of a search: those that few records share, and those to fall back on when they find little."""

    narrow: tuple[str, ...]
    wide: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.narrow or self.wide)


def keys_of(person: Findable) -> list[str]:
    """The keys a record is indexed under."""
    found = set[str]()
    for given, family in person.names:
        firsts, lasts = _sounds(given_words(given), with_heads=True), _sounds(family_words(family))
        found |= {f"w:{sound}" for sound in firsts | lasts if not sound.startswith("#")}
        found |= _pairs("n:", firsts, lasts)
        if person.born_on:
            found |= _pairs(f"y{person.born_on.year}:", firsts, lasts)
            found |= {f"s{_written(person.born_on)}:{sound}" for sound in firsts | lasts}
    found |= {f"b:{word[:FIRST_LETTERS]}" for pair in person.names for word in words_of_both(pair)}
    if person.born_on:
        found.add(f"d{_written(person.born_on)}")
    found |= {f"a:{line}" for _, whole in person.places for line in (whole, street_of(whole)) if line}
    found |= {f"p{postcode}" for postcode, _ in person.places if postcode}
    found |= {f"i{tidy(number)}" for number in person.numbers if number.strip()}
    for given, family in person.parents:
        found |= _pairs("m:", _sounds(given_words(given), with_heads=True), _sounds(family_words(family)))
    return sorted(found)


def words_of_both(pair: tuple[str, str]) -> tuple[str, ...]:
    """Every word of a (given, family) name."""
    return (*given_words(pair[0]), *family_words(pair[1]))


def street_of(line: str) -> str:
    """The first line of an address without the number of the house or flat."""
    words = line.split()
    while words and (words[0][0].isdigit() or words[0] in ("flat", "apartment", "unit")):
        words = words[1:]
    return " ".join(words) if len(words) > 1 else ""


def keys_sought(sought: Sought) -> Asked:
    """The keys to ask for when somebody looks for this person."""
    born = sought.date_of_birth or sought.expected_birth_date
    firsts, lasts = set[str](), set[str]()
    narrow, wide = set[str](), set[str]()
    for given, family in sought.names:
        mine, theirs = _sounds(given_words(given), with_heads=True), _sounds(family_words(family))
        firsts, lasts = firsts | mine, lasts | theirs
        wide |= _pairs("n:", mine, theirs)
        if born:
            years = range(born.year - 2, born.year + 3) if sought.is_birth_date_estimated else _years_near(born.year)
            narrow = narrow.union(*(_pairs(f"y{year}:", mine, theirs) for year in years))
    if born:
        narrow |= _keys_of_the_day(sought, born, firsts | lasts)
    postcode, _ = place_of(sought.postcode, "")
    if len(postcode) >= 5:
        narrow.add(f"p{postcode}")
    narrow |= {f"i{tidy(number)}" for number in sought.identifiers if number.strip()}
    for given, family in map(parted, filter(None, (sought.mother, *sought.adults))):
        narrow |= _pairs("m:", _sounds(given_words(given), with_heads=True), _sounds(family_words(family)))
    if not narrow and not wide:
        wide = {f"w:{sound}" for sound in firsts | lasts if not sound.startswith("#")}
    return Asked(tuple(sorted(narrow)), tuple(sorted(wide)))


def _keys_of_the_day(sought: Sought, born: date, sounds: set[str]) -> set[str]:
    if sought.expected_birth_date:
        days = [born + timedelta(days=by) for by in range(-DAYS_EARLY, DAYS_LATE + 1)]
        return {f"s{_written(day)}:{sound}" for day in days for sound in sounds}
    keys = {f"s{day}:{sound}" for day in map(_written, slips_of(born)) for sound in sounds}
    return keys if sought.is_birth_date_estimated else keys | {f"d{_written(born)}"}


def slips_of(day: date) -> Iterator[date]:
    """The day, and what people write in its place: day and month exchanged, a part mistyped, a year or century off."""
    yield day
    for year in {*_years_near(day.year), *(day.year + by for by in (-100, -20, -9, 9, 20, 100))}:
        yield from _real(year, day.month, day.day)
        yield from _real(year, day.day, day.month)
    for month in range(1, 13):
        yield from _real(day.year, month, day.day)
    for other in range(1, 32):
        yield from _real(day.year, day.month, other)


def _written(day: date) -> str:
    return f"{10_000 * day.year + 100 * day.month + day.day}"


def _years_near(year: int) -> tuple[int, ...]:
    return (year, year - 1, year + 1, year - 10, year + 10)


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _sounds(words: tuple[str, ...], *, with_heads: bool = False) -> set[str]:
    if len(words) > MOST_WORDS:
        words = (*words[: MOST_WORDS - 1], words[-1])
    sounds = {sound for sound in map(sound_of, words) if sound}
    if len(words) > 1:
        # Zhang Wei and Zhangwei, Abdul Rahman and Abdulrahman, Anna-Marie and Annamarie.
        sounds.add(sound_of("".join(words)))
    if with_heads:
        sounds |= {head for word in words for head in heads_of(word)}
    return sounds


def _pairs(before: str, firsts: Iterable[str], lasts: Iterable[str]) -> set[str]:
    return {before + ":".join(sorted((first, last))) for first in firsts for last in lasts}
