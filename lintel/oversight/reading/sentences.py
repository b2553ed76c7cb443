"""Cutting what was written into sentences and words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST = 2_000
LONGEST_SHORT_FORM, FEW = 16, 40
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s)")
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
    """
    The sentences of a text, in order. A line is never part of two; what is inside quotation marks is never cut, but
    what goes on for more than 2,000 letters is.
    """
    return [
        Sentence(piece)
        for line in text.splitlines()
        for found in _sentences_of(MARK.sub("", line).strip())
        for piece in _pieces(found)
    ]


def _sentences_of(line: str) -> Iterator[str]:
    quoted = [found.span() for found in QUOTE.finditer(line)]
    opens = [start for start, _ in quoted]
    begins = 0
    for end in END.finditer(line):
        before = bisect_left(opens, end.start()) - 1
        if before >= 0 and end.end() < quoted[before][1]:
            continue
        stop = end.end()
        if NO_END.search(line[max(begins, stop - LONGEST_SHORT_FORM) : stop]) or not _begins_anew(
            line[stop : stop + FEW]
        ):
            continue
        if WORD.search(line[begins:stop]):
            yield line[begins:stop].strip()
            begins = stop
    if WORD.search(line[begins:]):
        yield line[begins:].strip()


def _begins_anew(rest: str) -> bool:
    following = rest.lstrip().lstrip("\"“‘'([«")
    return bool(following) and not following[0].islower()


def _pieces(found: str) -> Iterator[str]:
    """What nobody ends with a full stop is cut between two words, so that looking at it takes no time to speak of."""
    while len(found) > LONGEST:
        space = found.rfind(" ", 0, LONGEST)
        cut = space if space > 0 else LONGEST
        if WORD.search(found[:cut]):
            yield found[:cut]
        found = found[cut:].lstrip()
    if WORD.search(found):
        yield found
