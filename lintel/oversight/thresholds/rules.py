"""What a threshold version needs before it takes effect, in plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Missing(StrEnum):
    """What a version still lacks."""

    EFFECTIVE_FROM = "effective_from"
    PAST = "past"
    LEVELS = "levels"
    CONSULTATION = "consultation"
    EARLY_HELP = "early_help"
    WHAT_IF = "what_if"
    SIGNATURE = "signature"

    @property
    def words(self) -> str:
        """What to do about it."""
        return {
            "effective_from": "Say from which day the version takes effect.",
            "past": "The day it takes effect has passed. Choose one that has not: people need to know beforehand.",
            "levels": "The version has no levels of need with indicators. Write them, or copy the last version's.",
            "consultation": "Say who was consulted: the safeguarding partners at least.",
            "early_help": "The early help wording has not been reviewed beside this version.",
            "what_if": "No what-if is attached. Ask what this change would do to the work, and attach the answer.",
            "signature": "The what-if is not signed. The head of service signs it after 4,000 runs or more.",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A version as the rules see it."""

    effective_from: date | None
    has_levels: bool
    is_consulted: bool
    is_early_help_reviewed: bool
    has_what_if: bool
    is_what_if_signed: bool


def what_is_missing(draft: Draft, *, today: date) -> list[Missing]:
    """Everything the version still lacks, in the order it is best done; empty when it may take effect."""
    checks: list[tuple[Missing, bool]] = [
        (Missing.LEVELS, not draft.has_levels),
        (Missing.CONSULTATION, not draft.is_consulted),
        (Missing.EARLY_HELP, not draft.is_early_help_reviewed),
        (Missing.WHAT_IF, not draft.has_what_if),
        (Missing.SIGNATURE, draft.has_what_if and not draft.is_what_if_signed),
        (Missing.EFFECTIVE_FROM, draft.effective_from is None),
        (Missing.PAST, draft.effective_from is not None and draft.effective_from < today),
    ]
    return [missing for missing, is_missing in checks if is_missing]


@dataclass(frozen=True, kw_only=True)
class LevelText:
    """A level of need and its indicators, as (domain, words)."""

    number: int
    name: str
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    """What became of one level: indicators that came and went, and its old name where it changed."""

    number: int
    name: str
    name_before: str
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.name != self.name_before)


def compared(before: Sequence[LevelText], after: Sequence[LevelText]) -> list[LevelChange]:
    """Level by level, what the later version says and the earlier did not; a level only in one is empty there."""
    old, new = ({level.number: level for level in levels} for levels in (before, after))
    changes = []
    for number in sorted(old.keys() | new.keys()):
        was, now = (levels.get(number, LevelText(number=number, name="", indicators=())) for levels in (old, new))
        changes.append(
            LevelChange(
                number=number, name=now.name, name_before=was.name,
                added=tuple(each for each in now.indicators if each not in was.indicators),
                removed=tuple(each for each in was.indicators if each not in now.indicators),
            )
        )  # fmt: skip
    return changes
