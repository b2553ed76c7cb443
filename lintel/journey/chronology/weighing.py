"""What becomes of lines of a child's history where somebody weighs them: in an assessment, in an enquiry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lintel.journey.chronology.rules import Line
from lintel.steps.assessments.models import HistoryUse
from lintel.steps.enquiry_work.models import ItemUse

# What was said of one line: the section that uses it, or why it was set aside.
UseT = TypeVar("UseT", HistoryUse, ItemUse)


@dataclass(frozen=True, kw_only=True)
class Weighed(Generic[UseT]):
    """A line of a child's history, and what became of it."""

    line: Line
    use: UseT | None

    @property
    def record(self) -> str:
        """
        What it was read from: "front_door.childcontact/12". Two kinds of record may have the same number. A line that
        several records tell goes by the one under which it was weighed.
        """
        return self.use.record if self.use is not None else self.line.records[0]

    @property
    def key(self) -> str:
        """How a form names it."""
        return self.record.replace(".", "-").replace("/", "-")


def weighed(lines: Iterable[Line], uses: Iterable[UseT], *, own: Collection[str] = ()) -> list[Weighed[UseT]]:
    """
    Each line with what was said of it, whichever of its records that was said of.

    :param own: the records of what is being written itself, which is not its own history.
    """
    said = {use.record: use for use in uses}
    return [
        Weighed(line=line, use=next((said[record] for record in line.records if record in said), None))
        for line in lines
        if line.records and not set(own) & set(line.records)
    ]


@dataclass(frozen=True, kw_only=True)
class Coverage(Generic[UseT]):
    """
    The significant items of a child's history: those that are used, those set aside with a reason, and the others.

    Only what somebody marked counts, and each item once. It says whether an item was weighed, never how well.
    """

    used: Sequence[Weighed[UseT]]
    set_aside: Sequence[Weighed[UseT]]
    uncovered: Sequence[Weighed[UseT]]

    @property
    def significant(self) -> int:
        return self.covered + len(self.uncovered)

    @property
    def covered(self) -> int:
        return len(self.used) + len(self.set_aside)


def coverage(items: Iterable[Weighed[UseT]], *, is_used: Callable[[UseT], bool]) -> Coverage[UseT]:
    """
    What covers the significant items.

    :param is_used: whether what was said of a line that is not set aside amounts to using it.
    """
    used, aside, uncovered = [], [], []
    for each in items:
        if each.line.mark is None:
            continue
        if each.use is not None and each.use.set_aside_because.strip():
            aside.append(each)
        elif each.use is not None and is_used(each.use):
            used.append(each)
        else:
            uncovered.append(each)
    return Coverage(used=used, set_aside=aside, uncovered=uncovered)
