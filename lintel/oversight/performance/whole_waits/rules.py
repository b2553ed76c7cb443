"""Adding up the waits of a cohort. Plain values in, verdicts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.rules import in_words, tenths_of_a_per_cent
from lintel.journey.whole_wait.stories import Wait
from lintel.oversight.performance.rules import FEWEST_TO_SHOW_TO_STRANGERS, median_of

SEVERAL_TOGETHER = "Several things, each waited for by fewer than 5 children"


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    What waiting for one thing took of the time of a cohort. `tenths` of a per cent add up to a thousand over all lines.

    `middle` is the middle one of those who waited for it. `together` says that a line stands for more than one thing.
    """

    together: tuple[Waited, ...]
    minutes: int
    waits: int
    middle: int
    tenths: int = 0

    @property
    def waited(self) -> Waited | None:
        return self.together[0] if len(self.together) == 1 else None

    @property
    def words(self) -> str:
        return self.waited.words if self.waited else SEVERAL_TOGETHER

    @property
    def who(self) -> str:
        return self.waited.who.words if self.waited else ", ".join(dict.fromkeys(w.who.words for w in self.together))

    @property
    def length(self) -> str:
        return in_words(self.minutes)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """The waits of a cohort added up: its lines make up the whole and nothing is left over."""

    lines: tuple[Line, ...]
    minutes: int
    waits: int
    middle: int


def added_up(waits: Sequence[Wait], *, hides_few: bool = False) -> Sum:
    """
    What was waited for, in the order of the journey.

    :param hides_few: for people who may see no child: what fewer than five children waited for is one line, which
        takes in the smallest of the others too while it stands for fewer than five itself.
    """
    each = [minutes_of(wait) for wait in waits]
    groups: list[tuple[Waited, ...]] = [(waited,) for waited in Waited if any(waited in minutes for minutes in each)]
    lines = [_line(group, each) for group in (_without_few(groups, each) if hides_few else groups)]
    shares = tenths_of_a_per_cent([line.minutes for line in lines])
    return Sum(
        lines=tuple(_with_share(line, share) for line, share in zip(lines, shares, strict=True)),
        minutes=sum(wait.minutes for wait in waits), waits=len(waits), middle=_middle([w.minutes for w in waits]),
    )  # fmt: skip


def minutes_of(wait: Wait) -> Counter[Waited]:
    """The minutes of one wait by what was waited for."""
    found: Counter[Waited] = Counter()
    for part in wait.parts:
        found[part.waited] += part.minutes
    return found


def _line(group: tuple[Waited, ...], each: Sequence[Counter[Waited]]) -> Line:
    spent = [minutes for wait in each if (minutes := sum(wait[waited] for waited in group))]
    return Line(together=group, minutes=sum(spent), waits=len(spent), middle=_middle(spent))


def _with_share(line: Line, tenths: int) -> Line:
    return Line(together=line.together, minutes=line.minutes, waits=line.waits, middle=line.middle, tenths=tenths)


def _without_few(groups: list[tuple[Waited, ...]], each: Sequence[Counter[Waited]]) -> list[tuple[Waited, ...]]:
    by_size = sorted(groups, key=lambda group: _line(group, each).waits)
    few: tuple[Waited, ...] = ()
    for group in by_size:
        size, so_far = _line(group, each).waits, _line(few, each).waits if few else 0
        if size < FEWEST_TO_SHOW_TO_STRANGERS or 0 < so_far < FEWEST_TO_SHOW_TO_STRANGERS:
            few += group
    return [group for group in groups if group[0] not in few] + ([few] if few else [])


def _middle(minutes: Sequence[int]) -> int:
    return int(median_of(sorted(minutes))) if minutes else 0
