"""
How have we decided things like this, and why? Memory, not prediction. Plain values in and out.

Likeness is half the concerns ticked and half the words. What became of a child later is nowhere here: hindsight would
make a forecast of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

MOST_SHOWN = 10
LEAST_LIKENESS = 0.15
_WORD = re.compile(r"[a-z][a-z'’-]+")
# Words that say nothing about what happened; those of the trade that stand in every contact are left to their rarity.
_EMPTY = """
a about after again all also am an and any are as at be because been before being but by can could did do does
for from had has have having he her hers him his how i if in into is it its me more my no not now of off on once
only or other our out over own said says she should so some such than that the their them then there these they
this those through to too under until up very was we were what when where which while who whom why will with
would you your
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, kw_only=True)
class Example:
    """One annotated example: what was told, what was decided and why."""

    pk: int
    text: str
    concerns: frozenset[str]
    level: int
    rationale: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An example and how like it is, from 0 to 1, with the words and concerns in common."""

    example: Example
    likeness: float
    words: tuple[str, ...]
    concerns: tuple[str, ...]


def most_similar(
    text: str, concerns: frozenset[str], library: Sequence[Example], *, most: int = MOST_SHOWN
) -> list[Found]:
    """The most similar examples, the most similar first; those that are hardly alike are left out."""
    rarity = rarities([example.text for example in library])
    asked = weighed(text, rarity)
    found = [_compared(asked, concerns, example, rarity) for example in library]
    alike = [each for each in found if each.likeness >= LEAST_LIKENESS]
    return sorted(alike, key=lambda each: (-each.likeness, each.example.pk))[:most]


def rarities(texts: Sequence[str]) -> dict[str, float]:
    """For every word, how much it tells: more, the fewer texts it stands in."""
    standing = Counter(word for text in texts for word in set(words_of(text)))
    return {word: log((1 + len(texts)) / (1 + times)) + 1 for word, times in standing.items()}


def weighed(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """The words of a text, weighed by how often they stand in it and how rare they are; of length one."""
    counted = Counter(word for word in words_of(text) if word in rarity)
    raw = {word: (1 + log(times)) * rarity[word] for word, times in counted.items()}
    length = sqrt(sum(value**2 for value in raw.values()))
    return {word: value / length for word, value in raw.items()} if length else {}


def words_of(text: str) -> list[str]:
    """The words that tell something, with plural and possessive endings taken off."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in EMPTY_WORDS]


def _stem(word: str) -> str:
    bare = re.sub(r"['’]s?$", "", word)
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


def _compared(
    asked: Mapping[str, float], concerns: frozenset[str], example: Example, rarity: Mapping[str, float]
) -> Found:
    other = weighed(example.text, rarity)
    shared = {word: value * other[word] for word, value in asked.items() if word in other}
    either = concerns | example.concerns
    ticked = len(concerns & example.concerns) / len(either) if either else 0.0
    return Found(
        example=example, likeness=0.5 * sum(shared.values()) + 0.5 * ticked,
        words=tuple(sorted(shared, key=lambda word: (-shared[word], word))[:5]),
        concerns=tuple(sorted(concerns & example.concerns)),
    )  # fmt: skip
