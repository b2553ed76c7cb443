"""One episode of need has one allocated worker at a time; rows that say otherwise wait, with the reason beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from lintel.journey.imports.lines import Fault, Line

TWO_AT_ONCE = "Another row gives this child to somebody else at the same time; an episode has one allocated worker."


def set_aside_double_allocations(lines: Iterable[Line]) -> None:
    """Of rows of the involvements sheet that overlap in one child's time, keep the one that began first."""
    by_child: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.layout.name == "involvements" and line.is_accepted:
            by_child[line.says["child_id"]].append(line)
    for of_child in by_child.values():
        _set_aside_overlaps(of_child)


def _set_aside_overlaps(lines: list[Line]) -> None:
    held_until = date.min
    holds: tuple[str, date] | None = None
    for line in sorted(lines, key=lambda line: (line.says["began_on"], line.says["worker"], line.row)):
        began, ended = line.says["began_on"], line.said("ended_on") or date.max
        if holds == (line.says["worker"], began):
            continue  # the same row again
        if began < held_until:
            line.faults.append(Fault(line.layout.columns["began_on"].heading, TWO_AT_ONCE, began.strftime("%d/%m/%Y")))
            continue
        held_until, holds = ended, (line.says["worker"], began)
