"""What must be true of an assessment, and where it stands. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lintel.statute.calendar import WorkingCalendar
from lintel.statute.codes import ASSESSMENT_FACTOR
from lintel.statute.limits import TimeLimit
from lintel.steps.assessments.codes import NO_FACTORS, Outcome, State


def state(*, is_sent: bool, is_returned: bool, is_authorised: bool) -> State:
    """
    Where one child's assessment stands.

    :param is_sent: whether it is before a manager now.
    :param is_returned: whether it was sent back, the last time it was sent.
    """
    if is_authorised:
        return State.AUTHORISED
    if is_sent:
        return State.WITH_MANAGER
    return State.SENT_BACK if is_returned else State.WRITING


def may_sign(*, by: int, writers: Collection[int], authors: Collection[int]) -> bool:
    """Whether this person may authorise: nobody signs off their own assessment (hard stop 8)."""
    return by not in writers and by not in authors


def holds_whole(*, was: str, theirs: str, yours: str) -> bool:
    """Whether what you wrote holds all that was added since you read it: then nothing of anybody's is lost by it."""
    return bool(theirs) and was in theirs and theirs in yours


def fault_in_factors(factors: Collection[str], *, outcome: Outcome | None) -> str:
    """What is wrong with the census factors of a child, in words; nothing where they are in order."""
    if unknown := sorted(set(factors) - set(ASSESSMENT_FACTOR)):
        return f"{unknown[0]} is not a factor of the census"
    if NO_FACTORS not in factors:
        return ""
    if set(factors) != {NO_FACTORS}:
        return "“No factors identified” stands alone: take it away, or the others"
    if outcome not in (None, Outcome.NO_FURTHER_ACTION, Outcome.EARLY_HELP):
        return "“No factors identified” goes only with an assessment after which social care does nothing further"
    return ""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The days of one child's assessment: from the referral, whoever holds the child meanwhile."""

    started_on: date
    due_on: date
    days_used: int
    days_allowed: int

    @property
    def is_over(self) -> bool:
        return self.days_used > self.days_allowed

    @property
    def days_left(self) -> int:
        return max(0, self.days_allowed - self.days_used)


def clock(
    *, started_on: date, ended_on: date | None, today: date, limit: TimeLimit, calendar: WorkingCalendar
) -> Clock:
    """How many of the working days are used, up to the authorisation or today."""
    until = max(started_on, ended_on or today)
    return Clock(
        started_on=started_on, due_on=limit.due_on(started_on, calendar),
        days_used=calendar.working_days_between(started_on, until), days_allowed=limit.amount,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What stands in the part the family shares, as far as the question goes what is missing."""

    empty_sections: tuple[str, ...] = ()
    views_missing: tuple[str, ...] = ()
    has_midpoint: bool = True
    is_past_midpoint: bool = False
    is_family_told: bool = True


@dataclass(frozen=True, kw_only=True)
class Written:
    """What stands in one child's own part."""

    empty_sections: tuple[str, ...] = ()
    has_own_need: bool = True
    has_voice: bool = True
    history_not_weighed: int = 0
    has_factors: bool = True
    has_outcome: bool = True
    is_over: bool = False
    says_why_over: bool = True


def missing_of_all(shared: Shared) -> list[str]:
    """What a reader would miss in what the family shares, in words. It is shown, and stops nobody."""
    return _asked(
        *((True, f"the view of {who}, or why it was not sought") for who in shared.views_missing),
        (bool(shared.empty_sections), _empty(shared.empty_sections)),
        (shared.is_past_midpoint and not shared.has_midpoint, "the mid-point with the manager"),
        (not shared.is_family_told, "when and how the family was told of the assessment"),
    )


def missing(child: str, written: Written) -> list[str]:
    """What a reader would miss in one child's own part. A loud brother or sister hides nobody's."""
    return _asked(
        (not written.has_voice, f"{child}’s own words, or what was seen of them"),
        (not written.has_own_need, f"a need of {child}’s own"),
        (bool(written.empty_sections), _empty(written.empty_sections)),
        (written.history_not_weighed > 0, _history(written.history_not_weighed)),
        (not written.has_factors, "the factors for the census"),
        (not written.has_outcome, "what it leads to"),
        (written.is_over and not written.says_why_over, "why it took longer than 45 working days"),
    )


def _asked(*asked: tuple[bool, str]) -> list[str]:
    return [words for is_missing, words in asked if is_missing]


def _empty(titles: Collection[str]) -> str:
    return f"words under {', '.join(f'“{title}”' for title in titles)}"


def _history(lines: int) -> str:
    return f"{lines} {'line' if lines == 1 else 'lines'} of history neither used nor set aside"
