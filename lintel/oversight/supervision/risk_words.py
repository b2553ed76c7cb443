"""
Words of danger that people wrote: a list and nothing more. A sentence that has one is quoted, with who wrote it where.

It ranks nobody and predicts nothing. A child without such words is not safe because of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lintel.oversight.reading.sentences import sentences
from lintel.oversight.reading.word_lists import pattern

VERSION = "1"
WORDS = (
    "strangl*", "chok*", "knife", "weapon*", "overdose*", "suicid*", "self-harm*", "self harm*", "ran away", "missing",
    "bruis*", "burn mark*", "belt", "hit me", "hits me", "hurt me", "hurts me", "scared of", "afraid of", "frightened",
    "threat*", "locked in", "left alone", "starv*", "exploit*", "groom*", "sexual*", "unconscious", "broken bone*",
    "not safe", "unsafe", "at risk",
)  # fmt: skip
_FOUND = pattern(WORDS)
LONGEST = 160


def quoted(text: str) -> list[str]:
    """The sentences that have one of the words, cut where they are long."""
    return [_short(each.text) for each in sentences(text) if _FOUND.search(each.lower)]


def first_quoted(texts: Iterable[str]) -> str:
    """The first of such sentences, or nothing."""
    return next((found for text in texts for found in quoted(text)), "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
