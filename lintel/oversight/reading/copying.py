"""
What was copied between the parts of brothers and sisters: rows of five words that both have, of all that either has.

Names and he or she are made alike before, so that changing only those hides nothing. What the family shares is not
looked at: it is written once, and meant for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lintel.oversight.reading.child_focus import Read

ROW = 5
TOO_MUCH = 0.6
FEWEST_WORDS = 30
PRONOUNS = {"he", "she", "him", "her", "his", "hers", "himself", "herself"}
Rows = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Copied:
    """How alike the parts of two children are, from 0 to 1, and the sentences that both have."""

    one: str
    other: str
    alike: float
    sentences: tuple[Read, ...]

    @property
    def is_too_much(self) -> bool:
        return self.alike > TOO_MUCH


def copied(own_parts: Mapping[str, Sequence[Read]]) -> list[Copied]:
    """Every pair of children whose own parts are long enough to say."""
    written = {key: [_made_alike(each) for each in part] for key, part in own_parts.items()}
    long_enough = [key for key, part in written.items() if sum(map(len, part)) >= FEWEST_WORDS]
    rows = {key: _rows(written[key]) for key in long_enough}
    found = []
    for one, other in combinations(long_enough, 2):
        theirs = set(written[other])
        both = [
            each for each, words in zip(own_parts[one], written[one], strict=True)
            if words in theirs and len(words) >= ROW
        ]  # fmt: skip
        found.append(Copied(one, other, likeness(rows[one], rows[other]), tuple(both)))
    return found


def likeness(one: Rows, other: Rows) -> float:
    """Jaccard: the share of all rows of words that both have."""
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def _rows(part: Sequence[tuple[str, ...]]) -> Rows:
    words = [word for each in part for word in each]
    return frozenset(tuple(words[place : place + ROW]) for place in range(len(words) - ROW + 1))


def _made_alike(found: Read) -> tuple[str, ...]:
    """The words of a sentence, every child as “child” and he or she as “they”."""
    starts = {each.at: each.ends_at for each in found.mentions if each.key}
    words, skip_to = [], 0
    for token in found.sentence.tokens:
        if token.at in starts:
            words.append("child")
            skip_to = starts[token.at]
        elif token.at >= skip_to:
            words.append("they" if token.word in PRONOUNS else token.word)
    return tuple(words)
