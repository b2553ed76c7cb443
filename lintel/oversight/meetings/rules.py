"""What comes onto an agenda, what was counted otherwise, and which indicators nobody looks at. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Without a meeting before it, an agenda looks back so far.
FIRST_LOOKS_BACK = timedelta(weeks=4)
# An indicator that nobody talked of for so long is watched by nobody, whoever is named.
NOT_TALKED_OF = timedelta(weeks=26)
# What of a definition changes what is counted.
COUNTS = ("Definition", "Numerator", "Denominator", "Clock", "Unit")


@dataclass(frozen=True)
class Week:
    """One whole week of an indicator: its value and the rules of special causes it breaks, in words."""

    begins: date
    ends: date
    value: float | None
    signals: tuple[str, ...] = ()


def looks_back_to(last_held_on: date | None, *, held_on: date) -> date:
    """After which day a week is new to a meeting."""
    return last_held_on if last_held_on is not None else held_on - FIRST_LOOKS_BACK


def special_causes(weeks: Sequence[Week], *, since: date) -> list[Week]:
    """The weeks with a signal that ended after a day, earliest first."""
    return [week for week in weeks if week.signals and week.ends > since]


def is_outside(value: float, *, at_least: float | None, at_most: float | None) -> bool:
    """Whether a value lies outside the limits that were agreed."""
    return (at_least is not None and value < at_least) or (at_most is not None and value > at_most)


def counted_otherwise(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Which parts of a definition that change what is counted are not what they were: name, then and now."""
    return [(part, before[part], now[part]) for part in COUNTS if part in before and before[part] != now.get(part, "")]


def why_orphan(
    *, owner: str, meeting: str, has_limits: bool, last_talked_of: date | None, watched_since: date | None, on: date
) -> list[str]:  # fmt: skip
    """Why an indicator is an orphan, in words; nothing where it has an owner, a meeting, limits, and is talked of."""
    found = []
    if not owner:
        found.append("no owner")
    if not meeting:
        found.append("no meeting")
    if not has_limits:
        found.append("no limits")
    since = max((day for day in (last_talked_of, watched_since) if day), default=None)
    if since is None or on - since > NOT_TALKED_OF:
        found.append("not talked of for half a year" if last_talked_of else "never talked of")
    return found


def may_be_answered(*, is_earlier_action: bool, earlier_actions_open: int) -> bool:
    """Whether the meeting has come to it: the actions of the last meeting come first."""
    return is_earlier_action or earlier_actions_open == 0


def in_words(signals: Iterable[str]) -> str:
    """`Outside the limits; eight on one side`."""
    said = "; ".join(signals)
    return said[:1].upper() + said[1:]


def also_in(weeks: int) -> str:
    """
    What is said of special causes in other weeks than the last one.

    >>> also_in(2)
    ' There were special causes in 2 other weeks since the last meeting.'
    """
    if weeks < 1:
        return ""
    return f" There were special causes in {weeks} other week{'s' if weeks > 1 else ''} since the last meeting."
