"""Which children belong on a list of those whose earlier work is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Waited:
    """A time in which nobody held a child; `until` is the first day somebody did."""

    child: int
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """Somebody said that the work of an episode was unfinished or poor, or an audit found it inadequate."""

    child: int
    began_on: date
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class Affected:
    """A child on the list, and why: the longest wait in days (none where it was not the wait), and the tag."""

    child: int
    waited_days: int | None
    is_tagged: bool


def affected(
    waits: Iterable[Waited], tagged: Iterable[Tagged], *, days: int, first: date, last: date
) -> list[Affected]:
    """
    Every child who waited so many days or more, some of them between two days, or whose work in that time was tagged.

    A wait is counted up to the last of the two days: what came later was not known of that time.
    """
    longest: dict[int, int] = {}
    for wait in waits:
        waited = (min(wait.until, last + timedelta(days=1)) - wait.since).days
        if wait.since <= last and wait.until > first and waited >= days:
            longest[wait.child] = max(waited, longest.get(wait.child, 0))
    poor = {each.child for each in tagged if each.began_on <= last and each.ended_on >= first}
    return [
        Affected(child=child, waited_days=longest.get(child), is_tagged=child in poor)
        for child in sorted(longest.keys() | poor)
    ]
