"""
How old one has to be to read a text with ease: Flesch and Kincaid's grade plus five, as schools in England count.

It counts lengths, not sense: easy words can still be cruel or vague, and hard ones kind. Nobody is marked by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")
# Of very few words the formula makes too much: a telephone number is no hard text.
FEWEST_WORDS = 5


@dataclass(frozen=True)
class Hard:
    """A sentence that is harder than was aimed for."""

    age: int
    words: str


def reading_age(sentences: Sequence[str]) -> int | None:
    """The reading age of some sentences in whole years, never below five; None where there are too few words."""
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if len(words) < FEWEST_WORDS:
        return None
    read = [sentence for sentence in sentences if WORD.search(sentence)]
    grade = 0.39 * len(words) / len(read) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5, round(grade + 5))


def syllables(word: str) -> int:
    """About how many syllables a word has: groups of vowels, without a silent e at its end."""
    lower = word.lower()
    found = len(VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee")) and found > 1:
        found -= 1
    return max(1, found)


def hardest(sentences: Iterable[str], *, above: int, at_most: int = 5) -> list[Hard]:
    """The sentences above an age, the hardest first."""
    aged = [(reading_age([sentence]), sentence) for sentence in dict.fromkeys(sentences)]
    found = [Hard(age, words) for age, words in aged if age is not None and age > above]
    return sorted(found, key=lambda each: -each.age)[:at_most]
