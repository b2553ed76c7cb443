"""What a form asks for, so that nobody has to ring back for it (K13). It never keeps anybody from sending."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Item(StrEnum):
    """One thing asked for; the list is fixed, so that agencies can be compared over the years."""

    CHILD_NAME = "child_name"
    CHILD_BORN = "child_born"
    CHILD_ADDRESS = "child_address"
    CHILD_SCHOOL = "child_school"
    PARENTS = "parents"
    SEEN = "seen"
    DONE = "done"
    AGREEMENT = "agreement"
    WHO = "who"
    REACHED = "reached"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Item.CHILD_NAME: "The name of each child", Item.CHILD_BORN: "Each child’s date of birth or age",
    Item.CHILD_ADDRESS: "Where each child lives", Item.CHILD_SCHOOL: "Each child’s school or nursery",
    Item.PARENTS: "A parent or carer", Item.SEEN: "What you have seen or heard",
    Item.DONE: "What you have done so far", Item.AGREEMENT: "Whether the parents know, or why not",
    Item.WHO: "Your name and what you do", Item.REACHED: "How to reach you",
}  # fmt: skip

OF_A_PROFESSIONAL = tuple(Item)
# Nobody is asked who they are, or what they have done about it, before they may tell us of a child.
OF_THE_PUBLIC = (Item.CHILD_NAME, Item.CHILD_BORN, Item.CHILD_ADDRESS, Item.SEEN)


def percent(said: Iterable[str], asked: Iterable[str] = OF_A_PROFESSIONAL) -> int:
    """How much of what was asked for was said, 0 to 100."""
    wanted = set(asked)
    return round(100 * len(wanted & set(said)) / len(wanted))
