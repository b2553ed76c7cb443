"""
What the measures say of all authorised words of a service together; never of one writer, child or family.

K54 takes the middle of the index over the bars of all, K55 the share of `reading_age_of` at or below the age aimed
at, K57 the share of brothers and sisters assessed together of whom `are_distinct`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.oversight.reading.child_focus import read
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.copying import TOO_MUCH, copied
from lintel.oversight.reading.index import index_of, shares_of
from lintel.oversight.reading.people import Child, People
from lintel.oversight.reading.readability import FEWEST_WORDS, reading_age
from lintel.oversight.reading.sentences import sentences

Bars = tuple[float, float, float, float]


@dataclass(frozen=True)
class Together:
    """
    What was kept of all authorised words, with the day of each and without a name.

    `focus` are the bars of each assessment, `distinct` says of brothers and sisters whether their parts are their own;
    `trial` is why each measure is on trial, of those that are.
    """

    focus: tuple[tuple[date, Bars], ...]
    distinct: tuple[tuple[date, bool], ...]
    trial: Mapping[Measure, str]


@dataclass(frozen=True)
class Written:
    """What was authorised of one child: the part the family shares, and the child's own."""

    child: Child
    people: People
    shared: str
    own: str


def bars_of(written: Written) -> Bars:
    """The bars of one child as shares."""
    return shares_of(
        written.child, read([*sentences(written.shared), *sentences(written.own)], written.people)
    )  # fmt: skip


def focus_of_all(written: Sequence[Written]) -> list[float]:
    """The child focus of each, as the mean of the ranks of its bars among all of these, from 0 to 1."""
    return index_of([bars_of(each) for each in written])


def are_distinct(own_parts: Mapping[str, str], people: People) -> bool | None:
    """
    Whether the own parts of brothers and sisters are each their own: no two share 60% or more. None where fewer than
    two are long enough to say.
    """
    pairs = copied({key: read(sentences(words), people) for key, words in own_parts.items()})
    return all(pair.alike < TOO_MUCH for pair in pairs) if pairs else None


def reading_age_of(words: str) -> float | None:
    """The reading age of a section; None for one too short to say."""
    found = sentences(words)
    return reading_age(found) if sum(len(each.tokens) for each in found) >= FEWEST_WORDS else None
