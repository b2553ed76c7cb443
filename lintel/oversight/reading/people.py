"""
Who is meant by a word: only by the names on the record and by a few words for a baby, never by guessing a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lintel.oversight.reading.sentences import Sentence, Token
from lintel.oversight.reading.word_lists import pattern_of, word_list

BABY_UNTIL_AGE = 2
AFTER_AN_OWNER = 3
TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr")
_PAUSE = re.compile(r"[,;:.!?()\"“”–—]")
_OTHERS = pattern_of("others_things", "words")
_BEFORE = tuple(word_list("others_things").groups["before"])
_ALSO_WORDS = frozenset(word_list("also_words").words)
_ROLES = frozenset(tuple(word.split()) for word in word_list("adults").words)
_A_BABY = {"baby", "unborn", "bump"}


class Stage(StrEnum):
    """Which words a child's life is looked for in."""

    UNBORN = "unborn"
    BABY = "baby"
    CHILD = "child"


@dataclass(frozen=True)
class Child:
    """A child on the record: the key of their part, how they are called, and every name they have."""

    key: str
    name: str
    names: tuple[str, ...]
    stage: Stage = Stage.CHILD


@dataclass(frozen=True)
class Adult:
    """An adult around the children, with every name they have."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """Somebody named in a sentence. `key` is the child's, or empty for an adult."""

    key: str
    at: int
    ends_at: int
    # Whether the name stands for the person, and does not only say whose mother, plan or case it is.
    is_present: bool = True


class People:
    """The people list of a family, and finding them in a sentence."""

    def __init__(self, children: Sequence[Child], adults: Sequence[Adult] = ()) -> None:
        self.children = tuple(children)
        self._names = _unambiguous(children, adults)
        self._longest = max((len(name) for name in self._names), default=0)

    def mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """Everybody named in it, in order."""
        tokens, found, place = sentence.tokens, [], 0
        while place < len(tokens):
            key, length = self._at(tokens, place)
            if length:
                found.append(self._mention(sentence, key, place, length))
            place += max(length, 1)
        return tuple(found)

    def _at(self, tokens: Sequence[Token], place: int) -> tuple[str, int]:
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            name = tuple(token.owner if n == length - 1 else token.word for n, token in
                         enumerate(tokens[place : place + length]))  # fmt: skip
            if name in self._names and _is_meant_as_a_name(tokens, place, name):
                return self._names[name], length
        return "", 0

    def _mention(self, sentence: Sentence, key: str, place: int, length: int) -> Mention:
        tokens = sentence.tokens
        first, last = tokens[place], tokens[place + length - 1]
        ends_at = last.at + len(last.written)
        is_present = True
        if key:
            owns = last.owner != last.word and bool(_OTHERS.search(_owned(sentence, ends_at)))
            before = sentence.lower[: first.at].rstrip()
            is_present = not owns and not before.endswith(_BEFORE)
        return Mention(key, first.at, ends_at, is_present)


def _owned(sentence: Sentence, ends_at: int) -> str:
    """The few words after an owner, up to the next comma or full stop."""
    rest = _PAUSE.split(sentence.lower[ends_at:], maxsplit=1)[0]
    return " ".join(rest.split()[:AFTER_AN_OWNER])


def _unambiguous(children: Sequence[Child], adults: Sequence[Adult]) -> Mapping[tuple[str, ...], str]:
    """Names as rows of words. What two people are called is nobody's by itself; longer names still are theirs."""
    whose: dict[tuple[str, ...], set[str]] = {}
    for n, adult in enumerate(adults):
        for name in _ways_of_calling(adult.names) | _with_a_title(adult.names):
            whose.setdefault(name, set()).add(f"adult {n}")
    for child in children:
        for name in _ways_of_calling(child.names) | _as_a_baby(child, children):
            whose.setdefault(name, set()).add(child.key)
    found = {name: next(iter(keys)) for name, keys in whose.items() if len(keys) == 1}
    found = {name: "" if key.startswith("adult ") else key for name, key in found.items()}
    return {**dict.fromkeys(_ROLES, ""), **found}


def _ways_of_calling(names: Sequence[str]) -> set[tuple[str, ...]]:
    """The whole name, and the first of its words."""
    whole = [tuple(name.lower().replace("’", "'").split()) for name in names if name.strip()]
    return {name for name in whole if name} | {
        name[:1] for name in whole if len(name[0]) > 1 and name[0] not in _A_BABY
    }


def _with_a_title(names: Sequence[str]) -> set[tuple[str, ...]]:
    """“Ms Bell”."""
    return {(title, name.lower().split()[-1]) for name in names if name.strip() for title in TITLES}


def _as_a_baby(child: Child, children: Sequence[Child]) -> set[tuple[str, ...]]:
    """“Baby Bell”, and “the baby” where no other child in the family could be meant."""
    if child.stage is Stage.CHILD:
        return set()
    family = {name.lower().split()[-1] for name in (child.name, *child.names) if name.strip()}
    found: set[tuple[str, ...]] = {(word, surname) for surname in family for word in ("baby", "unborn")}
    found |= {("unborn", "baby", surname) for surname in family}
    if sum(other.stage is not Stage.CHILD for other in children) == 1:
        found |= {("the", "baby"), ("baby",), ("this", "baby")}
    if child.stage is Stage.UNBORN and sum(other.stage is Stage.UNBORN for other in children) == 1:
        found |= {("unborn", "baby"), ("the", "unborn", "baby"), ("unborn", "child"), ("the", "bump"), ("unborn",)}
    return found


def _is_meant_as_a_name(tokens: Sequence[Token], place: int, name: tuple[str, ...]) -> bool:
    """A name is written with a capital; Will and Grace at the beginning of a sentence may be the words."""
    if name in _ROLES or _A_BABY & set(name):
        return True
    if not tokens[place].is_capital:
        return False
    is_a_word_too = len(name) == 1 and name[0] in _ALSO_WORDS
    return not (is_a_word_too and place == 0 and tokens[place].owner == tokens[place].word)
