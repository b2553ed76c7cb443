"""
Whether sentences about adults end in what it means for a child: “…, which means Ava …”, “When …, Ava …” (S62).

A sentence is about an adult where an adult is the first to be named in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lintel.oversight.reading.child_focus import About, Read, about_what
from lintel.oversight.reading.people import Child, Mention
from lintel.oversight.reading.word_lists import pattern_of

LINKS = pattern_of("impact_links", "words")
OPENING = pattern_of("impact_links", "opening")


@dataclass(frozen=True)
class Impact:
    """The sentences about adults: those that end in what it means for the child, and those that end there."""

    about_adults: tuple[Read, ...]
    means_for_child: tuple[Read, ...]

    @property
    def stops_there(self) -> tuple[Read, ...]:
        return tuple(each for each in self.about_adults if each not in self.means_for_child)


def impact(child: Child, found: Sequence[Read]) -> Impact:
    """Which sentences about adults say, in themselves or in the next one, what it means for this child."""
    about_adults, means = [], []
    for place, each in enumerate(found):
        if not is_about_an_adult(each):
            continue
        about_adults.append(each)
        following = found[place + 1] if place + 1 < len(found) else None
        if _ends_in(each, child) or (following is not None and _goes_on(following, child)):
            means.append(each)
    return Impact(tuple(about_adults), tuple(means))


def is_about_an_adult(found: Read) -> bool:
    """Whether an adult is the first to be named, before any child who is in it."""
    named = [each for each in found.mentions if not each.key or each.is_present]
    return bool(named) and not named[0].key and not found.sentence.is_in_quotes(named[0].at)


def _ends_in(found: Read, child: Child) -> bool:
    first = next(each for each in found.mentions if not each.key)
    return any(
        _follows(found, first, each)
        for each in found.mentions
        if each.key == child.key and each.is_present and each.at > first.at
    ) and about_what(found, child) is not About.SERVICES  # fmt: skip


def _follows(found: Read, adult: Mention, child: Mention) -> bool:
    """Whether the child comes after words that lead there, or after the comma that ends “When …”."""
    between = found.sentence.lower[adult.ends_at : child.at]
    if LINKS.search(between):
        return True
    after_comma = between.rstrip().endswith((",", ", and", ";", "; and", "–", "—"))
    opens = OPENING.match(found.sentence.lower) is not None
    return after_comma and (opens or between.rstrip().endswith((", and", "; and", ";")))


def _goes_on(found: Read, child: Child) -> bool:
    """Whether the next sentence begins with what it means: “Because of this Ava …”, “For Ava this means …”."""
    if child.key not in found.present or about_what(found, child) is About.SERVICES:
        return False
    first = next(each for each in found.mentions if each.key == child.key and each.is_present)
    text = found.sentence.lower
    begins = LINKS.match(text)
    return (begins is not None and first.at - begins.end() < 40) or (
        text[: first.at].strip() == "for" and LINKS.search(text[first.ends_at : first.ends_at + 20]) is not None
    )
