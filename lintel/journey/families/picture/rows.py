"""In which order people stand in a row and how far apart: couples side by side, children under their parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lintel.journey.families.picture.people import Known

SWEEPS = 6


def places_of(known: Known, rows: dict[int, int], *, apart: float) -> dict[int, float]:
    """How far from the left each person stands; nobody nearer to a neighbour than `apart`."""
    count = max(rows.values(), default=-1) + 1
    order = [_blocks([pk for pk in known.figures if rows[pk] == row], known, rows) for row in range(count)]
    x: dict[int, float] = {}
    for blocks in order:
        _place(blocks, {pk: apart * i for i, pk in enumerate(pk for block in blocks for pk in block)}, x, apart)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        for row in range(count) if downward else reversed(range(count)):
            wanted = _wanted(known, order[row], x, by_parents=downward)
            if sweep < SWEEPS - 2:
                order[row] = _in_order(known, order[row], _beneath(known, wanted, x) if downward else wanted)
            _place(order[row], wanted, x, apart)
    leftmost = min(x.values(), default=0.0)
    return {pk: at - leftmost for pk, at in x.items()}


def _blocks(people: Sequence[int], known: Known, rows: dict[int, int]) -> list[list[int]]:
    """Those of a row who have children together or are partners, in chains; everybody else alone, the eldest first."""
    beside: dict[int, list[int]] = defaultdict(list)
    for union in known.unions:
        if len(union.parents) == 2 and all(pk in people for pk in union.parents):
            one, other = union.parents
            beside[one].append(other)
            beside[other].append(one)
    blocks, seen = list[list[int]](), set[int]()
    # A chain begins at an end: somebody with one partner.
    for pk in sorted(known.by_birth(people), key=lambda pk: len(beside[pk]) > 1):
        if pk not in seen:
            blocks.append(_chain(pk, beside, seen))
    return blocks


def _chain(pk: int, beside: dict[int, list[int]], seen: set[int]) -> list[int]:
    seen.add(pk)
    chain = [pk]
    for other in sorted(beside[pk], key=lambda each: len(beside[each]) > 1):
        if other not in seen:
            chain += _chain(other, beside, seen)
    return chain


def _wanted(known: Known, blocks: list[list[int]], x: dict[int, float], *, by_parents: bool) -> dict[int, float]:
    """Where each would stand: under the middle of their parents, or over the middle of their children."""
    over: dict[int, list[float]] = defaultdict(list)
    for union in known.unions:
        here, there = (union.children, union.parents) if by_parents else (union.parents, union.children)
        if not there:
            continue
        middle, mine = sum(x[pk] for pk in there) / len(there), sum(x[pk] for pk in here) / max(1, len(here))
        for pk in here:
            over[pk].append(x[pk] + middle - mine)
    return {pk: sum(over[pk]) / len(over[pk]) if over[pk] else x[pk] for block in blocks for pk in block}


def _beneath(known: Known, wanted: dict[int, float], x: dict[int, float]) -> dict[int, float]:
    """The middle of everybody's parents, so that brothers and sisters come to stand together, nobody between them."""
    middles = {
        pk: sum(x[parent] for parent in union.parents) / len(union.parents)
        for union in known.unions
        for pk in union.children
    }
    return {pk: middles.get(pk, at) for pk, at in wanted.items()}


def _in_order(known: Known, blocks: list[list[int]], wanted: dict[int, float]) -> list[list[int]]:
    """Blocks from left to right as they would stand, turned round where that is nearer; the eldest child first."""
    turned = [block[::-1] if wanted[block[0]] > wanted[block[-1]] else block for block in blocks]
    ordered = sorted(turned, key=lambda block: sum(wanted[pk] for pk in block) / len(block))
    for union in known.unions:
        held = {i: [pk for pk in block if pk in union.children] for i, block in enumerate(ordered)}
        spots = [i for i, these in held.items() if these]
        if all(len(held[i]) == 1 for i in spots):
            eldest = sorted(spots, key=lambda i: union.children.index(held[i][0]))
            moved = {spot: ordered[i] for spot, i in zip(spots, eldest, strict=True)}
            ordered = [moved.get(i, block) for i, block in enumerate(ordered)]
    return ordered


def _place(blocks: list[list[int]], wanted: dict[int, float], x: dict[int, float], apart: float) -> None:
    """As near to where each would stand as their order and the distance between two allow: least squares, exactly."""
    people = [pk for block in blocks for pk in block]
    pools: list[tuple[float, int]] = []
    for i, pk in enumerate(people):
        pools.append((wanted[pk] - i * apart, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (right, n), (left, m) = pools.pop(), pools.pop()
            pools.append(((left * m + right * n) / (m + n), m + n))
    spots = [at for at, count in pools for _ in range(count)]
    for i, pk in enumerate(people):
        x[pk] = spots[i] + i * apart
