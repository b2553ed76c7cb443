"""
The words the measures look for: one file each in `lists/`, with its version, to be edited by whoever leads practice.

An authority puts its own file of the same name into the folder that LINTEL_WORD_LISTS names. What was validated with
one version of the lists is on trial with the next: `version_of_all` is written into each validation record.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "lists"
ANYTHING = r"[\w’'-]*"


@dataclass(frozen=True)
class WordList:
    """One list: what it is of, its version, its words by group, and for some what each stands for."""

    name: str
    what: str
    version: str
    groups: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for words in self.groups.values() for word in words)


@cache
def word_list(name: str) -> WordList:
    """A list by the name of its file."""
    return read(_file(name))


@cache
def all_lists() -> tuple[WordList, ...]:
    """Every list, by name."""
    return tuple(word_list(path.stem) for path in sorted(FOLDER.glob("*.yml")))


@cache
def version_of_all() -> str:
    """A short stamp that changes with any word of any list."""
    written = b"".join(_file(path.stem).read_bytes() for path in sorted(FOLDER.glob("*.yml")))
    return hashlib.sha256(written).hexdigest()[:8]


def read(path: Path) -> WordList:
    """
    Read a list: `words` as a row or with what each stands for, or `groups` of rows; any other row is a group as well.
    """
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    plain = {key: words for key, words in said.items() if isinstance(words, dict) and key != "groups"}
    rows = said.get("groups", {}) | {key: row for key, row in said.items() if isinstance(row, list)}
    rows = rows | {key: list(words) for key, words in plain.items()}
    return WordList(
        path.stem, str(said["what"]), str(said["version"]),
        {name: tuple(str(word) for word in row) for name, row in rows.items()},
        {str(word): str(stands) for words in plain.values() for word, stands in words.items()},
    )  # fmt: skip


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these words or phrases in small letters, the longest first; `sleep*` finds sleeping as well."""
    longest_first = sorted(set(words), key=len, reverse=True)
    found = "|".join(re.escape(word.lower()).replace(r"\*", ANYTHING).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w’'-])(?:{found})(?![\w-])" if found else r"(?!)")


@cache
def pattern_of(name: str, group: str = "") -> re.Pattern[str]:
    """What finds the words of a list, or of one of its groups."""
    found = word_list(name)
    return pattern(found.groups[group] if group else found.words)


def _file(name: str) -> Path:
    own = os.environ.get("LINTEL_WORD_LISTS")
    if own and (path := Path(own) / f"{name}.yml").is_file():
        return path
    return FOLDER / f"{name}.yml"
