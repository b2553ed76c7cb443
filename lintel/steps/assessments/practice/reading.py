"""Reading a practice model out of its file: plain values, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lintel.steps.assessments.codes import VOICE

CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
# What new assessments follow until an authority chooses.
FIRST = "systemic/1"
MOST_SECTIONS = 40


class NotAPracticeModel(Exception):
    """This is no practice model that an assessment could follow; it says why."""


@dataclass(frozen=True)
class Section:
    """One section: what it is called, what it asks, and whether the family shares it or each child has their own."""

    code: str
    title: str
    prompts: tuple[str, ...]
    is_shared: bool


@dataclass(frozen=True)
class Practice:
    """A practice model as an assessment follows it."""

    key: str
    name: str
    about: str
    sections: tuple[Section, ...]

    def of_part(self, *, is_shared: bool) -> list[Section]:
        """The sections of the shared part, or those that each child has, in order."""
        return [section for section in self.sections if section.is_shared is is_shared]


def read(text: str) -> Practice:
    """
    A practice model out of the text of its file.

    :raises NotAPracticeModel: if it is none; the words say what is missing.
    """
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise NotAPracticeModel(f"It cannot be read: {str(fault).splitlines()[0]}.") from None
    if not isinstance(said, dict):
        raise NotAPracticeModel("It must name its code, version, name, and the sections “shared” and “child”.")
    code, version, name = str(said.get("code", "")), said.get("version"), str(said.get("name", "")).strip()
    if not CODE.fullmatch(code) or not isinstance(version, int) or not 1 <= version <= 9_999 or not name:
        raise NotAPracticeModel("It must have a code in small letters, a whole number as its version, and a name.")
    sections = (*_sections(said.get("shared"), is_shared=True), *_sections(said.get("child"), is_shared=False))
    _must_be_whole(sections)
    return Practice(f"{code}/{version}", name[:80], str(said.get("about", "")).strip(), sections)


def from_rows(key: str, name: str, about: str, rows: Iterable[Mapping[str, Any]]) -> Practice:
    """A practice model as it stands in the record."""
    return Practice(key, name, about, tuple(
        Section(row["code"], row["title"], tuple(row["prompts"]), row["is_shared"]) for row in rows
    ))  # fmt: skip


def as_rows(practice: Practice) -> list[dict[str, Any]]:
    """Its sections as the record keeps them."""
    return [
        {"code": each.code, "title": each.title, "prompts": list(each.prompts), "is_shared": each.is_shared}
        for each in practice.sections
    ]


@cache
def shipped() -> dict[str, Practice]:
    """The practice models that come with Lintel, by key."""
    found = [read(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.yml"))]
    return {practice.key: practice for practice in found}


def _sections(said: Any, *, is_shared: bool) -> list[Section]:
    whose = "shared" if is_shared else "child"
    if not isinstance(said, list) or not said or not all(isinstance(each, dict) for each in said):
        raise NotAPracticeModel(f"Under “{whose}” there must be a list of sections.")
    return [_section(each, is_shared=is_shared) for each in said]


def _section(said: Mapping[str, Any], *, is_shared: bool) -> Section:
    code, title, prompts = str(said.get("code", "")), str(said.get("title", "")).strip(), said.get("prompts", [])
    if not CODE.fullmatch(code):
        raise NotAPracticeModel(f"A section’s code must be in small letters: “{code}” is not.")
    if not title:
        raise NotAPracticeModel(f"The section “{code}” has no title.")
    if not isinstance(prompts, list) or not all(isinstance(each, str) for each in prompts):
        raise NotAPracticeModel(f"The prompts of “{title}” must be a list of sentences.")
    return Section(code, title[:120], tuple(each.strip() for each in prompts), is_shared)


def _must_be_whole(sections: Sequence[Section]) -> None:
    codes = [section.code for section in sections]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise NotAPracticeModel(f"Two sections have the code “{twice[0]}”.")
    if len(codes) > MOST_SECTIONS:
        raise NotAPracticeModel(f"It has more than {MOST_SECTIONS} sections.")
    if not any(section.code == VOICE and not section.is_shared for section in sections):
        raise NotAPracticeModel(f"Each child needs a section with the code “{VOICE}” for their own words.")
