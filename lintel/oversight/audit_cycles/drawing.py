"""
Drawing the children of a cycle of audits: by a seed, so that whoever draws again gets the same. Plain values.

A child's place in the draw is a hash of the seed and the child's number. It depends on nothing else: neither on the
order in which the children were listed, nor on who draws, nor on the machine.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from lintel.oversight.moderation.optimism import FEWEST_PAIRS

# Of a normal distribution: so many standard errors each side hold 95 of 100.
Z_95 = 1.959964
# PRODUCT.md S55: so many of the audits are done twice, by two people who do not know of each other's.
DOUBLE_SHARE = 0.05
# Of how much grades vary, what is left to moderators once the auditor's grade is known and every outstanding and
# inadequate audit is read; about, see `python -m bench optimism`.
LEFT_TO_MODERATORS = 0.5
# Where a sample is stratified, so many children of each stratum at least, or all there are.
FEWEST_OF_A_STRATUM = 1


class NobodyToAsk(Exception):
    """No auditors were named."""


class NoAuditorFor(Exception):
    """Of these children nobody who was named may audit the record without a conflict of interest."""

    def __init__(self, children: Collection[int]) -> None:
        super().__init__(f"{len(children)} children without an auditor")
        self.children = tuple(sorted(children))


@dataclass(frozen=True, kw_only=True)
class Audited:
    """One audit to be done: of whom, by whom, and whether it is the second of two of the same record."""

    child: int
    auditor: int
    is_second: bool = False


def place_of(seed: str, key: Hashable, *, for_what: str = "draw") -> int:
    """Where something stands in the draw of a seed; a different place `for_what` it is drawn."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{for_what}/{key}".encode()).digest()[:8], "big")


def drawn_by(seed: str, keys: Iterable[int], size: int, *, for_what: str = "draw") -> tuple[int, ...]:
    """So many of these, at random by the seed, in the order they were drawn; all of them where there are fewer."""
    return tuple(sorted(set(keys), key=lambda key: (place_of(seed, key, for_what=for_what), key))[:size])


def shares(strata: Mapping[str, int], size: int, *, fewest: int = FEWEST_OF_A_STRATUM) -> dict[str, int]:
    """
    How many of each stratum: in proportion, with the fewest of each first, the rest by the largest remainder.

    :param strata: how many children are in each.
    :returns: for each stratum a number that is never above its children; together `size`, or all there are.
    """
    there = {name: n for name, n in strata.items() if n > 0}
    size = min(size, sum(there.values()))
    largest_first = sorted(there, key=lambda name: (-there[name], name))
    given = dict.fromkeys(there, 0)
    for name in largest_first:  # where there are more strata than places the largest go first
        given[name] = min(fewest, there[name], size - sum(given.values()))
    while (left := size - sum(given.values())) > 0:
        _by_remainder(given, there, size=size, left=left)
    return {name: given.get(name, 0) for name in strata}


def _by_remainder(given: dict[str, int], there: Mapping[str, int], *, size: int, left: int) -> None:
    """Give what is left to the strata furthest below their share, at most up to it."""
    everybody = sum(there.values())
    short = {name: size * n / everybody - given[name] for name, n in there.items() if given[name] < there[name]}
    for name in sorted(short, key=lambda name: (-short[name], name)):
        whole = max(1, int(short[name]))
        more = min(whole, there[name] - given[name], left)
        given[name] += more
        left -= more
        if left == 0:
            return


def stratified(
    seed: str, stratum_of: Mapping[int, str], size: int, *, fewest: int = FEWEST_OF_A_STRATUM
) -> tuple[int, ...]:
    """So many children, in proportion from each stratum and at random within it, in the order of the draw."""
    strata = Counter(stratum_of.values())
    drawn: list[int] = []
    for name, n in shares(dict(sorted(strata.items())), size, fewest=fewest).items():
        drawn += drawn_by(seed, (key for key, where in stratum_of.items() if where == name), n)
    return drawn_by(seed, drawn, len(drawn))


def reach(size: int, of: int, *, share: float = 0.5) -> float:
    """
    How far a share found in a sample may lie from the share of all: half of a 95% interval, from 0 to 1.

    Wilson's interval with the finite population's correction (a sample of everybody is certain). Source: Wilson 1927;
    Cochran, Sampling Techniques, 2.6.
    """
    if size >= of:
        return 0.0
    if size < 1:
        return 0.5
    n = size * (of - 1) / (of - size)
    square = Z_95 * Z_95
    return float(Z_95 * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n))


def reach_as_moderated(size: int, of: int, moderated: float) -> float:
    """
    The same of a share as moderators see it, who read but some of the audits: about, from 0 to 0.5.

    :param moderated: the share of audits drawn at random to be moderated, above 0 up to 1.
    """
    if size < 1:
        return 0.5
    unread = LEFT_TO_MODERATORS * 0.25 * (1 - moderated) / (moderated * size)
    return min(0.5, sqrt(reach(size, of) ** 2 + Z_95 * Z_95 * unread))


def size_for(half_width: float, of: int, *, moderated: float = 1.0) -> int | None:
    """The fewest children whose sample says a share to within so much each side; None where all would not do."""
    if of < 1 or reach_as_moderated(of, of, moderated) > half_width:
        return None
    low, high = 1, of
    while low < high:
        middle = (low + high) // 2
        if reach_as_moderated(middle, of, moderated) <= half_width:
            high = middle
        else:
            low = middle + 1
    return low


def reach_in_words(size: int, of: int, moderated: float) -> str:
    """What a sample will be able to say, before it is drawn; `moderated` as in `reach_as_moderated`."""
    size = min(size, of)
    if of == 0:
        return "There is nobody to draw from."
    those = f"All {of:,}" if size == of else f"{size:,} of {of:,}"
    if size < FEWEST_PAIRS:
        return f"{those}: too few to say how good the work is. That takes {FEWEST_PAIRS} moderated audits."
    read = "every one moderated" if moderated >= 1 else f"{round(100 * moderated)}% or more of them moderated"
    if size == of and moderated >= 1:
        return f"{those}, {read}: nothing is left to chance."
    points = ceil(100 * reach_as_moderated(size, of, moderated) - 1e-9)
    said = f"{those}, {read}: a share near half is known to within about ±{points} points (19 times out of 20)."
    if size * moderated < FEWEST_PAIRS:
        said += f" It may be too few: nothing is said before {FEWEST_PAIRS} audits are moderated."
    return said


def doubled(seed: str, children: Collection[int], share: float = DOUBLE_SHARE) -> tuple[int, ...]:
    """Whose record two people audit: the share of the children, rounded up, at random by the seed."""
    return drawn_by(seed, children, ceil(share * len(children) - 1e-9), for_what="double")


def assigned(
    seed: str, drawn: Collection[int], auditors: Collection[int], conflicts: Mapping[int, Collection[int]], *,
    double_share: float = DOUBLE_SHARE,
) -> list[Audited]:  # fmt: skip
    """
    Who audits whom: as evenly as conflicts of interest allow, the same whoever asks with the same seed.

    :param conflicts: for each auditor the children they do not audit: their own and those of their own team.
    :raises NobodyToAsk: where there are no auditors.
    :raises NoAuditorFor: where a child has nobody.
    """
    if not auditors:
        raise NobodyToAsk
    may = {child: {one for one in auditors if child not in conflicts.get(one, ())} for child in drawn}
    if without := [child for child, who in may.items() if not who]:
        raise NoAuditorFor(without)
    twice = doubled(seed, [child for child, who in may.items() if len(who) > 1], _share_of(drawn, may, double_share))
    jobs = [(child, False) for child in drawn] + [(child, True) for child in twice]
    return _Assignment(seed, jobs, auditors, may).made()


def _share_of(drawn: Collection[int], may: Mapping[int, Collection[int]], share: float) -> float:
    """The share of those whom two people may audit that makes the share of everybody who was drawn."""
    able = sum(len(who) > 1 for who in may.values())
    return min(1.0, share * len(drawn) / able) if able else 0.0


class _Assignment:
    """Audits given to the least laden first, then handed along until no two loads differ by more than they must."""

    def __init__(
        self, seed: str, jobs: list[tuple[int, bool]], auditors: Collection[int], may: Mapping[int, set[int]]
    ) -> None:
        self.seed, self.may, self.auditors = seed, may, sorted(auditors)
        self.jobs = sorted(jobs, key=lambda job: (len(may[job[0]]), place_of(seed, job, for_what="job")))
        self.by: dict[tuple[int, bool], int] = {}
        self.load = Counter(dict.fromkeys(self.auditors, 0))

    def made(self) -> list[Audited]:
        for job in self.jobs:
            able = [one for one in self.auditors if self._can(one, job)]
            chosen = min(able, key=lambda one: (self.load[one], place_of(self.seed, (job, one), for_what="auditor")))
            self.by[job] = chosen
            self.load[chosen] += 1
        while self._evened_out():
            pass
        made = (Audited(child=job[0], auditor=who, is_second=job[1]) for job, who in self.by.items())
        return sorted(made, key=lambda each: (each.is_second, place_of(self.seed, each.child), each.child))

    def _can(self, auditor: int, job: tuple[int, bool]) -> bool:
        """Whether somebody may have an audit: no conflict, and not the other of two of the same record."""
        return auditor in self.may[job[0]] and self.by.get((job[0], not job[1])) != auditor

    def _evened_out(self) -> bool:
        """Hand one audit along from somebody with two or more than somebody else; False where nothing is to be won."""
        for heaviest in sorted(self.auditors, key=lambda one: (-self.load[one], one)):
            came_by: dict[int, tuple[int, tuple[int, bool]]] = {}
            waiting = deque([heaviest])
            while waiting:
                giver = waiting.popleft()
                for job in [job for job in self.jobs if self.by[job] == giver]:
                    for taker in self.auditors:
                        if taker == heaviest or taker in came_by or not self._can(taker, job):
                            continue
                        came_by[taker] = (giver, job)
                        if self.load[taker] <= self.load[heaviest] - 2:
                            return self._handed_along(taker, heaviest, came_by)
                        waiting.append(taker)
        return False

    def _handed_along(self, taker: int, heaviest: int, came_by: dict[int, tuple[int, tuple[int, bool]]]) -> bool:
        self.load[taker] += 1
        self.load[heaviest] -= 1
        while taker != heaviest:
            giver, job = came_by[taker]
            self.by[job] = taker
            taker = giver
        return True
