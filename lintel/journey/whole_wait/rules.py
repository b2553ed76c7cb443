"""
Cutting a wait into parts that add up. Plain values in, verdicts out.

Lengths are whole minutes on the clock on the wall: from nine one day to nine the next is a day, also when the clocks
change. Where only the day of something is known it is counted at the end of that day, so days stay whole days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import TypeVar

from lintel.journey.whole_wait.codes import Waited
from lintel.statute.calendar import LONDON, local_day, require_a_zone

Knocked = TypeVar("Knocked")
Helped = TypeVar("Helped")
YEAR = timedelta(days=365)
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True)
class Moment:
    """A time; or, where `at` is empty, only its day."""

    on: date
    at: datetime | None = None

    @property
    def clock(self) -> int:
        """Minutes since the beginning of the calendar, by the clock on the wall; of a day alone, its end."""
        if self.at is None:
            return (self.on.toordinal() + 1) * MINUTES_OF_A_DAY
        require_a_zone(self.at)
        local = self.at.astimezone(LONDON)
        return local.toordinal() * MINUTES_OF_A_DAY + local.hour * 60 + local.minute


def moment_looked_at(day: date, now: datetime) -> Moment:
    """The end of a day or, on a day that is not over, now."""
    return Moment(day, now) if local_day(now) == day else Moment(day)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """
    That something was waited for from one moment to another, or ever since.

    Of claims on the same minute the one with the lowest `rank` has it; among equals the one that began last.
    """

    waited: Waited
    rank: int
    begins: Moment
    ends: Moment | None = None
    name: str = ""

    def covers(self, minute: int) -> bool:
        return self.begins.clock <= minute and (self.ends is None or minute < self.ends.clock)

    @property
    def _order(self) -> tuple[int, int, str, str]:
        return (self.rank, -self.begins.clock, self.waited, self.name)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a wait: what was waited for, from when to when; `name` says of whom, where somebody is named."""

    waited: Waited
    begins: Moment
    ends: Moment
    name: str = ""

    @property
    def minutes(self) -> int:
        return self.ends.clock - self.begins.clock


def parts(claims: Iterable[Claim], *, begins: Moment, ends: Moment) -> tuple[Part, ...]:
    """
    The parts of the time between two moments, one after the other and nothing left over.

    What no claim covers is a part of its own, `NOT_RECORDED`. Nothing where no time passed.
    """
    claimed = sorted(claims, key=lambda claim: claim._order)
    known = {begins.clock: begins, ends.clock: ends}
    for moment in sorted(_moments(claimed), key=lambda m: (m.at is None, m.on, m.at or LONG_AGO)):
        if begins.clock < moment.clock < ends.clock:
            known.setdefault(moment.clock, moment)
    stops = sorted(clock for clock in known if begins.clock <= clock <= ends.clock)
    cut = [(*_who_has(claimed, first), known[first], known[last]) for first, last in pairwise(stops)]
    found = []
    for (waited, name), together in groupby(cut, key=lambda each: each[:2]):
        run = list(together)
        found.append(Part(waited=waited, name=name, begins=run[0][2], ends=run[-1][3]))
    return tuple(found)


LONG_AGO = datetime.min.replace(tzinfo=LONDON)


def _moments(claims: Iterable[Claim]) -> Iterator[Moment]:
    for claim in claims:
        yield claim.begins
        if claim.ends:
            yield claim.ends


def _who_has(claimed: Sequence[Claim], minute: int) -> tuple[Waited, str]:
    found = next((claim for claim in claimed if claim.covers(minute)), None)
    return (found.waited, found.name) if found else (Waited.NOT_RECORDED, "")


def waits(
    knocks: Sequence[Knocked], helps: Sequence[Helped], *, received_on: Callable[[Knocked], date],
    helped_on: Callable[[Helped], date], until: date | None = None,
) -> Iterator[tuple[list[Knocked], Helped | None]]:  # fmt: skip
    """
    Each time a child had to knock: the knocks since any earlier help, at most a year back, and the help that came.

    :param knocks, helps: earliest first.
    :param until: the day looked at; knocks that no help has answered by then are a wait too, without help.
    """
    last_help = date.min
    for given in helps:
        day = helped_on(given)
        answered = [k for k in knocks if max(last_help, day - YEAR) < received_on(k) <= day]
        last_help = day
        if answered:
            yield answered, given
    if until is not None:
        unanswered = [k for k in knocks if max(last_help, until - YEAR) < received_on(k) <= until]
        if unanswered:
            yield unanswered, None


def in_words(minutes: int) -> str:
    """`3 days 4 hours 20 minutes`, exactly; words for lengths add up as the lengths do."""
    days, rest = divmod(minutes, MINUTES_OF_A_DAY)
    said = [(days, "day"), (rest // 60, "hour"), (rest % 60, "minute")]
    return " ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in said if n) or "no time"


def tenths_of_a_per_cent(amounts: Sequence[int]) -> list[int]:
    """Shares of a whole in tenths of a per cent that add up to a thousand: what is left goes to the largest rests."""
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    found = [1000 * amount // whole for amount in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda i: (-(1000 * amounts[i] % whole), i))
    for i in by_rest[: 1000 - sum(found)]:
        found[i] += 1
    return found
