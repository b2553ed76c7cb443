"""When a finding is improving and when it may be closed. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.oversight.ledger.codes import State

# Evidence older than this says nothing of the work of today.
EVIDENCE_LASTS = timedelta(days=364)


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an indicator is to keep to, week by week: at least or at most a value, for so many weeks in a row."""

    at_least: float | None = None
    at_most: float | None = None
    weeks: int = 8

    def keeps(self, value: float) -> bool:
        """Whether one week lies within the target."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, kw_only=True)
class IndicatorKey:
    """The first key: for how many weeks in a row the indicator has kept to its target, and how many are wanted."""

    weeks_met: int
    weeks_wanted: int

    @property
    def is_turned(self) -> bool:
        return self.weeks_met >= self.weeks_wanted


@dataclass(frozen=True, kw_only=True)
class EvidenceKey:
    """
    The second key: the moderated share of work that is good or better, from 0 to 1, with its interval.

    `low` is the lower end of the interval: what lies inside the doubt is no evidence.
    """

    low: float | None
    middle: float | None
    high: float | None
    pairs: int
    audits: int
    is_enough: bool
    wanted: float

    @property
    def is_turned(self) -> bool:
        return self.is_enough and self.low is not None and self.low >= self.wanted


def weeks_met(weeks: Sequence[tuple[date, float | None]], target: Target, *, said_on: date) -> int:
    """
    For how many weeks in a row, up to the last, a target was kept to.

    Only weeks that began after the finding was last said count. A week with nothing to count neither adds nor breaks.

    :param weeks: the Monday and the value of each week, earliest first.
    """
    met = 0
    for begins, value in reversed(weeks):
        if begins <= said_on or (value is not None and not target.keeps(value)):
            break
        met += value is not None
    return met


def evidence_since(*, said_on: date, today: date) -> date:
    """From which day on moderated audits bear on a finding: after it was last said, and not longer ago than a year."""
    return max(said_on + timedelta(days=1), today - EVIDENCE_LASTS)


def state_of(*, is_closed: bool, keys: Sequence[IndicatorKey | EvidenceKey]) -> State:
    """Closed if it was closed with both keys, improving with one of them, else open."""
    if is_closed:
        return State.CLOSED
    return State.IMPROVING if any(key.is_turned for key in keys) else State.OPEN


def why_not_closed(*, first: IndicatorKey, second: EvidenceKey) -> list[str]:
    """What is missing before a finding may be closed, in plain words; nothing where both keys are turned."""
    found = []
    if not first.is_turned:
        found.append(
            f"The indicator has kept to its target for {first.weeks_met} of {first.weeks_wanted} weeks in a row."
        )
    if not second.is_enough:
        found.append("There are not enough moderated audits since it was last said.")
    elif not second.is_turned:
        found.append(
            f"Moderated audits bear out at least {100 * (second.low or 0.0):.0f}% good or better; "
            f"{100 * second.wanted:.0f}% is wanted."
        )
    return found
