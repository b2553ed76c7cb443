"""What a child's record says of their waits, as plain values, and the waits that are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.journey.whole_wait.claims import Asked, Episode, Knock, Reached, claims_of
from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.rules import YEAR, Moment, Part, parts, waits


@dataclass(frozen=True, kw_only=True)
class Help:
    """The beginning of a service, or a visit at which the child was seen."""

    kind: str
    pk: int
    given: Moment
    words: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything recorded about one child that a wait is made of, in any order."""

    knocks: Sequence[Knock] = ()
    episodes: Sequence[Episode] = ()
    asked: Sequence[Asked] = ()
    contacts: Sequence[Reached] = ()
    helps: Sequence[Help] = ()


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One wait of one child. `help` is None while none has come; it then ends at the moment looked at."""

    knocks: tuple[Knock, ...]
    help: Help | None
    begins: Moment
    ends: Moment
    parts: tuple[Part, ...]
    incident_left_out: bool = False

    @property
    def minutes(self) -> int:
        return self.ends.clock - self.begins.clock

    @property
    def minutes_since_told(self) -> int:
        """Of them, those since the first knock."""
        before = (Waited.POLICE_TO_TELL, Waited.TO_BE_TOLD, Waited.TO_ARRIVE)
        return sum(part.minutes for part in self.parts if part.waited not in before)

    @property
    def days_from_knock_to_help(self) -> int | None:
        """The days as K112 counts them, from calendar day to calendar day."""
        return (self.help.given.on - self.knocks[0].received.on).days if self.help else None

    @property
    def is_by_the_day(self) -> bool:
        """Whether any of its moments is known only by its day."""
        return any(moment.at is None for part in self.parts for moment in (part.begins, part.ends))


def waits_of(story: Story, *, until: Moment) -> list[Wait]:
    """The waits of a child as they stood at a moment, earliest first."""
    return list(_waits_of(story, until))


def _waits_of(story: Story, until: Moment) -> Iterator[Wait]:
    knocks = sorted(story.knocks, key=lambda knock: (knock.received.on, knock.received.clock, knock.pk))
    helps = sorted(
        (each for each in story.helps if each.given.on <= until.on),
        key=lambda each: (each.given.on, each.kind, each.pk),
    )
    found = waits(
        knocks, helps, received_on=lambda knock: knock.received.on, helped_on=lambda each: each.given.on, until=until.on
    )
    for answered, given in found:
        earlier = [each.given.on for each in helps if each.given.on < answered[0].received.on]
        yield _wait(story, answered, given, since=max(earlier, default=date.min), until=until)


def _wait(story: Story, knocks: Sequence[Knock], given: Help | None, *, since: date, until: Moment) -> Wait:
    ends = _earlier(given.given, until) if given else until
    begins, is_left_out = _begins(knocks[0], since)
    begins = _earlier(begins, ends)
    claims = claims_of(knocks, episodes=story.episodes, asked=story.asked, contacts=story.contacts, begins=begins)
    return Wait(
        knocks=tuple(knocks), help=given, begins=begins, ends=ends, parts=parts(claims, begins=begins, ends=ends),
        incident_left_out=is_left_out,
    )  # fmt: skip


def _begins(first: Knock, since: date) -> tuple[Moment, bool]:
    """
    Where a wait begins: what happened or, where that is not known, the knock; and whether what happened is left out.

    It is left out where it lies before earlier help or more than a year back, as knocks are.
    """
    if first.happened is None or first.happened.clock >= first.received.clock:
        return first.received, False
    if max(since, first.received.on - YEAR) < first.happened.on:
        return first.happened, False
    return first.received, True


def _earlier(moment: Moment, other: Moment) -> Moment:
    return moment if moment.clock <= other.clock else other
