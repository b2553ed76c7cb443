"""
How hard a text is to read: two published formulas, the length of sentences, and how many are in the passive (Q6).

Flesch–Kincaid counts words to a sentence and syllables to a word; SMOG counts words of three syllables and more. Their
American school years become a reading age in England by adding five. They count length, not sense: short words can be
cruel or vague.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from pyphen import Pyphen

from lintel.oversight.reading.sentences import Sentence
from lintel.oversight.reading.word_lists import word_list

SCHOOL_YEAR_TO_AGE = 5
YOUNGEST, OLDEST = 5.0, 25.0
FEWEST_WORDS = 30
LONG_WORD = 3
READABLE_AT = 11  # the reading age the family's version aims at; an assumed target
BE = {"am", "is", "are", "was", "were", "be", "been", "being"}
BETWEEN = {"not", "also", "never", "always", "often", "being", "been", "currently", "recently", "then", "already"}
NOT_PASSIVE = {
    "tired", "scared", "worried", "excited", "bored", "interested", "pleased", "frightened", "supposed", "used", "born",
    "gone", "allowed", "married", "ashamed", "embarrassed", "terrified", "need", "indeed",
}  # fmt: skip
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_SILENT = (
    re.compile(r"[^aeiouyl]e$"), re.compile(r"(?<![tdaeiouy])ed$"), re.compile(r"(?<![sxzcghaeiouy])es$"),
)  # fmt: skip


@dataclass(frozen=True)
class Readability:
    """What a text is like to read. `age` is None for one too short to say."""

    words: int
    sentences: int
    age: float | None
    words_to_a_sentence: float
    passive: int

    @property
    def passive_share(self) -> float:
        return self.passive / self.sentences if self.sentences else 0.0

    @property
    def is_readable(self) -> bool:
        return self.age is not None and self.age <= READABLE_AT


def readability(found: Sequence[Sentence]) -> Readability:
    """What these sentences are like to read, together."""
    words = sum(len(each.tokens) for each in found)
    return Readability(
        words, len(found), reading_age(found) if words >= FEWEST_WORDS else None,
        words / len(found) if found else 0.0, sum(is_passive(each) for each in found),
    )  # fmt: skip


def reading_age(found: Sequence[Sentence]) -> float:
    """The age at which somebody reads this with ease: the mean of both formulas, in years."""
    counts = [syllables(token.word) for each in found for token in each.tokens]
    long_words = sum(count >= LONG_WORD for count in counts)
    years = (flesch_kincaid(len(found), len(counts), sum(counts)) + smog(len(found), long_words)) / 2
    return min(max(years + SCHOOL_YEAR_TO_AGE, YOUNGEST), OLDEST)


def flesch_kincaid(sentences: int, words: int, syllables: int) -> float:
    """The American school year (Kincaid and others 1975)."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def smog(sentences: int, long_words: int) -> float:
    """The American school year (McLaughlin 1969), from words of three syllables and more."""
    return 1.0430 * sqrt(long_words * 30 / sentences) + 3.1291


@cache
def syllables(word: str) -> int:
    """
    How many syllables a word has, at most one out in most words.

    Hyphenation knows long words and leaves short ones whole; counting vowels does the opposite. The larger is nearer.
    """
    parts = [part for part in re.split(r"[-'’]", word.lower()) if len(part) > 1] or [word.lower()]
    return sum(max(_by_hyphens(part), _by_vowels(part), 1) for part in parts)


def is_passive(found: Sentence) -> bool:
    """Whether something is done to somebody: “was seen”, “has been referred”."""
    words = [token.word for token in found.tokens]
    for place, word in enumerate(words):
        if word in BE:
            rest = [each for each in words[place + 1 : place + 4] if each not in BETWEEN and not each.endswith("ly")]
            if rest and _is_participle(rest[0]):
                return True
    return False


def _is_participle(word: str) -> bool:
    return word not in NOT_PASSIVE and ((word.endswith("ed") and len(word) > 3) or word in _PARTICIPLES)


def _by_hyphens(word: str) -> int:
    return len(_HYPHENS.positions(word)) + 1


def _by_vowels(word: str) -> int:
    count = len(_VOWELS.findall(word))
    return count - (count > 1 and any(silent.search(word) for silent in _SILENT))


_HYPHENS = Pyphen(lang="en_GB")
_PARTICIPLES = frozenset(word_list("participles").words)
