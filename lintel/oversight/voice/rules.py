"""
Which groups of a pulse may be shown, and when a worker who cannot work safely must have had an answer.

Plain values in, verdicts out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.statute.calendar import WorkingCalendar
from lintel.statute.limits import TimeLimit

FEWEST = 5
WEEK = timedelta(days=7)
# The whole, of which every group is a part; teams have numbers.
WHOLE = None


@dataclass(frozen=True)
class Middle:
    """What may be shown of a group: how many answered, and the middle answer."""

    answers: int
    middle: int


def week_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def middle_of(answers: Sequence[int]) -> int:
    """The middle answer; of two in the middle the lower, so that it is always an answer and never says too much."""
    return sorted(answers)[(len(answers) - 1) // 2]


def smallest_of_five(
    team: int | None, *, part_of: Mapping[int, int | None], people: Mapping[int | None, int]
) -> int | None:
    """
    The group an answer is kept under: the team, if at least five are asked in it and beneath it, else what it is part
    of, and at last the whole.

    :param people: how many are asked in each team itself.
    """
    tree = _Tree(part_of)
    climbed: set[int] = set()
    while team is not None and team not in climbed:
        if sum(people.get(each, 0) for each in tree.beneath(team)) >= FEWEST:
            return team
        climbed.add(team)
        team = part_of.get(team)
    return WHOLE


def groups_to_show(
    answers: Mapping[int | None, Sequence[int]], part_of: Mapping[int, int | None]
) -> dict[int | None, Middle]:
    """
    What may be shown of a week, by group; the whole is None.

    No group of fewer than five is shown, and none can be worked out: where what is left of a group without the parts
    that are shown would be somebody, but fewer than five, the smallest of these parts is not shown either.
    """
    tree = _Tree(part_of)
    of = {group: [a for each in tree.beneath(group) for a in answers.get(each, ())] for group in tree.groups(answers)}
    shown: dict[int | None, Middle] = {}
    waiting: list[int | None] = [WHOLE] if len(of[WHOLE]) >= FEWEST else []
    while waiting:
        group = waiting.pop()
        shown[group] = Middle(len(of[group]), middle_of(of[group]))
        waiting += _parts_to_show(group, tree, {each: len(found) for each, found in of.items()})
    return shown


def _parts_to_show(group: int | None, tree: _Tree, sizes: Mapping[int | None, int]) -> list[int]:
    parts = [part for part in tree.parts_of(group) if sizes[part]]
    while len(parts) == 1 and sizes[parts[0]] == sizes[group]:  # the same people under another name
        parts = [part for part in tree.parts_of(parts[0]) if sizes[part]]
    large = sorted((part for part in parts if sizes[part] >= FEWEST), key=lambda part: (sizes[part], part))
    left = sizes[group] - sum(sizes[part] for part in large)
    return large[1:] if 0 < left < FEWEST else large


class _Tree:
    """Teams and what they are part of."""

    def __init__(self, part_of: Mapping[int, int | None]) -> None:
        self._part_of = part_of
        self._parts: dict[int | None, list[int]] = defaultdict(list)
        for team, above in part_of.items():
            self._parts[above].append(team)

    def groups(self, answers: Mapping[int | None, Sequence[int]]) -> set[int | None]:
        return {WHOLE, *self._part_of, *answers}

    def parts_of(self, group: int | None) -> list[int]:
        return self._parts[group]

    def beneath(self, group: int | None) -> Iterator[int | None]:
        """A group, and everything that is part of it."""
        met: set[int | None] = set()
        waiting: list[int | None] = [group]
        while waiting:
            each = waiting.pop()
            if each not in met:
                met.add(each)
                waiting += self._parts[each]
        return iter(met)


def answer_due_on(said_on: date, limit: TimeLimit, calendar: WorkingCalendar) -> date:
    """The last day on which an answer is in time."""
    return limit.due_on(said_on, calendar)


def must_be_told_on(day: date, *, due_on: date, calendar: WorkingCalendar) -> bool:
    """Whether the head of service is told on this day that somebody waits: each working day after the last in time."""
    return day > due_on and calendar.is_working_day(day)


@dataclass(frozen=True)
class Counts:
    """How many said that they cannot work safely, and how many of them had an answer in time."""

    said: int
    in_time: int


def counts_to_show(said: Sequence[tuple[date, date | None]]) -> Counts | None:
    """
    The counts of a time, from five on; None below.

    :param said: of each, the last day in time and the day it was acknowledged, if it was.
    """
    if len(said) < FEWEST:
        return None
    return Counts(len(said), sum(on is not None and on <= due_on for due_on, on in said))
