"""
What the measures say of all authorised words of a service together; never of one writer, child or family.

K54 takes the middle of `focus_of_all`, K55 the share of `reading_age_of` at or below the age aimed at, K57 the share of
brothers and sisters assessed together of whom `are_distinct`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lintel.oversight.reading.child_focus import read
from lintel.oversight.reading.copying import TOO_MUCH, copied
from lintel.oversight.reading.index import index_of, shares_of
from lintel.oversight.reading.people import Child, People
from lintel.oversight.reading.readability import FEWEST_WORDS, reading_age
from lintel.oversight.reading.sentences import sentences


@dataclass(frozen=True)
class Written:
    """What was authorised of one child: the part the family shares, and the child's own."""

    child: Child
    people: People
    shared: str
    own: str


def focus_of_all(written: Sequence[Written]) -> list[float]:
    """The child focus of each, as the mean of the ranks of its bars among all of these, from 0 to 1."""
    return index_of([
        shares_of(each.child, read([*sentences(each.shared), *sentences(each.own)], each.people)) for each in written
    ])  # fmt: skip


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
