"""
How far a child is in what was written: whether they are in a sentence at all, whether it is about their life or about
services, and whether it has their own words, or what they showed without words (Q5).

A sentence is looked at by its words and their order. “Mia's mother attended” names Mia and is not about her.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lintel.oversight.reading.people import Child, Mention, People, Stage
from lintel.oversight.reading.sentences import Sentence
from lintel.oversight.reading.word_lists import pattern_of

# How many words may stand between somebody's name and the verb that is theirs.
NEAR = 4
SERVICES = pattern_of("services")
SAYING = pattern_of("saying", "saying")
SHOWING = pattern_of("saying", "showing")
LIVED = {
    Stage.CHILD: (pattern_of("lived_experience"),),
    Stage.BABY: (pattern_of("lived_experience"), pattern_of("babies")),
    Stage.UNBORN: (pattern_of("unborn"),),
}


class About(StrEnum):
    """What a sentence with a child in it is about."""

    LIFE = "life"
    SERVICES = "services"
    NEITHER = "neither"


@dataclass(frozen=True)
class Read:
    """A sentence with everybody who is named in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]

    @property
    def text(self) -> str:
        return self.sentence.text

    @cached_property
    def present(self) -> frozenset[str]:
        """The keys of the children who are in it."""
        return frozenset(each.key for each in self.mentions if each.key and each.is_present)


@dataclass(frozen=True)
class ChildFocus:
    """What was found of one child: the sentences of the shared and the child's own part, and which of them are what."""

    sentences: tuple[Read, ...]
    present: tuple[Read, ...]
    about_life: tuple[Read, ...]
    about_services: tuple[Read, ...]
    own_words: tuple[Read, ...]


def read(sentences: Sequence[Sentence], people: People) -> tuple[Read, ...]:
    """Every sentence with everybody who is named in it."""
    return tuple(Read(each, people.mentions(each)) for each in sentences)


def child_focus(child: Child, found: Sequence[Read]) -> ChildFocus:
    """What these sentences say of this child."""
    present = [each for each in found if child.key in each.present]
    about = [(each, about_what(each, child)) for each in present]
    return ChildFocus(
        tuple(found), tuple(present),
        tuple(each for each, what in about if what is About.LIFE),
        tuple(each for each, what in about if what is About.SERVICES),
        tuple(each for each in present if has_own_words(each, child)),
    )  # fmt: skip


def about_what(found: Read, child: Child) -> About:
    """What a sentence with the child in it is about: life, with a word of it and as many as of services."""
    text = found.sentence.lower
    of_services = len(SERVICES.findall(text))
    of_life = sum(len(lived.findall(text)) for lived in LIVED[child.stage])
    if of_life and of_life >= of_services:
        return About.LIFE
    return About.SERVICES if of_services else About.NEITHER


def has_own_words(found: Read, child: Child) -> bool:
    """
    Whether it says what the child said, or showed without words. An unborn child says and shows nothing yet.
    """
    if child.stage is Stage.UNBORN:
        return False
    verbs = (SHOWING,) if child.stage is Stage.BABY else (SAYING, SHOWING)
    return any(_whose_verb(found, at) == child.key for verb in verbs for at in _places(found.sentence, verb))


def _places(sentence: Sentence, verb: object) -> list[int]:
    return [at.start() for at in verb.finditer(sentence.lower) if not sentence.is_in_quotes(at.start())]  # type: ignore[attr-defined]


def _whose_verb(found: Read, at: int) -> str | None:
    """
    The key of whoever does it: the last one named shortly before the verb or, after a closing quotation mark, the first
    one named shortly after it.
    """
    text = found.sentence.text
    if any(text[stop:at].strip(" ,") == "" for _, stop in found.sentence.quotes if stop <= at):
        after = [each for each in found.mentions if each.at > at and len(text[at : each.at].split()) <= NEAR]
        if after:
            return after[0].key
    before = [each for each in found.mentions if each.ends_at <= at and not found.sentence.is_in_quotes(each.at)]
    if before and len(text[before[-1].ends_at : at].split()) <= NEAR and before[-1].is_present:
        return before[-1].key
    return None
