"""Cutting what was written into sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)")
NO_END = re.compile(
    r"(?:^|[\s(\"“‘])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|St|Rd|Ave|e\.g|i\.e|etc|approx|vs|cf|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|[A-Z](?:\.[A-Z])*)\.$"
)
MARK = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)])\s+")
QUOTE = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|(?<!\w)[‘'][^‘’'\n]{3,}(?:(?<=\w)[’']\w[^‘’'\n]*)*[’'](?!\w)|«[^»\n]*»")


@dataclass(frozen=True)
class Token:
    """A word as written, in small letters with a straight apostrophe, and where it stands in its sentence."""

    written: str
    word: str
    at: int

    @property
    def is_capital(self) -> bool:
        return self.written[0].isupper()

    @property
    def owner(self) -> str:
        """`mia` of `mia's`; the word itself where nothing is owned."""
        return self.word.removesuffix("'s") if self.word.endswith("'s") else self.word.removesuffix("'")


@dataclass(frozen=True)
class Sentence:
    """One sentence as it was written."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(
            Token(found.group(), found.group().lower().replace("’", "'"), found.start())
            for found in WORD.finditer(self.text)
        )

    @cached_property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Where quotation marks open and close."""
        return tuple(found.span() for found in QUOTE.finditer(self.text))

    def is_in_quotes(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.quotes)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order. A line is never part of two; what is inside quotation marks is never cut."""
    return [Sentence(found) for line in text.splitlines() for found in _sentences_of(MARK.sub("", line).strip())]


def _sentences_of(line: str) -> Iterator[str]:
    quoted = [found.span() for found in QUOTE.finditer(line)]
    begins = 0
    for end in END.finditer(line):
        if any(start < end.start() and end.end() < stop for start, stop in quoted):
            continue
        if NO_END.search(line[begins : end.end()]) or not _begins_anew(line[end.end() :]):
            continue
        if WORD.search(line[begins : end.end()]):
            yield line[begins : end.end()].strip()
            begins = end.end()
    if WORD.search(line[begins:]):
        yield line[begins:].strip()


def _begins_anew(rest: str) -> bool:
    following = rest.lstrip().lstrip("\"“‘'([«")
    return bool(following) and not following[0].islower()
