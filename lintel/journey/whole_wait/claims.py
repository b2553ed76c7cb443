"""Who could say, of every stretch of a wait, that the next step was theirs; `rules.parts` settles between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.rules import Claim, Moment
from lintel.steps.front_door.codes import Outcome


class Rank(IntEnum):
    """Who has a stretch that several could claim, first before last. Work from before the knock stands behind it."""

    BEFORE_THE_KNOCK = 0
    WORKER = 1
    OFFERED = 2
    HELD_MEANWHILE = 3
    WITHOUT_WORKER = 4
    EARLY_HELP = 5
    SENT_BACK = 6
    DECISION = 7
    DECIDED_FOR_EARLY_HELP = 8
    OLDER = 10
    CLOSED = 20


@dataclass(frozen=True, kw_only=True)
class Knock:
    """That somebody told us of a child; and, where it is known, when it happened and when they sent it."""

    pk: int
    received: Moment
    decided: Moment | None = None
    outcome: str = ""
    happened: Moment | None = None
    sent: Moment | None = None
    is_of_the_police: bool = False
    told_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From when to when somebody had something. `is_observed` says that it was so on that day, not since when."""

    begins: Moment
    ends: Moment | None = None
    name: str = ""
    is_observed: bool = False


@dataclass(frozen=True, kw_only=True)
class Episode:
    """
    An episode of need: decided, held by workers one after the other, closed.

    `offers` are offers to a worker until they were answered; `holders` the managers who held it while nobody else did.
    """

    decided: Moment
    closed: Moment | None = None
    is_nfa: bool = False
    held: tuple[Stretch, ...] = ()
    offers: tuple[Stretch, ...] = ()
    holders: tuple[Stretch, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What early help was asked, and what became of it."""

    asked: Moment
    accepted: Moment | None = None
    sent_back: Moment | None = None
    first_met: Moment | None = None
    over: Moment | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Contact with child or family at which the child was not seen, or that does not say so."""

    at: Moment


def claims_of(
    knocks: Sequence[Knock], *, episodes: Sequence[Episode], asked: Sequence[Asked], contacts: Sequence[Reached],
    begins: Moment,
) -> Iterator[Claim]:  # fmt: skip
    """
    Every claim on the time of one wait.

    :param knocks: those of this wait, earliest first.
    """
    first = knocks[0].received
    decisions = sorted((k.decided for k in knocks if k.decided), key=lambda decided: decided.clock)
    yield from _before_the_knock(knocks[0], begins)
    handed = sorted((request.asked for request in asked), key=lambda moment: moment.clock)
    for knock in knocks:
        yield from _of_the_front_door(knock, decisions, handed)
    made = [each.at for each in contacts if each.at.on >= first.on]
    contact = min(made, key=lambda moment: moment.clock, default=None)
    for episode in episodes:
        yield from _of_an_episode(episode, contact, decisions, is_older=episode.decided.on < first.on)
    for request in asked:
        yield from _of_early_help(request, decisions, is_older=request.asked.on < first.on)


def _before_the_knock(knock: Knock, begins: Moment) -> Iterator[Claim]:
    waited = Waited.POLICE_TO_TELL if knock.is_of_the_police else Waited.TO_BE_TOLD
    rank = Rank.BEFORE_THE_KNOCK
    sent = knock.sent or knock.received
    yield Claim(waited=waited, rank=rank, begins=begins, ends=_first(sent, knock.received), name=knock.told_by)
    yield Claim(waited=Waited.TO_ARRIVE, rank=rank, begins=sent, ends=knock.received)


# What a decision leaves behind that opens no work: who has it until somebody knocks again or decides otherwise.
LEFT_BY: dict[str, Waited] = {
    Outcome.AWAITING_INFORMATION: Waited.INFORMATION, Outcome.OTHER_AUTHORITY: Waited.ELSEWHERE,
    Outcome.ADVICE: Waited.NEXT_KNOCK, Outcome.NO_FURTHER_ACTION: Waited.NEXT_KNOCK,
    Outcome.NOTHING_FOLLOWED: Waited.NEXT_KNOCK,
}  # fmt: skip


def _of_the_front_door(knock: Knock, decisions: Sequence[Moment], handed: Sequence[Moment]) -> Iterator[Claim]:
    yield Claim(waited=Waited.DECISION, rank=Rank.DECISION, begins=knock.received, ends=knock.decided)
    decided = knock.decided
    if decided is None:
        return
    if knock.outcome == Outcome.EARLY_HELP:
        # Once early help was asked, what became of that says more than the decision.
        asked = next((moment for moment in handed if moment.on >= decided.on), None)
        rank = Rank.DECIDED_FOR_EARLY_HELP
        yield Claim(waited=Waited.EARLY_HELP_MEETING, rank=rank, begins=decided, ends=asked)
    if left := LEFT_BY.get(knock.outcome):
        yield _left_behind(left, decided, decisions)


def _left_behind(waited: Waited, since: Moment, decisions: Sequence[Moment]) -> Claim:
    """What holds until the front door decides anew."""
    return Claim(waited=waited, rank=Rank.CLOSED, begins=since, ends=_next(decisions, since))


def _next(moments: Sequence[Moment], since: Moment) -> Moment | None:
    """The first of some moments, earliest first, that came after another."""
    return next((moment for moment in moments if moment.clock > since.clock), None)


def _of_an_episode(
    episode: Episode, contact: Moment | None, decisions: Sequence[Moment], *, is_older: bool
) -> Iterator[Claim]:
    behind = Rank.OLDER if is_older else 0
    held = sorted(episode.held, key=lambda each: (each.begins.clock, each.name))
    for stretch in held:
        yield from _of_a_worker(_until(stretch, episode.closed), contact, Rank.WORKER + behind)
    if not episode.is_nfa:
        for waited, gap in _gaps(episode, held):
            yield from _of_a_gap(episode, waited, gap, behind)
    closed = episode.closed or (episode.decided if episode.is_nfa else None)
    if closed:
        yield _left_behind(Waited.NEXT_KNOCK, closed, decisions)


def _of_a_worker(held: Stretch, contact: Moment | None, rank: int) -> Iterator[Claim]:
    first = _first(contact, held.ends)
    yield Claim(waited=Waited.FIRST_CONTACT, rank=rank, begins=held.begins, ends=first, name=held.name)
    if contact:
        since = _later(held.begins, contact)
        yield Claim(waited=Waited.TO_BE_SEEN, rank=rank, begins=since, ends=held.ends, name=held.name)


def _gaps(episode: Episode, held: Sequence[Stretch]) -> Iterator[tuple[Waited, Stretch]]:
    """The stretches in which no worker had the episode, and what was waited for in each."""
    free_from, waited = episode.decided, Waited.WORKER
    for stretch in held:
        # A start known only from the day a file was drawn does not say that nobody held the child before.
        meanwhile = Waited.NOT_RECORDED if stretch.is_observed else waited
        yield meanwhile, Stretch(begins=free_from, ends=_first(stretch.begins, episode.closed))
        if stretch.ends is None:
            return
        free_from, waited = _later(free_from, stretch.ends), Waited.NEXT_WORKER
    yield waited, Stretch(begins=free_from, ends=episode.closed)


def _of_a_gap(episode: Episode, waited: Waited, gap: Stretch, behind: int) -> Iterator[Claim]:
    yield Claim(waited=waited, rank=Rank.WITHOUT_WORKER + behind, begins=gap.begins, ends=gap.ends)
    if waited is Waited.NOT_RECORDED:
        return
    for found, rank, stretches in (
        (Waited.OFFERED_WORKER, Rank.OFFERED, episode.offers), (waited, Rank.HELD_MEANWHILE, episode.holders),
    ):  # fmt: skip
        for stretch in stretches:
            since, ends = _later(gap.begins, stretch.begins), _first(gap.ends, stretch.ends)
            yield Claim(waited=found, rank=rank + behind, begins=since, ends=ends, name=stretch.name)


def _of_early_help(request: Asked, decisions: Sequence[Moment], *, is_older: bool) -> Iterator[Claim]:
    rank = Rank.EARLY_HELP + (Rank.OLDER if is_older else 0)
    stops = [
        (Waited.EARLY_HELP_ANSWER, request.asked, _first(request.accepted, request.sent_back)),
        (Waited.EARLY_HELP_MEETING, request.accepted, request.first_met),
        (Waited.WITH_EARLY_HELP, request.first_met, None),
    ]  # fmt: skip
    for waited, begins, ends in stops:
        if begins:
            over = _first(ends, request.over)
            yield Claim(waited=waited, rank=rank, begins=begins, ends=over, name=request.name)
    # What was sent back before this knock was settled with what came before it.
    if request.sent_back and not is_older:
        settled = _next(decisions, request.sent_back)
        yield Claim(waited=Waited.SENT_BACK, rank=Rank.SENT_BACK, begins=request.sent_back, ends=settled)


def _until(stretch: Stretch, over: Moment | None) -> Stretch:
    return replace(stretch, ends=_first(stretch.ends, over))


def _first(one: Moment | None, other: Moment | None) -> Moment | None:
    """The earlier of two moments, either of which may not have come."""
    if one is None or other is None:
        return one or other
    return one if one.clock <= other.clock else other


def _later(one: Moment, other: Moment) -> Moment:
    return one if one.clock >= other.clock else other
