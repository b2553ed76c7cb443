"""
Three proposals for a whole meeting at once, each with what it trades off against the others. People decide.

Who comes first on the board is given first: no family is left with nobody so that one further down could be given, and
no child is scored. So all three give the same families, and differ in whom to. Nobody is proposed above the ceiling, no
newly qualified worker beyond the protected load, nobody who is away; brothers and sisters stay together. Plain values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from lintel.journey.allocating.loads.fitting import Asked, has_sibling, is_known, is_near
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.meeting.evening import Pairs, Unevened, evened
from lintel.journey.allocating.meeting.packing import best, fitted, most_that_fit

A_HAIR = 1e-9


class Aim(StrEnum):
    """What a proposal looks to first."""

    KEEP = "keep"
    NEAR = "near"
    EVEN = "even"

    @property
    def words(self) -> str:
        return _AIMS[self][0]

    @property
    def means(self) -> str:
        """What it looks to, in the order in which it does."""
        return _AIMS[self][1]


_AIMS = {
    Aim.KEEP: (
        "Keep who knows them",
        "A worker who holds a brother or sister; then one who held the child before; then one who is near; then even.",
    ),
    Aim.NEAR: (
        "Least travel",
        "A worker who has families in the same postcode district; then one who knows them; then even.",
    ),
    Aim.EVEN: ("Evenest load", "The fullest worker as little full as can be; then points as even as can be."),
}


@dataclass(frozen=True, kw_only=True)
class Left:
    """A family whom a proposal leaves with nobody, and why."""

    family: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """
    Who would be given to whom.

    :param given: the worker's id by family.
    :param left: the others, each with the reason, in the order of the board.
    :param with_sibling: families with a worker who holds a brother or sister; `known` those who held the child before
        or hold a brother or sister; `near` those whose worker has families in the same district.
    :param largest: the part of what was agreed that the fullest worker would hold; `smallest` of the least full.
    :param lightest: the points of the worker with the fewest; `heaviest` with the most.
    :param unevenness: the sum of squares of the points of all workers.
    :param trades: what it gives up for what, against each of the others.
    """

    aim: Aim
    given: Mapping[str, int]
    left: Sequence[Left]
    with_sibling: int
    known: int
    near: int
    largest: float
    smallest: float
    lightest: float
    heaviest: float
    unevenness: float
    trades: Sequence[str] = ()

    @property
    def objective(self) -> tuple[float, ...]:
        """What it makes as large as it can, what counts most first."""
        if self.aim is Aim.KEEP:
            return (self.with_sibling, self.known, self.near)
        if self.aim is Aim.NEAR:
            return (self.near, self.with_sibling, self.known)
        return (-round(self.largest, 9), -round(self.unevenness, 6))


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """
    The three, and how many more families could be given if those further up the board were passed over.

    :param more_if_passed_over: 0 where keeping the order costs nobody a worker.
    """

    each: Sequence[Proposal]
    more_if_passed_over: int

    def of(self, aim: Aim) -> Proposal:
        return next(proposal for proposal in self.each if proposal.aim is aim)


def proposals(asked: Sequence[Asked], workers: Sequence[Load], *, order: Sequence[str]) -> Proposals:
    """
    The three proposals for these families and workers.

    :param order: every family once, as the board has them: whoever comes first is given first.
    """
    table = Table(asked, workers, order)
    found = [table.proposal(aim, table.given_for(aim)) for aim in Aim]
    more = most_that_fit(table.all_sizes, table.rooms) - len(table.taken)
    return Proposals(each=[_with_trades(each, found) for each in found], more_if_passed_over=max(0, more))


class Table:
    """Families by the board's order and workers by their number: the order they came in changes nothing."""

    def __init__(self, asked: Sequence[Asked], workers: Sequence[Load], order: Sequence[str]) -> None:
        by_family = {each.family: each for each in asked}
        self.asked = [by_family[family] for family in order if family in by_family]
        self.workers = sorted(
            (load for load in workers if not load.is_away and load.most > 0), key=lambda load: load.worker_id
        )
        self.rooms = [max(0, load.room) for load in self.workers]
        self.all_sizes = [each.children for each in self.asked]

    @cached_property
    def taken(self) -> list[Asked]:
        """Those who can be given, each one as long as it fits beside all who come before it."""
        found: list[Asked] = []
        for each in self.asked:
            if fitted([*(one.children for one in found), each.children], self.rooms) is not None:
                found.append(each)
        return found

    @cached_property
    def sizes(self) -> list[int]:
        return [each.children for each in self.taken]

    @cached_property
    def points(self) -> list[float]:
        return [sum(each.points.values()) for each in self.taken]

    @cached_property
    def held(self) -> list[float]:
        return [load.points for load in self.workers]

    def given_for(self, aim: Aim) -> dict[str, int]:
        """Who would be given to whom."""
        if aim is Aim.EVEN:
            found = self._evenest()
        else:
            worth = self._worth(aim)
            found = self._evened(best(self.sizes, self.rooms, _pairs(worth)) or [], self.rooms, worth)
        return {
            each.family: self.workers[worker].worker_id for each, worker in zip(self.taken, found, strict=True)
        }  # fmt: skip

    def _evenest(self) -> list[int]:
        """Evened out from two sides, of which the more even stands: who knows them first, and who holds least first."""
        rooms, known = self._least_full(), self._worth(Aim.KEEP)
        starts = [best(self.sizes, rooms, _pairs(known)) or [], self._to_whoever_holds_least(rooms)]
        found = [self._evened(start, rooms, np.zeros_like(known)) for start in starts if start is not None]
        return min(found, key=lambda given: round(self._unevenness(given), 6))

    def _evened(self, given: Sequence[int], rooms: Sequence[int], worth: Pairs) -> list[int]:
        return evened(given, Unevened(sizes=self.sizes, points=self.points, rooms=rooms, held=self.held, worth=worth))

    def _to_whoever_holds_least(self, rooms: Sequence[int]) -> list[int] | None:
        """One family after the other to the worker who would then be least full; None where one finds no room so."""
        left, count, found = list(rooms), [load.count for load in self.workers], []
        for size in self.sizes:
            able = [worker for worker, room in enumerate(left) if room >= size]
            if not able:
                return None
            worker = min(able, key=lambda worker: ((count[worker] + size) / self.workers[worker].most, worker))
            left[worker], count[worker] = left[worker] - size, count[worker] + size
            found.append(worker)
        return found

    def _unevenness(self, given: Sequence[int]) -> float:
        points = list(self.held)
        for worker, more in zip(given, self.points, strict=True):
            points[worker] += more
        return sum(each**2 for each in points)

    def _worth(self, aim: Aim) -> Pairs:
        """What counts first counts for more than all of what counts next, for every family together."""
        step = len(self.taken) + 1
        weights = {Aim.KEEP: (step**2, step, 1), Aim.NEAR: (step, 1, step**2), Aim.EVEN: (0, 0, 0)}[aim]
        worth = np.zeros((len(self.taken), len(self.workers)), dtype=np.int64)
        for row, each in enumerate(self.taken):
            for column, load in enumerate(self.workers):
                sibling = has_sibling(each, load)
                known = sibling or is_known(each, load)
                worth[row, column] = sibling * weights[0] + known * weights[1] + is_near(each, load) * weights[2]
        return worth

    def _least_full(self) -> list[int]:
        """The rooms with which the fullest worker is as little full as can be, and all who are taken still fit."""
        most = sorted(
            {
                (load.count + more) / load.most
                for load, room in zip(self.workers, self.rooms, strict=True)
                for more in range(room + 1)
            }
        )
        low, high = 0, len(most) - 1
        while low < high:
            middle = (low + high) // 2
            if fitted(self.sizes, self._rooms_up_to(most[middle])) is not None:
                high = middle
            else:
                low = middle + 1
        return self._rooms_up_to(most[low]) if most else []

    def _rooms_up_to(self, share: float) -> list[int]:
        return [
            max(0, min(room, int(share * load.most + A_HAIR) - load.count))
            for load, room in zip(self.workers, self.rooms, strict=True)
        ]

    def proposal(self, aim: Aim, given: Mapping[str, int]) -> Proposal:
        """What a giving comes to."""
        of_family, of_worker = {each.family: each for each in self.asked}, {w.worker_id: w for w in self.workers}
        pairs = [(of_family[family], of_worker[worker]) for family, worker in given.items()]
        after = self._after(pairs)
        siblings = sum(has_sibling(each, load) for each, load in pairs)
        points, shares = [load.points for load in after], [load.share for load in after]
        return Proposal(
            aim=aim, given=dict(given), left=self._left(given, after), with_sibling=siblings,
            known=sum(has_sibling(each, load) or is_known(each, load) for each, load in pairs),
            near=sum(is_near(each, load) for each, load in pairs),
            largest=max(shares, default=0.0), smallest=min(shares, default=0.0), lightest=min(points, default=0.0),
            heaviest=max(points, default=0.0), unevenness=sum(each**2 for each in points),
        )  # fmt: skip

    def _after(self, pairs: Sequence[tuple[Asked, Load]]) -> list[Load]:
        after = {load.worker_id: load for load in self.workers}
        for each, load in pairs:
            after[load.worker_id] = after[load.worker_id].with_children(each.points, family=each.family)
        return list(after.values())

    def _left(self, given: Mapping[str, int], after: Sequence[Load]) -> list[Left]:
        return [
            Left(family=each.family, why=self._why(each, max((load.room for load in after), default=0)))
            for each in self.asked
            if each.family not in given
        ]

    def _why(self, each: Asked, room_after: int) -> str:
        """In words, why a family is left with nobody."""
        together = f"{each.children} brothers and sisters together" if each.children > 1 else "one more child"
        if not self.workers:
            return "Nobody in these teams holds cases and is at work."
        most = max(self.rooms)
        if most == 0:
            return "Nobody has room for one more child: everybody holds what was agreed."
        if most < each.children:
            return f"Nobody has room for {together}: the most room anybody has is {most}."
        left = f"what is left with one worker is {room_after}" if room_after > 0 else "nothing is left"
        return f"No room for {together} after those who come first: {left}."


def _pairs(worth: Pairs) -> dict[tuple[int, int], int]:
    return {(int(one), int(other)): int(worth[one, other]) for one, other in zip(*worth.nonzero(), strict=True)}


def _with_trades(each: Proposal, found: Sequence[Proposal]) -> Proposal:
    trades = [_against(each, other) for other in found if other.aim is not each.aim]
    return Proposal(**{**vars(each), "trades": trades})


def _against(each: Proposal, other: Proposal) -> str:
    """What one gives up and gains against another."""
    changes = [
        _more(each.known - other.known, "family with somebody who knows them", "families with somebody who knows them"),
        _more(each.near - other.near, "family near the worker’s others", "families near the worker’s others"),
        _more(len(other.left) - len(each.left), "family given", "families given"),
    ]
    full, theirs = round(100 * each.largest), round(100 * other.largest)
    if full != theirs:
        changes.append(f"the fullest worker at {full}% of what was agreed instead of {theirs}%")
    apart, theirs_apart = each.heaviest - each.lightest, other.heaviest - other.lightest
    if round(apart, 1) != round(theirs_apart, 1):
        changes.append(f"{apart:.1f} points between the lightest and the heaviest load instead of {theirs_apart:.1f}")
    said = ", ".join(change for change in changes if change)
    return f"Against “{other.aim.words}”: {said or 'nothing gained and nothing given up'}."


def _more(number: int, one: str, many: str) -> str:
    if number == 0:
        return ""
    return f"{abs(number)} {'more' if number > 0 else 'fewer'} {one if abs(number) == 1 else many}"
