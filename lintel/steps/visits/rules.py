"""What must be true of a visit, when two are one, and how two are put together. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lintel.statute.calendar import local_day
from lintel.steps.visits.codes import Seen

# Two people in one house write down different minutes; a second visit on one day is hours later.
ABOUT_THE_SAME_TIME = timedelta(hours=3)
# What a telephone's clock may be ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class OfChild:
    """
    What one visit says of one child.

    :param seen: None for an unborn child, whom nobody can see.
    :param why_not: a `WhyNot`, where the child was not seen and somebody said why.
    :param own_words: what the child said, as they said it.
    :param observed: of a baby or a child who does not speak, what was observed.
    """

    child_id: int
    seen: Seen | None
    why_not: str = ""
    own_words: str = ""
    observed: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says of a visit to a family: one event, and each child."""

    visited_at: datetime
    way: str
    seen_and_heard: str
    went_with: str = ""
    met: str = ""
    next_step: str = ""
    purposes: tuple[str, ...] = ()
    children: tuple[OfChild, ...] = ()

    @property
    def child_ids(self) -> set[int]:
        return {each.child_id for each in self.children}

    @property
    def somebody_was_met(self) -> bool:
        """Whether the family was reached: a child was seen, or an adult met."""
        return bool(self.met.strip()) or any(each.seen in (Seen.SEEN, Seen.ALONE) for each in self.children)


def is_in_the_future(said: Said, at: datetime) -> bool:
    return said.visited_at > at + CLOCKS_DIFFER


def may_be_the_same(one: Said, other: Said) -> bool:
    """Whether two visits to some of the same children may be one event that two people wrote down."""
    return bool(one.child_ids & other.child_ids) and abs(one.visited_at - other.visited_at) <= ABOUT_THE_SAME_TIME


def says_the_same(one: Said, other: Said) -> bool:
    """Whether sending it again says nothing new, whatever order the children and spaces are in."""
    return _plain(one) == _plain(other)


def joined(stands: Said, added: Said, *, by: str) -> Said:
    """
    What stands with somebody else's words put after it: nothing of either is lost. Day and place stay as they stand; a
    child was seen if one of them saw the child, and alone if one of them did.
    """
    mine = {each.child_id: each for each in added.children}
    children = [_joined_of_child(each, mine.pop(each.child_id, None), by) for each in stands.children]
    return replace(
        stands,
        seen_and_heard=_after(stands.seen_and_heard, added.seen_and_heard, by),
        next_step=_after(stands.next_step, added.next_step, by),
        went_with=_both(stands.went_with, added.went_with), met=_both(stands.met, added.met),
        purposes=(*stands.purposes, *(each for each in added.purposes if each not in stands.purposes)),
        children=(*children, *mine.values()),
    )  # fmt: skip


def written_at(typed_at: datetime | None, *, received_at: datetime) -> datetime:
    """When it was written down: as the telephone says, unless its clock runs ahead; else when it came in."""
    return received_at if typed_at is None or typed_at > received_at else typed_at


def statutory(said: Said, protected: Mapping[int, Sequence[tuple[Any, Any]]]) -> set[int]:
    """
    The children for whom this is a visit under a child protection plan.

    :param protected: by child, the spells under a plan: the first day and the first day no longer, or None.
    """
    day = local_day(said.visited_at)
    return {
        child for child in said.child_ids
        if any(begins <= day and (ends is None or day <= ends) for begins, ends in protected.get(child, ()))
    }  # fmt: skip


def as_kept(said: Said) -> dict[str, Any]:
    """As it is kept aside: every word, in a shape that can be read back."""
    return {
        "visited_at": said.visited_at.isoformat(), "way": said.way, "seen_and_heard": said.seen_and_heard,
        "went_with": said.went_with, "met": said.met, "next_step": said.next_step, "purposes": list(said.purposes),
        "children": [{**vars(each), "seen": each.seen and str(each.seen)} for each in said.children],
    }  # fmt: skip


def from_kept(kept: Mapping[str, Any]) -> Said:
    """What was kept aside, as it was said."""
    children = tuple(OfChild(**{**each, "seen": Seen(each["seen"]) if each["seen"] else None})
                     for each in kept["children"])  # fmt: skip
    return Said(**{
        **kept, "visited_at": datetime.fromisoformat(kept["visited_at"]), "purposes": tuple(kept["purposes"]),
        "children": children,
    })  # fmt: skip


def _plain(said: Said) -> tuple[Any, ...]:
    children = sorted((each.child_id, each.seen, each.why_not, each.own_words.strip(), each.observed.strip())
                      for each in said.children)  # fmt: skip
    words = (said.seen_and_heard, said.went_with, said.met, said.next_step)
    return (said.visited_at, said.way, *(each.strip() for each in words), sorted(said.purposes), children)


def _joined_of_child(stands: OfChild, added: OfChild | None, by: str) -> OfChild:
    if added is None:
        return stands
    seen = next((each for each in (Seen.ALONE, Seen.SEEN) if each in (stands.seen, added.seen)), stands.seen)
    return replace(
        stands, seen=seen, why_not="" if seen != Seen.NOT else stands.why_not or added.why_not,
        own_words=_after(stands.own_words, added.own_words, by), observed=_after(stands.observed, added.observed, by),
    )  # fmt: skip


def _after(stands: str, added: str, by: str) -> str:
    added = added.strip()
    if not added or added == stands.strip():
        return stands
    return f"{stands}\n\n{by}: {added}" if stands.strip() else f"{by}: {added}"


def _both(stands: str, added: str) -> str:
    parts = [each.strip() for each in (stands, added) if each.strip()]
    return "; ".join(dict.fromkeys(parts))
