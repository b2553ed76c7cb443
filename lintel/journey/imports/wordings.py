"""
Reading coded answers however an authority writes them.

Each set of codes has four ways in, tried in this order: a wording that is listed; the code itself, first in the text or
in brackets ("a) WBRI", "q) 6: Police", "White British [WBRI]"); the letter of Ofsted's list where it stands alone
("b)"); and patterns that fit the wording in small letters without punctuation. What none of them fits is not guessed.
The tables are in `reference/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

PREFIX = re.compile(r"^\(?([a-z]{1,2}\d?|\d{1,2}(?=\)))[).]\s*(.*)$", re.IGNORECASE | re.DOTALL)
IN_BRACKETS = re.compile(r"[\[(]\s*([A-Za-z0-9]{1,5})\s*[\])]")
FIRST_WORD = re.compile(r"^['\"‘“(]*([A-Za-z0-9]+)")
NOT_WORDS = re.compile(r"[^\w]+")
LONGEST_WORDING = 300


class NotRecognised(Exception):
    """No code of the set is meant by this wording as far as we can tell."""


@dataclass(frozen=True)
class Wordings:
    """How a set of codes is written in the files of authorities."""

    codes: Mapping[str, str]
    letters: Mapping[str, str]
    phrases: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    asks_nothing: frozenset[str] = field(default_factory=frozenset)

    def read(self, text: str) -> str:
        """
        The code that is meant; empty where the wording says that nothing is known.

        :raises NotRecognised: if none is.
        """
        return _read(self, text[:LONGEST_WORDING])

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=50_000)
def _read(wordings: Wordings, text: str) -> str:
    prefix = PREFIX.match(text)
    letter, rest = (prefix.group(1).lower(), prefix.group(2)) if prefix else ("", text)
    said = (plain(rest), plain(text))
    exact = _exactly(wordings, said, rest)
    if exact is not None:
        return exact
    if not rest and letter in wordings.letters:
        return wordings.letters[letter]
    if wordings.asks_nothing.intersection(said):
        return ""
    for pattern, code in wordings.patterns:
        if found := pattern.search(said[0]):
            return found.expand(code)
    if letter in wordings.letters:
        return wordings.letters[letter]
    raise NotRecognised(text)


def _exactly(wordings: Wordings, said: tuple[str, str], rest: str) -> str | None:
    """What a listed wording means, or the code itself where it is written out."""
    for wording in said:
        if wording in wordings.phrases:
            return wordings.phrases[wording]
    for code in _codes_written_out(rest):
        if code.upper() in wordings.codes:
            return wordings.codes[code.upper()]
    return None


def _codes_written_out(text: str) -> list[str]:
    first = FIRST_WORD.match(text)
    return ([first.group(1)] if first else []) + IN_BRACKETS.findall(text)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A wording or heading in small letters, without accents, punctuation or doubled spaces; `&` reads as "and"."""
    spelt = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    spelt = "".join(letter for letter in spelt if not unicodedata.combining(letter)).replace("’", "").replace("'", "")
    return " ".join(NOT_WORDS.sub(" ", spelt.replace("_", " ")).split())


@cache
def reference(name: str) -> Any:
    """One of our tables of how things are written."""
    text = resources.files(__package__).joinpath("reference", name).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders


@cache
def wordings(name: str) -> Wordings:
    """The wordings of one set of codes, by the name it has in `reference/wordings.yml`."""
    table = reference("wordings.yml")[name]
    codes = {str(code): str(code) for code in table["codes"]}
    codes |= {str(written): str(code) for written, code in table.get("also_written", {}).items()}
    phrases = {plain(str(phrase)): str(code) for code, said in table.get("phrases", {}).items() for phrase in said}
    return Wordings(
        codes={written.upper(): code for written, code in codes.items()},
        letters={str(letter): str(code) for letter, code in table.get("letters", {}).items()},
        phrases=phrases,
        patterns=tuple((re.compile(pattern), str(code)) for pattern, code in table.get("patterns", [])),
        asks_nothing=frozenset(plain(str(said)) for said in table.get("says_nothing", [])),
    )


@cache
def nobody() -> frozenset[str]:
    """What authorities write where a child has no allocated worker."""
    return frozenset(plain(str(said)) for said in reference("nobody.yml")["said"])


def is_nobody(name: str) -> bool:
    """Whether the text stands where a worker's name would and names no worker: empty, "Unallocated", "Duty"."""
    wording = plain(name)
    return (
        not wording
        or wording in nobody()
        or any(re.search(pattern, wording) for pattern in reference("nobody.yml")["patterns"])
    )
