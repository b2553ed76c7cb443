"""What the page of a measure says: what it asks, how it is worked out, where it fails, and what it was held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.word_lists import WordList, word_list

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Failure:
    """A sentence a measure reads wrongly: what it finds, and what a reader says. A test holds each to be so."""

    words: str
    child: str
    check: str
    finds: bool
    reader: str
    other: str = ""


@dataclass(frozen=True)
class Explained:
    """What a measure asks, how it is worked out, the lists it uses, and where it fails."""

    asks: str
    how: tuple[str, ...]
    lists: tuple[WordList, ...]
    fails: tuple[Failure, ...]


@cache
def explained() -> Mapping[Measure, Explained]:
    """Every measure, in words."""
    said: dict[str, Any] = yaml.safe_load((HERE / "explained.yml").read_text(encoding="utf-8"))
    return {measure: _one(said[measure.value]) for measure in Measure}


@cache
def held_to() -> Mapping[str, Any]:
    """What came of the sixty invented assessments; a test works it out anew and compares."""
    found: dict[str, Any] = yaml.safe_load((HERE / "held_to.yml").read_text(encoding="utf-8"))
    return found


def _one(said: dict[str, Any]) -> Explained:
    return Explained(
        said["asks"], tuple(said["how"]), tuple(word_list(name) for name in said["lists"]),
        tuple(Failure(**{**each, "finds": each["finds"] == "yes"}) for each in said["fails"]),
    )  # fmt: skip
