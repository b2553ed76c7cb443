"""The families of a meeting, and what the choices made so far come to. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lintel.journey.allocating.loads.fitting import Asked, Fit, fit_of, fits
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.waiting.wait import Wait
from lintel.steps.allocation.rules import Verdict

SAYS_WHY: dict[str, Callable[[Wait], bool]] = {
    "Somebody says: in danger now": lambda wait: wait.is_danger_open,
    "Harm is being looked into": lambda wait: wait.is_in_enquiry,
    "No safety check in time": lambda wait: wait.is_check_overdue,
    "Rated red at the front door": lambda wait: wait.priority == "red",
}


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of a meeting: what they are called, and the episode that needs a worker."""

    child_id: int
    referral_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Family:
    """
    Brothers and sisters who need a worker together.

    :param key: tells the family apart on a page; the episode of one of them.
    :param waits: of each child who waits; nobody's where a worker holds them still and leaves.
    """

    key: int
    children: Sequence[Child]
    asked: Asked
    waits: Sequence[Wait] = ()

    @property
    def names(self) -> str:
        *others, last = [child.name for child in self.children]
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def why_first(self) -> list[str]:
        """What brings them to the head of the board, in words; nothing where it is only how long they wait."""
        return [words for words, holds in SAYS_WHY.items() if any(holds(wait) for wait in self.waits)]

    @property
    def is_danger(self) -> bool:
        """Whether somebody says one of them is in danger now, or harm is being looked into."""
        return any(wait.is_danger_open or wait.is_in_enquiry for wait in self.waits)

    @property
    def days(self) -> int:
        return max((wait.days for wait in self.waits), default=0)

    @property
    def to_be_seen(self) -> Wait | None:
        """Of those not seen yet, the one who is to be seen first."""
        owed = [wait for wait in self.waits if wait.seen_by_due is not None]
        return min(owed, key=lambda wait: (wait.seen_by_due, wait.child_id), default=None)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """
    Everything on the table of a meeting.

    :param families: who needs a worker, in the order of the board.
    :param loads: the workers they can be given to.
    :param answering: waits of children who were given to somebody already and have no answer yet.
    :param alerted: the episodes of which somebody has said that no safe allocation is possible, and nobody answered.
    """

    families: Sequence[Family]
    loads: Sequence[Load]
    answering: Sequence[Wait] = ()
    alerted: frozenset[int] = frozenset()

    @property
    def children(self) -> int:
        return sum(len(family.children) for family in self.families)

    @property
    def order(self) -> list[str]:
        return [family.asked.family for family in self.families]

    def without_a_day(self, today: date) -> list[Wait]:
        """Children for whom no day to come is named on which somebody looks again."""
        waits = [*(wait for family in self.families for wait in family.waits), *self.answering]
        return [wait for wait in waits if wait.check_due_on is None or wait.check_due_on <= today]

    @property
    def by_themselves(self) -> dict[int, list[Wait]]:
        """
        Families in danger now or in an enquiry, by key: no sentence about everybody is about them. Also those who were
        given to somebody and have no answer yet. Of whom no safe allocation is possible, nobody says that it is safe.
        """
        given: dict[str, list[Wait]] = {}
        for wait in self.answering:
            given.setdefault(wait.family, []).append(wait)
        found = [*(family.waits for family in self.families), *given.values()]
        return {
            min(wait.referral_id for wait in waits): [w for w in waits if w.referral_id not in self.alerted]
            for waits in found
            if any(wait.is_danger_open or wait.is_in_enquiry for wait in waits)
            and any(wait.referral_id not in self.alerted for wait in waits)
        }

    def together(self, today: date) -> list[Wait]:
        """
        Children whom one sentence may be about: nobody has named a day to come on which somebody looks again, and they
        are neither in danger nor in an enquiry nor in an alert. A day that somebody named is not pushed back.
        """
        apart = {wait.referral_id for waits in self.by_themselves.values() for wait in waits} | self.alerted
        never = [wait for family in self.families for wait in family.waits if wait.check is None]
        found = {wait.referral_id: wait for wait in [*never, *self.without_a_day(today)]}
        return [wait for referral, wait in found.items() if referral not in apart]


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One family as the choices stand: whom they would go to, and what that comes to after all who come before them.

    :param others: what every worker would hold without this family, all other choices made.
    """

    family: Family
    chosen: Fit | None
    others: Sequence[Load]

    @property
    def is_over(self) -> bool:
        return self.chosen is not None and self.chosen.verdict is Verdict.OVER_THE_CEILING

    def fits(self, today: date) -> list[Fit]:
        """Every worker for this family, the one most speaks for first."""
        return fits(self.family.asked, self.others, today=today)


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What the choices come to: each family that is shown, and each worker with what they would then hold."""

    rows: Sequence[Row]
    after: Mapping[int, Load]

    @property
    def over(self) -> list[Row]:
        return [row for row in self.rows if row.is_over]


def foresee(meeting: Meeting, chosen: Mapping[int, int], *, today: date) -> Foreseen:
    """
    What it comes to when families (by key) go to workers (by id), one after the other in the order of the board.

    A choice of a worker who is not there counts as none.
    """
    after = {load.worker_id: load for load in meeting.loads}
    before: dict[int, Load] = {}
    for family in meeting.families:
        worker = chosen.get(family.key)
        if worker in after:
            before[family.key] = after[worker]
            after[worker] = after[worker].with_children(family.asked.points, family=family.asked.family)
    return Foreseen(
        rows=[_row(family, before.get(family.key), after, today) for family in meeting.families], after=after
    )  # fmt: skip


def _row(family: Family, before: Load | None, after: Mapping[int, Load], today: date) -> Row:
    if before is None:
        return Row(family=family, chosen=None, others=list(after.values()))
    others = [load if load.worker_id != before.worker_id else _without(load, family, before) for load in after.values()]
    return Row(family=family, chosen=fit_of(family.asked, before, today=today), others=others)


def _without(load: Load, family: Family, before: Load) -> Load:
    """What a worker would hold with every other choice and not this family."""
    others = {child: points for child, points in load.children.items() if child not in family.asked.points}
    held = {child: points for child, points in before.children.items() if child in family.asked.points}
    families = set(load.families) - {family.asked.family} | set(before.families)
    return replace(load, children={**others, **held}, families=families)
