"""Coded answers of supervision."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What kind of session it was. Personal supervision has a record of its own and is none of these."""

    CASE = "case"
    GROUP = "group"
    INFORMAL = "informal"

    @property
    def words(self) -> str:
        return {"case": "Case supervision", "group": "Group supervision", "informal": "Informal, between sessions"}[
            self
        ]


class Why(StrEnum):
    """
    Why a child is proposed, in the order in which children are. A reason and never a score: the first that holds
    says where a child stands, and every one that holds is said.
    """

    UNDONE = "undone"
    CHOSEN = "chosen"
    DRIFT = "drift"
    RISK = "risk"
    NEVER = "never"
    LONG = "long"
    NEW = "new"
    CLOSING = "closing"
    SEEN = "seen"

    @property
    def place(self) -> int:
        return list(Why).index(self)


class Dimension(StrEnum):
    """What a record of supervision is read for, each from 0 to 3 (PRODUCT.md 5, Q7)."""

    CHILD = "child"
    REFLECTION = "reflection"
    CHALLENGE = "challenge"
    DIRECTION = "direction"
    FOLLOW_THROUGH = "follow_through"
    SUPPORT = "support"

    @property
    def words(self) -> str:
        return _DIMENSIONS[self][0]

    @property
    def asks(self) -> str:
        """What a reader looks for."""
        return _DIMENSIONS[self][1]


_DIMENSIONS = {
    Dimension.CHILD: ("The child is in it", "Would you know this child: what life is like, what they say?"),
    Dimension.REFLECTION: ("Reflection", "Was another way to understand it looked at, and not only what and when?"),
    Dimension.CHALLENGE: ("Challenge", "Was something questioned, and did it lead anywhere?"),
    Dimension.DIRECTION: ("Direction", "Is it clear who does what by when, and what changes for the child?"),
    Dimension.FOLLOW_THROUGH: ("Follow-through", "Is it said what became of what was agreed last time?"),
    Dimension.SUPPORT: ("Support", "Is the worker helped to do it?"),
}
SCORES = ((0, "0: not there"), (1, "1: a trace"), (2, "2: clearly there"), (3, "3: it shapes the record"))
OBSERVED_SCORES = (*SCORES[:3], (3, "3: it shapes the talk"))


class Late(StrEnum):
    """The marks a record carries that was written down late. They are never taken away."""

    DAYS = "days"
    AFTER_CALL = "after_call"
