"""
What a page sends to be looked at: the passages of a form, whose part each is, and the children they are about.

A page names them with `words_passage` = `whose|field|title` and `words_child`, as `components/words.html` writes them;
the words themselves are in the fields of the form, wherever they stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.http import QueryDict

from lintel.oversight.reading import queries
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.looking import Look, Passage, look

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_PASSAGES = 60
MOST_CHILDREN = 20
MOST_LETTERS = 200_000


@dataclass(frozen=True)
class Looked:
    """What was found, with how each measure stands and what this writer sees differently already."""

    found: Look
    on: frozenset[Measure]
    states: Mapping[Measure, queries.MeasureState]
    differently: frozenset[tuple[str, str]]
    # Whether more was sent than is looked at.
    is_cut: bool


def look_at(sent: QueryDict, *, viewer: User, on: date) -> Looked:
    """What the measures that are on find in what was sent, of the children among these whom this viewer may see."""
    children = {int(pk) for pk in sent.getlist("words_child") if pk.isdecimal() and len(pk) < 12}
    children = set(sorted(children)[:MOST_CHILDREN])
    measures = queries.measures_on(viewer=viewer)
    people = queries.family(children, viewer=viewer, on=on)
    passages = _passages(sent)
    found = look(_first(passages), people, needs=queries.needs(children, viewer=viewer), measures=measures)
    marks = {quoted.mark for quoted in found.quoted}
    return Looked(
        found, measures, queries.states(viewer=viewer, on=on),
        frozenset(queries.seen_differently(marks, viewer=viewer)),
        sum(len(each.words) for each in passages) > MOST_LETTERS,
    )  # fmt: skip


def _passages(sent: QueryDict) -> list[Passage]:
    """Each passage once, with what stands in its field; one that says nothing is left out."""
    named = dict.fromkeys(sent.getlist("words_passage"))
    rows = [name.split("|", 2) for name in list(named)[:MOST_PASSAGES] if name.count("|") >= 2]
    passages = [Passage(whose, title, sent.get(field, "")) for whose, field, title in rows]
    return [passage for passage in passages if passage.words.strip()]


def _first(passages: list[Passage]) -> list[Passage]:
    """As much of them as is looked at."""
    left, kept = MOST_LETTERS, []
    for each in passages:
        kept.append(replace(each, words=each.words[:left]))
        left = max(0, left - len(each.words))
    return [each for each in kept if each.words]
