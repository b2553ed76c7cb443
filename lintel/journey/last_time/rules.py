"""What the last time was, out of plain values: which episode, how long nobody held the child, what came before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Episode:
    """
    A referral and the episode of need it opened; one that led to nothing further ended on the day it came.

    :param follows: the episode before it, where the record says which.
    """

    pk: int
    began_on: date
    decided_on: date
    ended_on: date | None
    is_nfa: bool
    follows: int | None = None

    def has_ended(self, on: date) -> bool:
        return self.ended_on is not None and self.ended_on <= on


@dataclass(frozen=True, kw_only=True)
class Held:
    """Somebody's time with the child; `until` is the first day no longer, and None while it lasts."""

    who: str
    since: date
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A contact about the child: when, from which side, what came of it."""

    on: date
    source: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """How often somebody knocked before, during and after the last time."""

    before: int
    during: int
    since: int
    in_the_year_before_it_ended: int
    days_until_the_next: int | None

    @property
    def words(self) -> str:
        said = [f"{_times(self.before)} before it began", f"{_times(self.during)} while it lasted"]
        since = f"{_times(self.since)} since it ended"
        if self.days_until_the_next is not None:
            days = self.days_until_the_next
            since += f", the first after {days} day{'' if days == 1 else 's'}"
        return f"{', '.join(said)}, {since}."


def _times(count: int) -> str:
    return f"{count or 'no'} contact{'' if count == 1 else 's'}"


def last_ended(episodes: Iterable[Episode], *, on: date) -> Episode | None:
    """
    The episode that this time follows, where one is under way and says which; else the one that ended last by the end
    of a day. One under way now is not the last time, but this time.
    """
    known = {each.pk: each for each in episodes if each.began_on <= on}
    ended = [each for each in known.values() if each.has_ended(on)]
    under_way = [each for each in known.values() if not each.has_ended(on)]
    now = max(under_way, key=lambda each: (each.began_on, each.pk), default=None)
    followed = known.get(now.follows or 0) if now else None
    if followed and followed.has_ended(on):
        return followed
    return max(ended, key=lambda each: (each.ended_on or date.min, each.began_on, each.pk), default=None)


def followed_by(episode: Episode, episodes: Iterable[Episode]) -> list[Episode]:
    """The episodes that this one followed, one after the other, the latest first."""
    known = {each.pk: each for each in episodes if each.pk != episode.pk}
    found: list[Episode] = []
    before = known.pop(episode.follows or 0, None)
    while before:
        found.append(before)
        before = known.pop(before.follows or 0, None)
    return found


def days_without_a_worker(episode: Episode, held: Sequence[Held]) -> int:
    """Days of an episode at whose end nobody held the child, from the decision to the end of the episode."""
    if episode.is_nfa or episode.ended_on is None:
        return 0
    free_from, days = episode.decided_on, 0
    for each in sorted(held, key=lambda each: each.since):
        days += max(0, (min(each.since, episode.ended_on) - free_from).days)
        free_from = max(free_from, min(each.until or episode.ended_on, episode.ended_on))
    return days + max(0, (episode.ended_on - free_from).days)


def pattern(contacts: Iterable[Asked], episode: Episode) -> Pattern:
    """How the contacts lie around an episode that ended. The contact it began with is part of it."""
    days = sorted(each.on for each in contacts)
    ended = episode.ended_on or episode.began_on
    begins = max((day for day in days if day <= episode.began_on), default=episode.began_on)
    after = [day for day in days if day > ended]
    return Pattern(
        before=sum(day < begins for day in days),
        during=sum(begins <= day <= ended for day in days),
        since=len(after),
        in_the_year_before_it_ended=sum(ended - YEAR <= day <= ended for day in days),
        days_until_the_next=(after[0] - ended).days if after else None,
    )
