"""Why a record is offered, field by field, in words. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.foundation.matching.names import family_words, given_words
from lintel.foundation.matching.scoring import Comparison, Facts, Field, Level, born_level, those_that_name

Pair = tuple[str, str]


@dataclass(frozen=True)
class Reason:
    """How one field came out. `agrees` is None where nothing could be compared; `is_near`: alike, and not the same."""

    field: str
    words: str
    agrees: bool | None
    is_near: bool = False


FIELDS = {
    Field.GIVEN: "First name", Field.FAMILY: "Family name", Field.BORN: "Date of birth", Field.PLACE: "Address",
    Field.SEX: "Sex", Field.NUMBER: "Number", Field.NEAR: "Family and household",
}  # fmt: skip
# Born within a year of one another is no likeness where nothing was estimated.
DIFFERING = (Level.DIFFERS, Level.YEAR)
PLACES = {
    Level.SAME: "same address", Level.PART: "same postcode, another house",
    Level.CLOSE: "nearly the same address", Level.DIFFERS: "another address",
}  # fmt: skip
NAMES = {
    Level.STANDS_FOR: "stands for", Level.HEARD: "sounds like", Level.CLOSE: "≈", Level.PART: "partly the same as",
    Level.INITIAL: "has the same initial as", Level.DIFFERS: "is not",
}  # fmt: skip


def reasons(
    comparison: Comparison, *, sought: Facts, held: Facts, asked: Sequence[Pair], recorded: Sequence[Pair], near: str
) -> tuple[Reason, ...]:
    """
    The reasons for one comparison, what agrees first as in the record.

    :param asked: the names as typed; `recorded`: as the record has them.
    :param near: whom of the people around them both sides speak of.
    """
    found = dict(comparison.levels)
    said = [
        _name(field, found[field], comparison, asked, recorded)
        for field in (Field.GIVEN, Field.FAMILY)
        if field in found
    ]
    if comparison.is_swapped:
        said.append(Reason("Names", "first and family name are the other way round", True))
    if not held.names or not any(given for given, _ in held.names):
        said.append(Reason("First name", "not known in the record", None))
    if Field.BORN in found:
        said.append(_reason(Field.BORN, found[Field.BORN], _born(sought, held)))
    elif sought.born_on:
        said.append(Reason(FIELDS[Field.BORN], "not in the record", None))
    said += [
        _reason(field, found[field], _rest(field, found[field], sought, held, near))
        for field in (Field.PLACE, Field.SEX, Field.NUMBER, Field.NEAR)
        if field in found
    ]
    return tuple(said)


def _name(
    field: Field, level: Level, comparison: Comparison, asked: Sequence[Pair], recorded: Sequence[Pair]
) -> Reason:
    mine, theirs = (those_that_name(names)[at] for names, at in zip((asked, recorded), comparison.names, strict=True))
    side = 0 if field is Field.GIVEN else 1
    said, held = (mine[1 - side] if comparison.is_swapped else mine[side]), theirs[side]
    if level is Level.SAME:
        words = "same" if _plain(said, side) == _plain(held, side) else f"{said} = {held}"
    else:
        words = f"{said} {NAMES[level]} {held}"
    return _reason(field, level, words)


def _reason(field: Field, level: Level, words: str) -> Reason:
    agrees = level not in DIFFERING
    return Reason(FIELDS[field], words, agrees, is_near=agrees and level is not Level.SAME)


def _plain(name: str, side: int) -> tuple[str, ...]:
    return (family_words if side else given_words)(name)


def _rest(field: Field, level: Level, sought: Facts, held: Facts, near: str) -> str:
    if field is Field.PLACE:
        has_lines = any(line for _, line in sought.places) and any(line for _, line in held.places)
        return "same postcode" if level is Level.SAME and not has_lines else PLACES[level]
    if field is Field.SEX:
        return "same" if level is Level.SAME else "differs"
    if field is Field.NUMBER:
        return f"same number {', '.join(sorted(sought.numbers & held.numbers))}"
    return f"{near} is around both" if level is Level.SAME else "nobody named is known around them"


def _born(sought: Facts, held: Facts) -> str:
    one, other = sought.born_on, held.born_on
    if one is None or other is None:
        return ""
    level = born_level(sought, held)
    if level is Level.SAME:
        return "same expected day" if held.is_expected else "same"
    if sought.is_expected or held.is_expected:
        return _about_expected(one, other, sought, held, fits=level is Level.DUE)
    if level is Level.SWAPPED:
        years = "" if one.year == other.year else f", {_years(one, other)}"
        return f"day and month the other way round{years}: {_day(other)} in the record"
    if (one.day, one.month) == (other.day, other.month):
        return f"same day and month, {_years(one, other)}: {other.year} in the record"
    if level is Level.SLIP:
        return f"nearly the same: {_day(other)} in the record"
    if sought.is_estimated or held.is_estimated:
        return (
            f"about the same age: {_day(other)} in the record"
            if level is Level.ABOUT
            else f"{_day(other)} in the record"
        )
    return f"{_day(other)} in the record"


def _about_expected(one: date, other: date, sought: Facts, held: Facts, *, fits: bool) -> str:
    if sought.is_expected and held.is_expected:
        apart = abs((one - other).days)
        return f"expected {_day(other)} in the record, {apart} days apart"
    born, due = (other, one) if sought.is_expected else (one, other)
    return f"born {_day(born)}, expected {_day(due)}" + ("" if fits else ": too far apart")


def _years(one: date, other: date) -> str:
    apart = abs(one.year - other.year)
    return f"year {apart} apart"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
