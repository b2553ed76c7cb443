"""Words of our work with plain ones beside them, letters nobody explained, and the hardest sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lintel.oversight.reading.readability import flesch_kincaid, is_passive, syllables
from lintel.oversight.reading.sentences import Sentence
from lintel.oversight.reading.word_lists import pattern, word_list

HARDEST = 10
# A sentence is listed from the school year of a reading age above 11, or with a word of our work in it.
HARD_FROM_YEAR = 8.0
LONG_FROM_WORDS = 25
SHORT_BELOW_WORDS = 8
A_WORD_COUNTS = 3.0
LETTERS = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")


@dataclass(frozen=True)
class HardSentence:
    """A sentence that is hard to read, and what makes it so."""

    sentence: Sentence
    hardness: float
    words: tuple[str, ...]
    letters: tuple[str, ...]

    @property
    def why(self) -> str:
        said = []
        if len(self.sentence.tokens) >= LONG_FROM_WORDS:
            said.append(f"{len(self.sentence.tokens)} words in one sentence")
        long = sorted({t.word for t in self.sentence.tokens if syllables(t.word) >= 4}, key=lambda w: -syllables(w))[:3]
        if long:
            said.append("long words: " + ", ".join(long))
        if is_passive(self.sentence):
            said.append("does not say who does it")
        return "; ".join(said)


def plain_words(found: Sequence[Sentence]) -> dict[str, str]:
    """The words of our work in a text, each with plain ones."""
    plain = word_list("jargon").plain
    met = {re.sub(r"\s+", " ", word) for each in found for word in _JARGON.findall(each.lower)}
    return {word: plain[word] for word in sorted(met)}


def unexplained(found: Sequence[Sentence]) -> dict[str, str]:
    """Letters that stand for something and are nowhere explained, with what they stand for where we know it."""
    text = "\n".join(each.text for each in found)
    known = {*word_list("acronyms").groups["known"]}
    met = {letters for each in found for letters in _letters(each)} - known
    stands_for = word_list("acronyms").plain
    return {
        letters: stands_for.get(letters.rstrip("s"), stands_for.get(letters, ""))
        for letters in sorted(met)
        if not _is_explained(letters, text)
    }


def hardest(found: Sequence[Sentence]) -> list[HardSentence]:
    """The hardest sentences of a text, at most ten, the hardest first."""
    letters = set(unexplained(found))
    looked = [_looked_at(each, letters) for each in found if len(each.tokens) > 3]
    hard = [each for each in looked if _is_hard(each)]
    return sorted(hard, key=lambda each: -each.hardness)[:HARDEST]


def _is_hard(found: HardSentence) -> bool:
    """A few long words do not make a short sentence hard."""
    is_long_enough = len(found.sentence.tokens) >= SHORT_BELOW_WORDS
    return bool(found.words or found.letters) or (is_long_enough and found.hardness > HARD_FROM_YEAR)


def _looked_at(found: Sentence, letters: set[str]) -> HardSentence:
    count = [syllables(token.word) for token in found.tokens]
    words = tuple(sorted({re.sub(r"\s+", " ", word) for word in _JARGON.findall(found.lower)}))
    mine = tuple(sorted(set(_letters(found)) & letters))
    year = flesch_kincaid(1, len(count), sum(count))
    return HardSentence(found, year + A_WORD_COUNTS * (len(words) + len(mine)), words, mine)


def _letters(found: Sentence) -> list[str]:
    # A line in capitals is a heading, or somebody shouting, and has no abbreviations in it.
    written = [token.written for token in found.tokens]
    if len(written) > 2 and all(word.isupper() for word in written):
        return []
    return LETTERS.findall(found.text)


def _is_explained(letters: str, text: str) -> bool:
    """Whether it stands in brackets after what it means, or what it means stands in brackets after it."""
    after = re.search(rf"\b{re.escape(letters)}\s*\(\s*\w+[ \w,’'-]*\w{{3,}}", text)
    before = re.search(rf"\w{{3,}}\s*\(\s*(?:the\s+)?{re.escape(letters)}s?\s*\)", text)
    return bool(after or before)


_JARGON = pattern(word_list("jargon").words)
