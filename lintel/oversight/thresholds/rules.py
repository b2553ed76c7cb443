"""What a threshold version needs before it takes effect, in plain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lintel.oversight.performance.rules import Interval
from lintel.oversight.thresholds.codes import OTHER_SAFEGUARDING_PARTNERS, Partner


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


def not_put_to(asked: Collection[Partner]) -> list[Partner]:
    """The safeguarding partners a version was not put to. Nothing is stopped by it; it is said, and written down."""
    return [partner for partner in OTHER_SAFEGUARDING_PARTNERS if partner not in asked]


def difference_in_words(before: Interval | None, after: Interval | None) -> str:
    """Whether a share is another one since; where the 95% intervals overlap, that nobody can tell yet."""
    if before is None or after is None:
        return "Cannot tell yet: there is nothing to compare."
    if after.low > before.high:
        return "Higher since: the ranges do not overlap."
    if after.high < before.low:
        return "Lower since: the ranges do not overlap."
    return "Cannot tell yet: the ranges overlap."


@dataclass(frozen=True, kw_only=True)
class IndicatorText:
    """An indicator of a level, with its example where it has one."""

    domain: str
    wording: str
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class LevelText:
    """A level of need as it is written."""

    number: int
    name: str = ""
    wording: str = ""
    is_statutory: bool = False
    indicators: tuple[IndicatorText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    """What became of one level. Where only the example of an indicator differs, it is in `examples`, then and now."""

    before: LevelText
    after: LevelText
    added: tuple[IndicatorText, ...]
    removed: tuple[IndicatorText, ...]
    examples: tuple[tuple[IndicatorText, IndicatorText], ...]

    @property
    def number(self) -> int:
        return self.after.number

    @property
    def name(self) -> str:
        return self.after.name

    @property
    def name_before(self) -> str:
        return self.before.name

    @property
    def is_new(self) -> bool:
        return not self.before.name

    @property
    def is_gone(self) -> bool:
        return not self.after.name

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        head_before, head_after = (
            (level.name, level.wording, level.is_statutory) for level in (self.before, self.after)
        )
        return bool(self.added or self.removed or self.examples or head_before != head_after)

    @property
    def is_about_social_care(self) -> bool:
        """Whether the statutory wording changed: the level is, or was, one of social care (S23)."""
        return self.is_changed and (self.before.is_statutory or self.after.is_statutory)


def compared(before: Sequence[LevelText], after: Sequence[LevelText]) -> list[LevelChange]:
    """Level by level, what the later version says and the earlier did not; a level only in one is empty there."""
    old, new = ({level.number: level for level in levels} for levels in (before, after))
    numbers = sorted(old.keys() | new.keys())
    return [_change(*(levels.get(number, LevelText(number=number)) for levels in (old, new))) for number in numbers]


def _change(before: LevelText, after: LevelText) -> LevelChange:
    was, now = ({(each.domain, each.wording): each for each in level.indicators} for level in (before, after))
    return LevelChange(
        before=before, after=after,
        added=tuple(each for words, each in now.items() if words not in was),
        removed=tuple(each for words, each in was.items() if words not in now),
        examples=tuple(
            (was[words], each) for words, each in now.items() if words in was and was[words].example != each.example
        ),
    )  # fmt: skip
