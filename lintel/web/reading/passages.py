"""
What a page sends to be looked at: the passages of a form, whose part each is, and the children they are about.

A page names them with `words_passage` = `whose|field|title` and `words_child`, as `components/words.html` writes them;
the words themselves are in the fields of the form, wherever they stand there; boxes with one title are one passage.
`words_family` is the assessment of which the page shows one part; what stands in its other parts is counted with it.
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

MOST_PASSAGES = 120
MOST_CHILDREN = 20
MOST_LETTERS = 200_000
LONGEST_NUMBER = 12


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
    children = {int(pk) for pk in sent.getlist("words_child") if pk.isdecimal() and len(pk) < LONGEST_NUMBER}
    children = set(sorted(children)[:MOST_CHILDREN])
    measures = queries.measures_on(viewer=viewer)
    people = queries.family(children, viewer=viewer, on=on)
    passages = _passages(sent)
    elsewhere = _elsewhere(sent, passages, viewer=viewer)
    found = look(
        [*_first(passages), *elsewhere], people, needs=queries.needs(children, viewer=viewer), measures=measures
    )
    marks = {quoted.mark for quoted in found.quoted}
    return Looked(
        found, measures, queries.states(viewer=viewer, on=on),
        frozenset(queries.seen_differently(marks, viewer=viewer)),
        sum(len(each.words) for each in passages) > MOST_LETTERS,
    )  # fmt: skip


def _passages(sent: QueryDict) -> list[Passage]:
    """Each passage once, with what stands in its fields; one that says nothing is left out."""
    named = dict.fromkeys(sent.getlist("words_passage"))
    rows = [name.split("|", 2) for name in list(named)[:MOST_PASSAGES] if name.count("|") >= 2]
    words: dict[tuple[str, str], list[str]] = {}
    for whose, field, title in rows:
        words.setdefault((whose, title), []).append(sent.get(field, ""))
    return [Passage(whose, title, "\n".join(said)) for (whose, title), said in words.items() if "".join(said).strip()]


def _elsewhere(sent: QueryDict, here: list[Passage], *, viewer: User) -> list[Passage]:
    """What stands in the other parts of the assessment that is being written, if one is."""
    family = sent.get("words_family", "")
    if not family.isdecimal() or len(family) >= LONGEST_NUMBER:
        return []
    named = {name.split("|", 1)[0] for name in sent.getlist("words_passage")}
    return queries.written_elsewhere(int(family), but=named | {each.whose for each in here}, viewer=viewer)


def _first(passages: list[Passage]) -> list[Passage]:
    """As much of them as is looked at."""
    left, kept = MOST_LETTERS, []
    for each in passages:
        kept.append(replace(each, words=each.words[:left]))
        left = max(0, left - len(each.words))
    return [each for each in kept if each.words]
