"""What cycles of audits look at, what they are drawn by, and what is learned from them, in words. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """What a cycle looks at (DOMAIN.md 9: thematic samples named in Ofsted's letters)."""

    NO_FURTHER_ACTION = "no_further_action"
    RE_REFERRALS = "re_referrals"
    DOMESTIC_ABUSE = "domestic_abuse"
    STRATEGY_TO_CONFERENCE = "strategy_to_conference"
    SUPERVISION = "supervision"
    STANDING_STILL = "standing_still"
    STEP_DOWNS = "step_downs"
    ALL_OPEN = "all_open"

    @property
    def words(self) -> str:
        return _THEMES[self].name

    @property
    def whom(self) -> str:
        """Which children a sample of this theme is drawn from."""
        return _THEMES[self].whom

    @property
    def question(self) -> str:
        """What is asked where nobody says otherwise."""
        return _THEMES[self].question


@dataclass(frozen=True)
class _About:
    name: str
    whom: str
    question: str


_THEMES = {
    Theme.NO_FURTHER_ACTION: _About(
        "Decisions to take no further action", "children about whom a contact was decided to go no further",
        "Was it right to go no further, and was the history looked at?",
    ),
    Theme.RE_REFERRALS: _About(
        "Children referred again", "children referred again within twelve months",
        "Did the last time end too soon, and does this time answer the whole history?",
    ),
    Theme.DOMESTIC_ABUSE: _About(
        "Domestic abuse notices", "children of whom a police notice told",
        "Is the pattern seen, or each notice by itself?",
    ),
    Theme.STRATEGY_TO_CONFERENCE: _About(
        "From strategy discussion to conference", "children whom a strategy discussion was about",
        "Were children made safe in time, and was each decision borne out?",
    ),
    Theme.SUPERVISION: _About(
        "Supervision and oversight", "children held by a worker for three months or more",
        "Does supervision change what is done for the child?",
    ),
    Theme.STANDING_STILL: _About(
        "Plans that stand still", "children under a plan of three months or more in which nothing changed for them",
        "Is it the right plan, and who noticed that it stands still?",
    ),
    Theme.STEP_DOWNS: _About(
        "Step-downs to early help", "children stepped down to early help",
        "Was it safe to step down, and did help go on?",
    ),
    Theme.ALL_OPEN: _About(
        "All open work", "children with work under way",
        "How good is practice, and is it the right plan, in good time?",
    ),
}  # fmt: skip


class Strata(StrEnum):
    """What a sample is drawn in proportion to."""

    NONE = "none"
    TEAM = "team"
    AGE = "age"
    STATUS = "status"

    @property
    def words(self) -> str:
        return {
            Strata.NONE: "Nothing: all at random", Strata.TEAM: "The team", Strata.AGE: "The child’s age",
            Strata.STATUS: "Where the child stands: on a plan, being assessed, closed",
        }[self]  # fmt: skip


class Status(StrEnum):
    """Where a child stands on a day, the furthest first."""

    PROTECTION_PLAN = "Child protection plan"
    NEED_PLAN = "Child in need plan"
    ASSESSED = "Being assessed"
    OPEN = "Open otherwise"
    CLOSED = "Not open"


class LearningTheme(StrEnum):
    """What answers, actions and learning are about; the same in every cycle, so that cycles can be compared."""

    CHILDS_VOICE = "childs_voice"
    HISTORY = "history"
    ANALYSIS = "analysis"
    RIGHT_PLAN = "right_plan"
    GOOD_TIME = "good_time"
    OVERSIGHT = "oversight"
    FATHERS = "fathers"
    FAMILIES = "families"
    PARTNERS = "partners"
    RECORDING = "recording"

    @property
    def words(self) -> str:
        return {
            LearningTheme.CHILDS_VOICE: "The child’s voice and daily life",
            LearningTheme.HISTORY: "History and pattern", LearningTheme.ANALYSIS: "Analysis, not description",
            LearningTheme.RIGHT_PLAN: "The right plan", LearningTheme.GOOD_TIME: "Progress in good time",
            LearningTheme.OVERSIGHT: "Supervision and management oversight",
            LearningTheme.FATHERS: "Fathers and partners", LearningTheme.FAMILIES: "Working with the family",
            LearningTheme.PARTNERS: "Partners and other agencies", LearningTheme.RECORDING: "Recording",
        }[self]  # fmt: skip
