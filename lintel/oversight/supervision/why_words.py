"""
How and why beside what and when: the share of sentences that ask or weigh (PRODUCT.md 5, Q7; K74).

It counts words and understands nothing. Shown to the pair as a mirror and to the service as a middle value; never
about a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lintel.oversight.reading.sentences import sentences

VERSION = "1"
MARKERS = (
    "how", "why", "because", "perhaps", "maybe", "might", "could it be", "may be that", "alternatively", "another way",
    "other explanation", "instead of", "what if", "wonder", "wondered", "hypothesis", "unless", "rather than",
    "it may be", "so that", "which suggests", "on the other hand", "what else", "whereas",
)  # fmt: skip
_FOUND = re.compile(rf"(?<![\w’'-])(?:{'|'.join(re.escape(words) for words in sorted(MARKERS, key=len, reverse=True))})"
                    r"(?![\w-])")  # fmt: skip


@dataclass(frozen=True)
class HowAndWhy:
    """Of so many sentences, how many ask how or why, or weigh another explanation."""

    marked: int
    sentences: int

    @property
    def share(self) -> float | None:
        return self.marked / self.sentences if self.sentences else None


def how_and_why(texts: Sequence[str]) -> HowAndWhy:
    """Counted over everything a record says."""
    found = [each for text in texts for each in sentences(text)]
    return HowAndWhy(sum(bool(_FOUND.search(each.lower)) for each in found), len(found))
