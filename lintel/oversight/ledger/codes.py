"""Coded states of a finding, and how an action about it ends."""

from enum import StrEnum


class State(StrEnum):
    """Where a finding stands. It is worked out from the facts, and never typed."""

    OPEN = "open"
    IMPROVING = "improving"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return _STATES[self]


class Ended(StrEnum):
    """How an action ended."""

    DONE = "done"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        return _ENDED[self]


_STATES = {
    State.OPEN: "Open",
    State.IMPROVING: "Improving: one of the two keys is turned",
    State.CLOSED: "Closed with both keys",
}
_ENDED = {Ended.DONE: "Done", Ended.DROPPED: "Dropped"}
