"""Which decisions are drawn, and how far apart two of them are. Plain values in, verdicts out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.oversight.alike.codes import Stratum
from lintel.statute.calendar import LONDON, WorkingCalendar, local_day
from lintel.steps.front_door.codes import Outcome

DAY_BEGINS, DAY_ENDS = 8, 17
NEW_FOR = timedelta(weeks=26)
TIMES_AS_OFTEN = 2.0
A_MANAGER_LOOKS_FROM = 2
CLOSES_WITHOUT_HELP = frozenset({Outcome.ADVICE, Outcome.NO_FURTHER_ACTION, Outcome.AWAITING_INFORMATION})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody decided: an outcome, and a level of need where they gave one."""

    outcome: str
    level: int | None = None


def strata(*, decided_at: datetime, began_on: date | None, calendar: WorkingCalendar) -> frozenset[Stratum]:
    """
    Why a decision is drawn more often: the hour, the day, or that the decider is new.

    :param began_on: when the decider began here; None where nobody knows, which counts as long ago.
    """
    local, day = decided_at.astimezone(LONDON), local_day(decided_at)
    found = {
        Stratum.LATE: not DAY_BEGINS <= local.hour < DAY_ENDS,
        Stratum.WEEKEND: not calendar.is_working_day(day),
        Stratum.NEW_STARTER: began_on is not None and day - began_on < NEW_FOR,
    }
    return frozenset(stratum for stratum, holds in found.items() if holds)


def chance_of(strata: Collection[Stratum], *, share: float) -> float:
    """How likely a decision is drawn: the agreed share, and twice that for the strata."""
    return min(1.0, share * (TIMES_AS_OFTEN if strata else 1.0))


def is_drawn(decision: int, *, seed: str, chance: float) -> bool:
    """
    Whether a decision is drawn. The same seed and decision always give the same answer, whoever asks and when.

    Without the seed nobody can foresee it; with it everybody can check afterwards that nobody chose.
    """
    digest = hashlib.sha256(f"{seed}:{decision}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < chance


def levels_apart(first: Answer, second: Answer) -> int:
    """
    How far apart two decisions are.

    By levels of need where both gave one. Social care against closing without help counts as two whatever the levels
    say: that is the difference between somebody coming and nobody.
    """
    by_level = abs(first.level - second.level) if first.level and second.level else 0
    one, other = Outcome(first.outcome), Outcome(second.outcome)
    opposite = any(a.is_statutory and b in CLOSES_WITHOUT_HELP for a, b in ((one, other), (other, one)))
    return max(by_level, A_MANAGER_LOOKS_FROM if opposite else int(one != other and not by_level))


def needs_a_manager(apart: int) -> bool:
    """Whether a manager looks the same day."""
    return apart >= A_MANAGER_LOOKS_FROM


def gap_due_on(at: datetime) -> date:
    """The day a manager has looked by: the same, also at a weekend. A child may be waiting behind it (Q1)."""
    return local_day(at)


def falls_below(high: float | None, *, floor: float) -> bool:
    """Whether even the upper end of the interval lies below the agreed floor: then it is not chance any more."""
    return high is not None and high < floor
