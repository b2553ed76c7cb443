"""One child's wait, and brothers and sisters together. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lintel.steps.allocation.codes import Rung


@dataclass(frozen=True, kw_only=True)
class Check:
    """The last time somebody said why it is safe to wait."""

    checked_on: date
    by: str
    why_safe: str
    next_due_on: date


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A worker whom the child was given to and who has not answered."""

    allocation_id: int
    worker: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class Wait:
    """
    A child without a named, accepting worker.

    :param since: the day the child was to have one: of the decision, or of the last worker's leaving.
    :param family: what brothers and sisters have in common, as `family_of` knows it.
    :param is_danger_open: somebody said the child is in danger now, and nobody has said it is over.
    :param is_in_enquiry: harm was thought likely and is being looked into.
    :param seen_by_due: the last day on which the child would be seen in time; None where they were seen since.
    :param is_seen_due_in_enquiry: whether that day follows from harm being looked into.
    :param left_by: the worker who held the child before, where one did.
    """

    referral_id: int
    child_id: int
    contact_id: int | None
    family: str
    since: date
    days: int
    working_days: int
    team_id: int | None
    team: str
    concerns: tuple[str, ...] = ()
    priority: str = ""
    is_danger_open: bool = False
    is_in_enquiry: bool = False
    holding_manager: str = ""
    holding_manager_id: int | None = None
    check: Check | None = None
    check_due_on: date | None = None
    is_check_overdue: bool = False
    rungs: tuple[Rung, ...] = ()
    offer: Offer | None = None
    seen_by_due: date | None = None
    is_seen_due_in_enquiry: bool = False
    left_by: str = ""

    @property
    def comes_first(self) -> tuple[bool, bool, bool, bool, date, int]:
        """What is looked at before what else: what people said of it, not how long alone. No child is scored."""
        return (
            not self.is_danger_open, not self.is_in_enquiry, not self.is_check_overdue, self.priority != "red",
            self.since, self.referral_id,
        )  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Brothers and sisters who wait together, the one who comes first at the head."""

    waits: Sequence[Wait]

    @property
    def first(self) -> Wait:
        return self.waits[0]

    @property
    def days(self) -> int:
        """The longest wait of any of them."""
        return max(wait.days for wait in self.waits)

    @property
    def working_days(self) -> int:
        return max(wait.working_days for wait in self.waits)

    @property
    def is_check_overdue(self) -> bool:
        return any(wait.is_check_overdue for wait in self.waits)

    @property
    def is_offered(self) -> bool:
        """Whether every one of them was given to a worker who has not answered yet."""
        return all(wait.offer for wait in self.waits)


def families(waits: Sequence[Wait]) -> list[Family]:
    """Waits by family, in the order in which they are to be looked at."""
    together: dict[str, list[Wait]] = {}
    for wait in sorted(waits, key=lambda wait: wait.comes_first):
        together.setdefault(wait.family, []).append(wait)
    return [Family(tuple(each)) for each in together.values()]
